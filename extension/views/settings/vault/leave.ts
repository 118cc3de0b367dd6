/** Leaving: signing this device out, which is asked twice, or deleting the account for all of them, which wants the passphrase. */
import { sendMessage, store, stored } from '../../../browser.js';
import type { StretchedKeys, VaultState } from '../../../bridge/engine.js';
import { el, fill } from '../../shared/dom.js';
import { engine } from '../../shared/engine.js';
import { complain } from '../../shared/errors.js';
import { moment, plural, t } from '../../shared/i18n.js';
import { field, form, passphraseInput } from './fields.js';
import { typedKeys } from './stretched.js';

/** The ticket that takes a deletion back, as it is kept. */
const KEY = 'vaultDeleted';
interface Deleted { ticket: string; until: number }

export class LeavePart {
  readonly #leave = el('div', { class: 'setting' });
  readonly #delete = el('div', { class: 'setting' });
  readonly nodes = [this.#leave, this.#delete];

  /** @param left is called when the account was left. */
  constructor(private readonly vault: VaultState, private readonly left: () => void) {
    this.#offerLeave();
    void stored('local', [KEY]).then(({ [KEY]: found }) => {
      const deleted = found as Deleted | null | undefined;
      if (deleted && deleted.until > Date.now()) this.#offerBack(deleted);
      else this.#offerDelete();
    });
  }

  #offerLeave(): void {
    offer(this.#leave, 'leave', () => {
      const no = el('button', { type: 'button', onclick: () => this.#offerLeave() }, t('settings_cancel'));
      fill(this.#leave, el('p', { role: 'status' }, t('settings_vault_leave_sure')), el('div', { class: 'buttons' }, danger('leave', this.#leave, () => this.#go()), no));
      no.focus();
    });
  }

  async #go(): Promise<void> {
    await engine.leaveVault();
    await sendMessage({ kind: 'sync' }).catch(() => undefined);
    this.left();
  }

  #offerDelete(): void {
    offer(this.#delete, 'delete', () => this.#askDelete());
  }

  /** A session is not enough: whoever has the device in hand for a minute does not know the passphrase. */
  #askDelete(): void {
    const words = passphraseInput();
    const no = el('button', { type: 'button', onclick: () => this.#offerDelete() }, t('settings_cancel'));
    fill(this.#delete, form(t('settings_vault_delete_do'), [
      el('h3', {}, t('settings_vault_delete')), el('p', {}, t('settings_vault_delete_sure')), field('vault-delete', t('settings_vault_passphrase'), words),
    ], async (say) => {
      const keys = await typedKeys(this.vault, words.value, say);
      say(t('settings_vault_delete_back'));
      const { left } = await engine.bringBack(true);
      if (left > 0) this.#askOnceMore(left, keys);
      else await this.#end(keys);
    }, no));
    words.focus();
  }

  /** Not all that is in the vault alone has come back: a person says whether it may go. */
  #askOnceMore(left: number, keys: StretchedKeys): void {
    const no = el('button', { type: 'button', onclick: () => this.#offerDelete() }, t('settings_cancel'));
    fill(this.#delete, el('p', { class: 'wrong', role: 'alert' }, plural('settings_vault_delete_left', left)),
      el('div', { class: 'buttons' }, danger('delete', this.#delete, () => this.#end(keys)), no));
    no.focus();
  }

  async #end(keys: StretchedKeys): Promise<void> {
    const deleted = await engine.deleteAccount(keys);
    await store('local', { [KEY]: deleted });
    this.#offerBack(deleted);
  }

  #offerBack({ ticket, until }: Deleted): void {
    const undo = async (): Promise<void> => {
      try {
        await engine.undoDelete(ticket);
        await store('local', { [KEY]: null });
        this.#offerDelete();
      } catch (thrown) {
        fill(this.#delete, el('p', { class: 'wrong', role: 'alert' }, complain(thrown)));
      }
    };
    fill(this.#delete, el('p', { role: 'status' }, t('settings_vault_deleted', moment(until))),
      el('button', { type: 'button', onclick: () => void undo() }, t('shared_undo')));
  }
}

type Leaving = 'leave' | 'delete';

/** A heading with its why and a button, which asks. */
function offer(box: HTMLElement, what: Leaving, ask: () => void): void {
  fill(box,
    el('div', {}, el('h3', {}, t(`settings_vault_${what}`)), el('p', { class: 'caption' }, t(`settings_vault_${what}_why`))),
    el('button', { type: 'button', onclick: ask }, t(`settings_vault_${what}_do`)));
}

/** The button that does it. */
const danger = (what: Leaving, box: HTMLElement, act: () => Promise<void>): HTMLElement =>
  el('button', { type: 'button', class: 'danger', onclick: () => void act().catch((thrown: unknown) => {
    fill(box, el('p', { class: 'wrong', role: 'alert' }, complain(thrown)));
  }) }, t(`settings_vault_${what}_do`));
