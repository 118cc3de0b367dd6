/** A field that only some servers need: what their directory of users wants to be shown. It appears when the server says so. */
import { type DirectoryWish, proofOf } from '../../../bridge/directory.js';
import type { VaultPlace } from '../../../bridge/engine.js';
import { askToSend } from '../../../bridge/consent.js';
import { fault } from '../../../bridge/faults.js';
import { el, fill } from '../../shared/dom.js';
import { engine } from '../../shared/engine.js';
import { t } from '../../shared/i18n.js';
import { type PlaceFields, field } from './fields.js';
import { rememberServer } from './servers.js';

/** Where an account is, and what its server's directory wants to see: see bridge/directory.ts. */
export interface Shown { place: VaultPlace; proof: string | null }

export class DirectoryField {
  readonly node = el('div', { class: 'stack', hidden: true });
  readonly #input = el('input', { autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off', dir: 'ltr' });
  #origin = '';
  #wish: DirectoryWish | null = null;

  /** @param creates whether an account is made; otherwise a device logs in. */
  constructor(private readonly creates: boolean) {}

  /** The place that was typed, with what its server wants; null when the person is asked for something first. */
  async readFor(fields: PlaceFields): Promise<Shown | null> {
    const place = fields.read();
    if (!place) return null;
    if (!await this.mayAsk()) return null;
    const proof = await this.read(place.origin);
    return proof === undefined ? null : { place, proof };
  }

  /** Whether the person lets anything be sent. To be called in the click itself, before anything is awaited. */
  async mayAsk(): Promise<boolean> {
    if (await askToSend()) return true;
    fill(this.node, el('p', { class: 'wrong', role: 'alert' }, t('settings_vault_consent')));
    this.node.hidden = false;
    return false;
  }

  /** What to show to the server at `origin`; null when it wants nothing, undefined when the person is asked for it now. */
  async read(origin: string): Promise<string | null | undefined> {
    if (origin !== this.#origin) {
      this.#wish = await engine.directory(origin);
      await rememberServer(origin);
      this.#origin = origin;
      this.#input.value = '';
    }
    const wish = this.#wish;
    if (!wish || !(this.creates || wish.atLogin)) {
      this.#hide();
      return null;
    }
    if (wish.proof === 'other') throw fault('versions', 'the server wants a proof that is not known here');
    if (this.#input.value !== '') return proofOf(wish.proof, this.#input.value);
    this.#ask(wish.proof, wish.issuer ?? new URL(origin).host);
    return undefined;
  }

  #ask(proof: 'password' | 'idToken', who: string): void {
    this.#input.type = 'password';
    this.#input.required = true;
    const help = proof === 'password' ? t('settings_vault_directory_password_help', who) : t('settings_vault_directory_token_help', who);
    fill(this.node, field('vault-directory', t(`settings_vault_directory_${proof === 'password' ? 'password' : 'token'}`), this.#input, help));
    this.node.hidden = false;
    this.#input.focus();
  }

  /** What is not shown must not keep the form from being sent. */
  #hide(): void {
    this.#input.required = false;
    this.node.hidden = true;
  }
}
