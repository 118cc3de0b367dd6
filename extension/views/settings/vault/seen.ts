/** What a round found and a person may have taken note of: it is not told again before there is more. */
import { readSync, type SyncState, writeSync } from '../../../bridge/sync-state.js';
import { el } from '../../shared/dom.js';
import { engine } from '../../shared/engine.js';
import { complain } from '../../shared/errors.js';
import { t } from '../../shared/i18n.js';

export class SeenPart {
  readonly #said = el('p', { class: 'wrong', role: 'alert', hidden: true });
  readonly #button = el('button', { type: 'button', id: 'vault-seen', onclick: () => void this.#see() }, t('settings_vault_seen_do'));
  readonly element = el('div', { class: 'setting', hidden: true },
    el('div', {}, el('h3', {}, t('settings_vault_seen')), el('p', { class: 'caption' }, t('settings_vault_seen_why')), this.#said), this.#button);

  show(sync: SyncState | null): void {
    this.element.hidden = !sync || sync.fault !== null || ((sync.doubts?.length ?? 0) === 0 && !sync.renamed);
  }

  async #see(): Promise<void> {
    this.#button.disabled = true;
    try {
      await engine.seeDoubts();
      const sync = await readSync();
      if (sync) await writeSync({ ...sync, doubts: [], renamed: false });
      this.#said.hidden = true;
    } catch (thrown) {
      this.#said.textContent = complain(thrown);
      this.#said.hidden = false;
    }
    this.#button.disabled = false;
  }
}
