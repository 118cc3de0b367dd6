/** Fields that the vault's forms have in common, and how a form is sent. */
import type { VaultPlace } from '../../../bridge/engine.js';
import { serverOrigin } from '../../../bridge/server-origin.js';
import { el, fill } from '../../shared/dom.js';
import { complain } from '../../shared/errors.js';
import { t } from '../../shared/i18n.js';
import { deviceName } from './device-name.js';
import { shortAddress } from './pairing-code.js';
import { recentServers } from './servers.js';
import { Told } from './told.js';

/** A labelled input with a line of help below it. */
export function field(id: string, label: string, input: HTMLInputElement | HTMLTextAreaElement, help?: string): HTMLElement {
  input.id = id;
  const caption = help === undefined ? null : el('p', { id: `${id}-help`, class: 'caption' }, help);
  if (caption) input.setAttribute('aria-describedby', caption.id);
  return el('div', { class: 'field' }, el('label', { for: id, class: 'name' }, label), input, caption);
}

/** For a passphrase that there is already. */
export const passphraseInput = (): HTMLInputElement =>
  el('input', { type: 'password', required: true, autocomplete: 'current-password', spellcheck: 'false', autocapitalize: 'off' });

/** The address of a server. The one that was used last stands in it, the others of late are completed. */
export class ServerInput {
  readonly #input = el('input', { type: 'text', inputmode: 'url', required: true, spellcheck: 'false', autocapitalize: 'off', dir: 'ltr', placeholder: 'vault.example.org' });
  readonly node: HTMLElement;

  /** @param isNew whether another address is wanted than the one that was used last. */
  constructor(id: string, isNew = false) {
    this.node = field(id, t('settings_vault_server'), this.#input, t('settings_vault_server_help'));
    void recentServers().then((servers) => this.#suggest(servers.map(shortAddress), isNew));
  }

  #suggest(servers: string[], isNew: boolean): void {
    if (!isNew) this.#input.value ||= servers[0] ?? '';
    if (servers.length < 2) return;
    const list = el('datalist', { id: `${this.#input.id}-list` }, ...servers.map((value) => el('option', { value })));
    this.#input.setAttribute('list', list.id);
    this.node.append(list);
  }

  /** What is not shown must not keep the form from being sent. */
  show(wanted: boolean): void {
    this.#input.required = wanted;
    this.node.hidden = !wanted;
  }

  /** What was typed; null when it is no address, which is said at the field. */
  read(): string | null {
    const origin = serverOrigin(this.#input.value);
    this.#input.setCustomValidity(origin === null ? t('settings_vault_server_wrong') : '');
    this.#input.addEventListener('input', () => this.#input.setCustomValidity(''), { once: true });
    if (origin === null) this.#input.reportValidity();
    return origin;
  }
}

/** Where the account is and how this device is called. */
export class PlaceFields {
  readonly server = new ServerInput('vault-server');
  readonly #account = el('input', { type: 'text', required: true, spellcheck: 'false', autocapitalize: 'off', autocomplete: 'username', maxlength: 64 });
  readonly #device = el('input', { type: 'text', required: true, maxlength: 64, value: deviceName(navigator.userAgent) });
  readonly nodes: HTMLElement[];

  /** @param named whether the account's name is asked for. */
  constructor(named = true) {
    this.nodes = [
      this.server.node,
      ...(named ? [field('vault-account', t('settings_vault_account'), this.#account)] : []),
      field('vault-device', t('settings_vault_device'), this.#device, t('settings_vault_device_help')),
    ];
  }

  /** What was typed; null when the server's address is none, which is said at the field. */
  read(): VaultPlace | null {
    const origin = this.server.read();
    return origin === null ? null : this.at(origin);
  }

  /** The same at an address that is known. */
  at(origin: string): VaultPlace {
    return { origin, account: this.#account.value.trim(), deviceName: this.#device.value.trim() };
  }
}

/** A form whose button waits for the work, and which says what went wrong. With `back` it takes something away: that button stands beside. */
export function form(button: string, nodes: HTMLElement[], work: (say: (words: string) => void) => Promise<void>, back?: HTMLElement): HTMLFormElement {
  const state = el('p', { role: 'status' });
  const send = el('button', { type: 'submit', class: back ? 'danger' : 'primary' }, button);
  const say = (words: string): void => { state.className = 'quiet'; state.textContent = words; };
  const made = el('form', { class: 'stack', autocomplete: 'on' }, ...nodes, el('div', { class: 'buttons' }, send, back), state);
  made.addEventListener('submit', (event) => {
    event.preventDefault();
    if (send.disabled) return;
    send.disabled = true;
    fill(state);
    work(say).catch((thrown: unknown) => {
      state.className = 'wrong';
      state.textContent = thrown instanceof Told ? thrown.message : complain(thrown);
    }).finally(() => { send.disabled = false; });
  });
  return made;
}
