/** A passphrase that is chosen: words that are made, or one's own when it cannot be guessed. */
import { fault } from '../../../bridge/faults.js';
import { askKeys } from '../../../bridge/keys.js';
import { el } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { field } from './fields.js';

export class NewPassphrase {
  readonly #shown = el('output', { class: 'secret', dir: 'ltr' });
  readonly #own = el('input', { type: 'password', autocomplete: 'new-password', spellcheck: 'false', autocapitalize: 'off' });
  readonly #copy = el('button', { type: 'button', onclick: () => void this.#copied() }, t('settings_vault_copy'));
  readonly nodes = [
    el('h3', {}, t('settings_vault_passphrase')), el('p', {}, t('settings_vault_passphrase_why')),
    el('div', { class: 'asked' }, this.#shown, this.#copy),
    el('details', {}, el('summary', {}, t('settings_vault_own')), field('vault-own', t('settings_vault_own_name'), this.#own, t('settings_vault_own_help'))),
  ];

  constructor() {
    void askKeys('passphrase', {}).then((words) => { this.#shown.value = words; });
  }

  /** The passphrase; null when one's own can be guessed, which is said at its field. */
  async read(account: string): Promise<string | null> {
    const own = this.#own.value;
    if (own === '' && this.#shown.value === '') throw fault('retry', 'the words are not there yet');
    if (own === '' || await askKeys('strongEnough', { passphrase: own, account })) return own || this.#shown.value;
    this.#own.setCustomValidity(t('settings_vault_own_weak'));
    this.#own.addEventListener('input', () => this.#own.setCustomValidity(''), { once: true });
    this.#own.reportValidity();
    return null;
  }

  async #copied(): Promise<void> {
    await navigator.clipboard.writeText(this.#shown.value);
    this.#copy.textContent = t('settings_vault_copied');
  }
}
