/** The address of the account's server, and how this device is told that it has another one. */
import type { VaultState } from '../../../bridge/engine.js';
import { el, fill } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { ServerInput } from './fields.js';
import { againForm } from './passphrase.js';

/** @param moved is called when the server was found at the new address. */
export function addressPart(vault: VaultState, moved: () => void): HTMLElement {
  const asked = el('div', { class: 'stack' });
  const ask = (): void => {
    fill(asked, againForm(vault, moved, new ServerInput('vault-address', true)));
    asked.querySelector('input')?.focus();
  };
  return el('div', { class: 'stack' },
    el('div', { class: 'setting' },
      el('div', {}, el('h3', {}, t('settings_vault_address')), el('p', { class: 'caption' }, t('settings_vault_address_why', vault.origin))),
      el('button', { id: 'vault-address-change', type: 'button', onclick: ask }, t('settings_vault_address_do'))),
    asked);
}
