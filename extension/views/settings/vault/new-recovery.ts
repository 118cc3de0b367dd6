/** Other recovery words, when the paper is lost or somebody has seen it: the passphrase and the words, then whether they were written down. */
import type { StretchedKeys, VaultState } from '../../../bridge/engine.js';
import { el, fill } from '../../shared/dom.js';
import { engine } from '../../shared/engine.js';
import { t } from '../../shared/i18n.js';
import { field, form, passphraseInput } from './fields.js';
import { FreshRecovery, type Recovery } from './fresh-recovery.js';
import { RecoveryWords } from './recovery-words.js';
import { typedKeys } from './stretched.js';

export class NewRecoveryPart {
  readonly #asked = el('div', { class: 'stack' });
  readonly node = el('div', { class: 'stack' },
    el('div', { class: 'setting' },
      el('div', {}, el('h3', {}, t('settings_vault_recovery')), el('p', { class: 'caption' }, t('settings_vault_paper_why'))),
      el('button', { type: 'button', onclick: () => this.#ask() }, t('settings_vault_paper_do'))),
    this.#asked);

  constructor(private readonly vault: VaultState) {}

  #ask(): void {
    const words = passphraseInput();
    const fresh = new FreshRecovery();
    fill(this.#asked, form(t('settings_vault_written'), [field('vault-paper', t('settings_vault_passphrase'), words), ...fresh.nodes], async (say) => {
      const recovery = fresh.read();
      this.#confirm(recovery, await typedKeys(this.vault, words.value, say));
    }));
    words.focus();
  }

  #confirm(recovery: Recovery, keys: StretchedKeys): void {
    const asked = new RecoveryWords(recovery.words);
    const again = el('button', { type: 'button', class: 'link', onclick: () => this.#ask() }, t('settings_vault_back'));
    const title = el('h3', { tabindex: -1 }, t('settings_vault_confirm'));
    fill(this.#asked, form(t('settings_vault_paper_yes'), [title, el('p', {}, t('settings_vault_confirm_why')), ...asked.nodes, again], async (say) => {
      if (!asked.right()) return;
      say(t('settings_vault_asking'));
      await engine.replaceRecovery(keys, recovery.key);
      fill(this.#asked, el('p', { class: 'good', role: 'status' }, t('settings_vault_paper_done')));
    }));
    title.focus();
  }
}
