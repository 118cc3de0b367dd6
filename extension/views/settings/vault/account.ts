/** The account that this memory is synced with: how it stands, its devices, what is where, its passphrase, leaving it. */
import { sendMessage } from '../../../browser.js';
import { askToSend } from '../../../bridge/consent.js';
import type { VaultDevice, VaultState, VaultUsage } from '../../../bridge/engine.js';
import { onSettings, readSettings } from '../../../bridge/settings.js';
import { readSync, type SyncState } from '../../../bridge/sync-state.js';
import { el, fill } from '../../shared/dom.js';
import { engine } from '../../shared/engine.js';
import { plural, t } from '../../shared/i18n.js';
import { syncLine } from '../../shared/sync-line.js';
import { addressPart } from './address.js';
import { type AnewKind, anewKind, anewPart } from './anew.js';
import { CheckPart } from './check.js';
import { DevicesPart } from './devices.js';
import { LeavePart } from './leave.js';
import { NewRecoveryPart } from './new-recovery.js';
import { OfferPart } from './offer.js';
import { PassphrasePart, againForm } from './passphrase.js';
import { PicturesPart } from './pictures.js';
import { SeenPart } from './seen.js';
import { TextsPart } from './texts.js';
import { WherePart } from './where.js';

export class AccountPart {
  readonly #state = el('p', { id: 'vault-state', role: 'status' });
  readonly #now = el('button', { type: 'button', onclick: () => void this.#sync() }, t('settings_vault_sync'));
  readonly #again = el('div', {});
  readonly #anew = el('div', {});
  #anewFor: AnewKind | null = null;
  readonly #seen = new SeenPart();
  readonly #devices: DevicesPart;
  readonly #where = new WherePart();
  readonly #texts = new TextsPart();
  readonly #pictures = new PicturesPart();
  /** The end of the round after which devices and usage were asked for, and what the vault said. */
  #askedAt: number | null | undefined;
  #devicesKnown: VaultDevice[] | null = null;
  #usageKnown: VaultUsage | null = null;

  /** @param left is called when the account was left. */
  constructor(box: HTMLElement, private readonly vault: VaultState, left: () => void) {
    this.#devices = new DevicesPart(vault, () => void this.#ask());
    const stop = onSettings(() => { if (box.contains(this.#where.node)) void this.#draw(); else stop(); });
    fill(box,
      el('div', { class: 'setting' },
        el('div', {}, el('p', { class: 'big' }, vault.account), el('p', { class: 'quiet' }, t('settings_vault_where', new URL(vault.origin).host, vault.deviceName)), this.#state, el('p', {}, el('a', { href: '#where' }, t('settings_where')))),
        this.#now),
      // What the vault is asked for comes later and grows: it stands below what is chosen and clicked.
      this.#again, this.#seen.element, this.#anew, new OfferPart(vault, () => void this.#ask()).node, this.#texts.element, this.#pictures.element, new CheckPart(() => void this.#sync()).node, new PassphrasePart(vault).node, new NewRecoveryPart(vault).node, addressPart(vault, () => void this.#sync()), ...new LeavePart(vault, left).nodes, this.#devices.node, this.#where.node);
    void this.#texts.show();
  }

  async show({ unsaid }: VaultState): Promise<void> {
    const sync = await readSync();
    this.#now.disabled = sync?.running ?? false;
    this.#say(sync, unsaid);
    void this.#pictures.show(sync?.thumbsFull ?? false);
    this.#seen.show(sync);
    this.#offerAgain(sync?.fault?.kind === 'signIn');
    this.#offerAnew(anewKind(sync?.fault?.kind) ?? (sync?.doubts?.some(({ harm }) => harm === 'forged') ? 'distrust' : null));
    await this.#draw();
    const ended = sync?.lastAt ?? null;
    if (sync?.running || ended === this.#askedAt) return;
    this.#askedAt = ended;
    await this.#ask();
  }

  /** Which devices there are and what the vault keeps. What it does not say now is not known. */
  async #ask(): Promise<void> {
    const [devices, usage] = [engine.devices(), engine.usage()];
    await Promise.all([this.#devices.show(devices), devices.then((said) => { this.#devicesKnown = said; }, () => undefined), usage.then((said) => { this.#usageKnown = said; }, () => undefined)]);
    await this.#draw();
  }

  async #draw(): Promise<void> {
    // A memory that does not answer is told of at the head of the page.
    const [status, settings] = await Promise.all([engine.status().catch(() => null), readSettings()]);
    if (status) this.#where.show({ vault: this.vault, status, settings, devices: this.#devicesKnown, usage: this.#usageKnown });
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
