/** Looking whether the vault has what this device sent to it: a piece of each pack is opened. */
import { el } from '../../shared/dom.js';
import { engine } from '../../shared/engine.js';
import { complain } from '../../shared/errors.js';
import { plural, t } from '../../shared/i18n.js';

export class CheckPart {
  readonly #state = el('p', { role: 'status' });
  readonly #start = el('button', { type: 'button', onclick: () => void this.#check() }, t('settings_vault_check_do'));
  readonly node = el('div', { class: 'stack' },
    el('div', { class: 'setting' },
      el('div', {}, el('h3', {}, t('settings_vault_check')), el('p', { class: 'caption' }, t('settings_vault_check_why'))), this.#start),
    this.#state);

  /** @param lost is called when something is to be sent again. */
  constructor(private readonly lost: () => void) {}

  async #check(): Promise<void> {
    this.#start.disabled = true;
    this.#say('quiet', t('settings_vault_checking'));
    try {
      const { whole, lost } = await engine.checkVault();
      if (lost === 0) this.#say('good', plural('settings_vault_check_whole', whole));
      else {
        this.#say('wrong', plural('settings_vault_check_lost', lost));
        this.lost();
      }
    } catch (thrown) {
      this.#say('wrong', complain(thrown));
    }
    this.#start.disabled = false;
  }

  #say(kind: 'good' | 'quiet' | 'wrong', words: string): void {
    this.#state.className = kind;
    this.#state.textContent = words;
  }
}
