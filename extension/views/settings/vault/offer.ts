/** Letting another device in: one code, as text and as a picture, for ten minutes. It is on the screen until it was used, is over, or is put away. */
import type { VaultDevice, VaultState } from '../../../bridge/engine.js';
import { askKeys } from '../../../bridge/keys.js';
import { el, fill } from '../../shared/dom.js';
import { engine } from '../../shared/engine.js';
import { complain } from '../../shared/errors.js';
import { t } from '../../shared/i18n.js';
import { pairingCode, shortAddress } from './pairing-code.js';
import { qrPicture } from './qr-picture.js';

/** How long a server keeps what is handed over (ms): docs/protocol.md. Counted by this clock from the asking on, for the server's may be another. */
const LIFE = 600_000;
/** How often it is looked whether somebody came, in ticks of a second. */
const LOOK = 5;

export class OfferPart {
  readonly #start = el('button', { type: 'button', onclick: () => void this.#show() }, t('settings_vault_offer'));
  readonly #sheet = el('div', { class: 'stack' });
  readonly node = el('div', { class: 'stack', id: 'vault-offer' },
    el('div', { class: 'setting' },
      el('div', {}, el('h3', {}, t('settings_vault_offer_title')), el('p', { class: 'caption' }, t('settings_vault_offer_why'))), this.#start),
    this.#sheet);
  readonly #left = el('p', { class: 'number' });
  #clock: ReturnType<typeof setInterval> | undefined;

  /** @param joined is called when another device has come in. */
  constructor(private readonly vault: VaultState, private readonly joined: () => void) {}

  async #show(): Promise<void> {
    this.#start.disabled = true;
    try {
      const before = new Set((await engine.devices()).map(({ id }) => id));
      const { code, words } = await askKeys('freshCode', {});
      const until = Date.now() + LIFE;
      await engine.offerPairing(code);
      await this.#lay(pairingCode(this.vault.origin, words), words);
      this.#begin(until, before);
    } catch (thrown) {
      this.#end();
      fill(this.#sheet, el('p', { class: 'wrong', role: 'alert' }, complain(thrown)));
    }
    this.#start.disabled = false;
  }

  async #lay(code: string, words: string): Promise<void> {
    const address = shortAddress(this.vault.origin);
    const picture = qrPicture(await askKeys('qrOf', { text: code }), t('settings_vault_offer_qr'));
    const copy = el('button', { type: 'button', class: 'primary', onclick: () => void copied(copy, code) }, t('settings_vault_copy'));
    const heading = el('h4', { tabindex: -1 }, t('settings_vault_offer_how'));
    fill(this.#sheet, el('div', { class: 'offer' },
      picture,
      el('div', { class: 'stack' },
        heading,
        el('ol', { class: 'steps' }, el('li', {}, t('settings_vault_offer_there')), el('li', {}, t('settings_vault_offer_give'))),
        el('output', { class: 'secret grouped', dir: 'ltr' }, ...grouped(code, words)),
        el('div', { class: 'buttons' }, copy, el('button', { type: 'button', onclick: () => this.#close() }, t('shared_close'))),
        this.#left,
        el('p', { class: 'caption' }, t('settings_vault_offer_alone')),
        el('details', {}, el('summary', {}, t('settings_vault_offer_command')), el('p', {}, t('settings_vault_offer_command_how')), el('code', { dir: 'ltr' }, `webmynd login ${address} --pair`)))));
    heading.focus({ preventScroll: true });
    // All of it, for whoever takes a picture of the screen.
    this.#sheet.scrollIntoView({ block: 'nearest' });
  }

  #begin(until: number, before: Set<string>): void {
    clearInterval(this.#clock);
    let ticks = 0;
    const tick = (): void => {
      const left = until - Date.now();
      if (!this.node.isConnected) this.#end();
      else if (left <= 0) this.#over();
      else {
        this.#left.textContent = t('settings_vault_offer_left', clock(left));
        if (++ticks % LOOK === 0 && !document.hidden) void this.#look(before);
      }
    };
    tick();
    this.#clock = setInterval(tick, 1_000);
  }

  /** Whether there is a device that was not there before. */
  async #look(before: Set<string>): Promise<void> {
    const come = (await engine.devices().catch((): VaultDevice[] => [])).find(({ id }) => !before.has(id));
    if (!come || this.#clock === undefined) return;
    this.#end();
    fill(this.#sheet, el('p', { class: 'good', role: 'status' }, t('settings_vault_offer_joined', come.name || t('settings_vault_device_unknown'))));
    this.#start.focus();
    this.joined();
  }

  #over(): void {
    this.#end();
    fill(this.#sheet, el('p', { class: 'quiet', role: 'status' }, t('settings_vault_offer_over')));
  }

  #close(): void {
    this.#end();
    fill(this.#sheet);
    this.#start.focus();
  }

  #end(): void {
    clearInterval(this.#clock);
    this.#clock = undefined;
  }
}

/** What is copied as one line is read in parts: where it leads, and the words by four. */
function grouped(code: string, words: string): (HTMLElement | string)[] {
  const all = words.split(' ');
  const lines = [code.slice(0, -words.length - 1), ...[0, 4, 8].map((from) => all.slice(from, from + 4).join(' '))];
  return lines.flatMap((line) => [el('span', {}, line), ' ']);
}

/** "9:05". */
function clock(left: number): string {
  const seconds = Math.ceil(left / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

async function copied(button: HTMLElement, code: string): Promise<void> {
  await navigator.clipboard.writeText(code);
  button.textContent = t('settings_vault_copied');
}
