/**
 * A question that few are asked: whether the address that a passphrase is bound to was one of this same server's. A server that lies about it
 * would learn what opens the account there, so a person says so, and nothing is sent before.
 */
import { el, fill } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';

export class FormerAddressField {
  readonly node = el('div', { class: 'stack', hidden: true });
  readonly #box = el('input', { type: 'checkbox', id: 'vault-former' });
  #asked = '';

  /** Whether the person has said yes to this address; asks now where not. */
  agreesTo(address: string): boolean {
    if (this.#asked === address && this.#box.checked) return true;
    this.#asked = address;
    this.#box.checked = false;
    this.#box.required = true;
    fill(this.node,
      el('p', { role: 'alert' }, t('settings_vault_former', address)),
      el('label', { class: 'check' }, this.#box, el('span', {}, t('settings_vault_former_yes', address))));
    this.node.hidden = false;
    this.#box.focus();
    return false;
  }
}
