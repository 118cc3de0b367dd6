/** The account that this memory is synced with: how it stands, its devices, what it keeps, its passphrase, leaving it. */
import { sendMessage } from '../../../browser.js';
import { askToSend } from '../../../bridge/consent.js';
import type { VaultState } from '../../../bridge/engine.js';
import { readSync, type SyncState } from '../../../bridge/sync-state.js';
import { el, fill } from '../../shared/dom.js';
import { plural, t } from '../../shared/i18n.js';
import { syncLine } from '../../shared/sync-line.js';
import { addressPart } from './address.js';
import { type AnewKind, anewKind, anewPart } from './anew.js';
import { CheckPart } from './check.js';
import { DevicesPart } from './devices.js';
import { LeavePart } from './leave.js';
import { NewRecoveryPart } from './new-recovery.js';
import { PassphrasePart, againForm } from './passphrase.js';
import { PicturesPart } from './pictures.js';
import { TextsPart } from './texts.js';
import { UsagePart } from './usage.js';

export class AccountPart {
  readonly #state = el('p', { id: 'vault-state', role: 'status' });
  readonly #now = el('button', { type: 'button', onclick: () => void this.#sync() }, t('settings_vault_sync'));
  readonly #again = el('div', {});
  readonly #anew = el('div', {});
  #anewFor: AnewKind | null = null;
  readonly #devices: DevicesPart;
  readonly #usage = new UsagePart();
  readonly #texts = new TextsPart();
  readonly #pictures = new PicturesPart();
  /** The end of the round after which devices and usage were asked for. */
  #askedAt: number | null | undefined;

  /** @param left is called when the account was left. */
  constructor(box: HTMLElement, private readonly vault: VaultState, left: () => void) {
    this.#devices = new DevicesPart(vault);
    fill(box,
      el('div', { class: 'setting' },
        el('div', {}, el('p', { class: 'big' }, vault.account), el('p', { class: 'quiet' }, t('settings_vault_where', new URL(vault.origin).host, vault.deviceName)), this.#state),
        this.#now),
      // What the vault is asked for comes later and grows: it stands below what is chosen and clicked.
      this.#again, this.#anew, this.#texts.element, this.#pictures.element, new CheckPart(() => void this.#sync()).node, new PassphrasePart(vault).node, new NewRecoveryPart(vault).node, addressPart(vault, () => void this.#sync()), ...new LeavePart(vault, left).nodes, this.#devices.node, this.#usage.node);
    void this.#texts.show();
  }

  async show({ unsaid }: VaultState): Promise<void> {
    const sync = await readSync();
    this.#now.disabled = sync?.running ?? false;
    this.#say(sync, unsaid);
    void this.#pictures.show(sync?.thumbsFull ?? false);
    this.#offerAgain(sync?.fault?.kind === 'signIn');
    this.#offerAnew(anewKind(sync?.fault?.kind) ?? (sync?.doubts?.some(({ harm }) => harm === 'forged') ? 'distrust' : null));
    const ended = sync?.lastAt ?? null;
    if (sync?.running || ended === this.#askedAt) return;
    this.#askedAt = ended;
    await Promise.all([this.#devices.show(), this.#usage.show()]);
  }

  #say(sync: SyncState | null, unsaid: number): void {
    const said = syncLine(sync);
    this.#state.className = said.wrong ? 'wrong' : 'quiet';
    fill(this.#state, said.line, unsaid > 0 && ` ${plural('settings_vault_unsaid', unsaid)}`);
  }

  /** Where the server asks for it, signing in again stands right here; what is being typed stays. */
  #offerAgain(wanted: boolean): void {
    if (wanted === (this.#again.firstChild !== null)) return;
    fill(this.#again, wanted && againForm(this.vault, () => void this.#sync()));
  }

  /** Where the vault is not what it was, going on with it. It stays while a round runs: that may end as the one before. */
  #offerAnew(kind: AnewKind | null): void {
    if (kind === this.#anewFor) return;
    this.#anewFor = kind;
    fill(this.#anew, kind && anewPart(kind, () => void this.#sync()));
  }

  async #sync(): Promise<void> {
    this.#now.disabled = true;
    // By a click it can be allowed again; without one nobody is asked.
    await askToSend().catch(() => false);
    await sendMessage({ kind: 'sync' }).catch(() => undefined);
    this.#now.disabled = false;
  }
}
