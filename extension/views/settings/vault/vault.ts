/** The vault: without an account the ways in, with one how it stands and what can be done. */
import type { VaultState } from '../../../bridge/engine.js';
import { onSync } from '../../../bridge/sync-state.js';
import { el, fill, need } from '../../shared/dom.js';
import { engine } from '../../shared/engine.js';
import { complain } from '../../shared/errors.js';
import { t } from '../../shared/i18n.js';
import { AccountPart } from './account.js';
import { createForm } from './create.js';
import { joinForm, recoverForm } from './join.js';
import { pairForm } from './pair.js';

/** The ways in, each with its form. */
const WAYS: [string, (done: () => void) => HTMLElement][] = [
  ['settings_vault_create', createForm], ['settings_vault_join', joinForm], ['settings_vault_pair', pairForm], ['settings_vault_recover', recoverForm],
];

export class VaultPart {
  readonly #box = need('#vault-box', HTMLElement);
  /** The account that is shown; undefined before it is known. */
  #shown: string | null | undefined;
  #account: AccountPart | null = null;

  constructor() {
    onSync(() => void this.refresh());
  }

  /** Shows what is true now; forms that are being filled in stay. */
  async refresh(): Promise<void> {
    try {
      this.#show(await engine.vault());
    } catch (thrown) {
      this.#shown = undefined;
      fill(this.#box, el('p', { class: 'wrong', role: 'alert' }, complain(thrown)));
    }
  }

  #show(vault: VaultState | null): void {
    const name = vault && `${vault.account} ${vault.origin} ${vault.device}`;
    if (name !== this.#shown) {
      this.#shown = name;
      this.#account = vault ? new AccountPart(this.#box, vault, () => void this.refresh()) : null;
      if (!vault) this.#choose();
    }
    if (vault) void this.#account?.show(vault);
  }

  /** The ways in: one at a time is open. */
  #choose(): void {
    const form = el('div', { id: 'vault-form' });
    const buttons = WAYS.map(([label]) => el('button', { type: 'button', 'aria-expanded': 'false', 'aria-controls': 'vault-form' }, t(label)));
    const open = (chosen: number): void => {
      buttons.forEach((button, at) => button.setAttribute('aria-expanded', String(at === chosen)));
      fill(form, WAYS[chosen]?.[1](() => void this.refresh()));
      form.querySelector<HTMLElement>('input, textarea')?.focus();
    };
    buttons.forEach((button, at) => button.addEventListener('click', () => open(at)));
    fill(this.#box,
      el('p', {}, t('settings_vault_what')),
      el('p', { class: 'quiet' }, t('settings_vault_sees')),
      el('div', { class: 'buttons' }, ...buttons), form);
    // Who was led here with another device's code in hand.
    if (location.hash === '#vault-code') open(WAYS.findIndex(([, way]) => way === pairForm));
  }
}
