/** The account that this memory is synced with: how it stands, and leaving it. */
import { sendMessage } from '../../../browser.js';
import type { VaultState } from '../../../bridge/engine.js';
import { readSync, type SyncState } from '../../../bridge/sync-state.js';
import { el, fill } from '../../shared/dom.js';
import { engine } from '../../shared/engine.js';
import { complain } from '../../shared/errors.js';
import { plural, t } from '../../shared/i18n.js';
import { syncLine } from '../../shared/sync-line.js';
import { TextsPart } from './texts.js';

export class AccountPart {
  readonly #who = el('p', { class: 'big' });
  readonly #where = el('p', { class: 'quiet' });
  readonly #state = el('p', { id: 'vault-state', role: 'status' });
  readonly #now = el('button', { type: 'button', onclick: () => void this.#sync() }, t('settings_vault_sync'));
  readonly #texts = new TextsPart();
  readonly #leave = el('div', { class: 'setting' });

  /** @param left is called when the account was left. */
  constructor(box: HTMLElement, private readonly left: () => void) {
    fill(box,
      el('div', { class: 'setting' }, el('div', {}, this.#who, this.#where, this.#state), this.#now),
      this.#texts.element, this.#leave);
    void this.#texts.show();
    this.#offerLeave();
  }

  async show(vault: VaultState): Promise<void> {
    const sync = await readSync();
    this.#who.textContent = vault.account;
    this.#where.textContent = t('settings_vault_where', new URL(vault.origin).host, vault.deviceName);
    this.#now.disabled = sync?.running ?? false;
    this.#say(sync, vault.unsaid);
  }

  #say(sync: SyncState | null, unsaid: number): void {
    const said = syncLine(sync);
    this.#state.className = said.wrong ? 'wrong' : 'quiet';
    fill(this.#state, said.line, unsaid > 0 && ` ${plural('settings_vault_unsaid', unsaid)}`);
  }

  async #sync(): Promise<void> {
    this.#now.disabled = true;
    await sendMessage({ kind: 'sync' }).catch(() => undefined);
    this.#now.disabled = false;
  }

  #offerLeave(): void {
    fill(this.#leave,
      el('div', {}, el('h3', {}, t('settings_vault_leave')), el('p', { class: 'caption' }, t('settings_vault_leave_why'))),
      el('button', { type: 'button', onclick: () => this.#ask() }, t('settings_vault_leave_do')));
  }

  #ask(): void {
    const no = el('button', { type: 'button', onclick: () => this.#offerLeave() }, t('settings_cancel'));
    fill(this.#leave, el('p', { role: 'status' }, t('settings_vault_leave_sure')),
      el('div', { class: 'buttons' }, el('button', { type: 'button', class: 'danger', onclick: () => void this.#go() }, t('settings_vault_leave_do')), no));
    no.focus();
  }

  async #go(): Promise<void> {
    try {
      await engine.leaveVault();
      await sendMessage({ kind: 'sync' }).catch(() => undefined);
      this.left();
    } catch (thrown) {
      fill(this.#leave, el('p', { class: 'wrong', role: 'alert' }, complain(thrown)));
    }
  }
}
