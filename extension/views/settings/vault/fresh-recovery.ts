/** Recovery words that are made, to be written on paper. */
import { fault } from '../../../bridge/faults.js';
import { askKeys } from '../../../bridge/keys.js';
import { el, fill } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';

/** 32 bytes, and the words that stand for them. */
export interface Recovery { key: ArrayBuffer; words: string }

export class FreshRecovery {
  readonly #list = el('ol', { class: 'words secret', dir: 'ltr' });
  #made: Recovery | null = null;
  readonly nodes = [el('h3', {}, t('settings_vault_recovery')), el('p', {}, t('settings_vault_recovery_why')), this.#list];

  constructor() {
    void askKeys('freshRecovery', {}).then((made) => {
      this.#made = made;
      fill(this.#list, ...made.words.split(' ').map((word) => el('li', {}, word)));
    });
  }

  /** Rejects with an EngineFault while they are not there yet. */
  read(): Recovery {
    if (!this.#made) throw fault('retry', 'the words are not there yet');
    return this.#made;
  }
}
