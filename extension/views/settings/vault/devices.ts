/** The account's devices: which there are, when each was heard of, taking one out. */
import type { VaultDevice, VaultState } from '../../../bridge/engine.js';
import { el, fill } from '../../shared/dom.js';
import { engine } from '../../shared/engine.js';
import { complain } from '../../shared/errors.js';
import { moment, t } from '../../shared/i18n.js';
import { field, form, passphraseInput } from './fields.js';
import { renewal } from './stretched.js';

export class DevicesPart {
  readonly #list = el('ul', { class: 'devices' });
  readonly #asked = el('div', { class: 'stack' });
  readonly node = el('div', { class: 'stack' },
    el('h3', {}, t('settings_vault_devices')), this.#list, this.#asked);

  /** @param changed is called when one was taken out. */
  constructor(private readonly vault: VaultState, private readonly changed: () => void) {}

  /** @param asked what the vault says, or will say. */
  async show(asked: Promise<VaultDevice[]>): Promise<void> {
    try {
      fill(this.#list, ...(await asked).map((device) => this.#item(device)));
    } catch (thrown) {
      fill(this.#list, el('li', { class: 'quiet' }, complain(thrown)));
    }
  }

  #item(device: VaultDevice): HTMLElement {
    const name = device.name || t('settings_vault_device_unknown');
    const state = device.revoked !== null ? t('settings_vault_device_revoked', moment(device.revoked))
      : device.this ? t('settings_vault_device_this')
        : device.lastSeen !== null ? t('settings_vault_device_seen', moment(device.lastSeen)) : t('settings_vault_device_out');
    return el('li', { class: 'setting' },
      el('div', {}, el('span', { dir: 'auto' }, name), el('span', { class: 'caption' }, state),
        device.keepsLog && el('span', { class: 'caption' }, t('settings_vault_device_keeps'))),
      device.revoked === null && !device.this && device.name !== '' && el('div', { class: 'buttons' },
        el('button', { type: 'button', 'aria-label': t('settings_vault_remove_name', name), onclick: () => this.#askRemove(device) }, t('settings_vault_remove')),
        el('button', { type: 'button', 'aria-label': t('settings_vault_revoke_name', name), onclick: () => this.#askRevoke(device) }, t('settings_vault_revoke'))));
  }

  /** Nobody has it any more: nothing is to be kept from it. */
  #askRemove(device: VaultDevice): void {
    const sure = form(t('settings_vault_remove'), [el('p', { role: 'status' }, t('settings_vault_remove_sure', device.name))], async () => {
      await engine.removeDevice(device.id);
      fill(this.#asked, el('p', { class: 'good', role: 'status' }, t('settings_vault_remove_done', device.name)));
      this.changed();
    });
    fill(this.#asked, sure);
    sure.querySelector('button')?.focus();
  }

  /** The keys are made anew, so the passphrase is needed. */
  #askRevoke(device: VaultDevice): void {
    const words = passphraseInput();
    const sure = form(t('settings_vault_revoke'), [
      el('p', {}, t('settings_vault_revoke_sure', device.name)), field('vault-passphrase', t('settings_vault_passphrase'), words),
    ], async (say) => {
      await engine.revokeDevice(device.id, await renewal(this.vault, words.value, words.value, say));
      fill(this.#asked, el('p', { class: 'good', role: 'status' }, t('settings_vault_revoke_done', device.name)));
      this.changed();
    });
    fill(this.#asked, sure);
    words.focus();
  }
}
