/** Leaving: signing this device out, or deleting the account for all of them. Each is asked twice. */
import { sendMessage, store, stored } from '../../../browser.js';
import { el, fill } from '../../shared/dom.js';
import { engine } from '../../shared/engine.js';
import { complain } from '../../shared/errors.js';
import { moment, plural, t } from '../../shared/i18n.js';

/** The ticket that takes a deletion back, as it is kept. */
const KEY = 'vaultDeleted';
interface Deleted { ticket: string; until: number }

export class LeavePart {
  readonly #leave = el('div', { class: 'setting' });
  readonly #delete = el('div', { class: 'setting' });
  readonly nodes = [this.#leave, this.#delete];

  /** @param left is called when the account was left. */
  constructor(private readonly left: () => void) {
    this.#offer(this.#leave, 'leave', () => this.#go());
    void stored('local', [KEY]).then(({ [KEY]: found }) => {
      const deleted = found as Deleted | null | undefined;
      if (deleted && deleted.until > Date.now()) this.#offerBack(deleted);
      else this.#offerDelete();
    });
  }

  #offerDelete(): void {
    this.#offer(this.#delete, 'delete', () => this.#end());
  }

  /** A heading with its why and a button, which asks once more. */
  #offer(box: HTMLElement, what: 'leave' | 'delete', act: () => Promise<void>): void {
    const yes = (): HTMLElement => el('button', { type: 'button', class: 'danger', onclick: () => void act().catch((thrown: unknown) => {
      fill(box, el('p', { class: 'wrong', role: 'alert' }, complain(thrown)));
    }) }, t(`settings_vault_${what}_do`));
    const ask = (): void => {
      const no = el('button', { type: 'button', onclick: () => this.#offer(box, what, act) }, t('settings_cancel'));
      fill(box, el('p', { role: 'status' }, t(`settings_vault_${what}_sure`)), el('div', { class: 'buttons' }, yes(), no));
      no.focus();
    };
    fill(box,
      el('div', {}, el('h3', {}, t(`settings_vault_${what}`)), el('p', { class: 'caption' }, t(`settings_vault_${what}_why`))),
      el('button', { type: 'button', onclick: ask }, t(`settings_vault_${what}_do`)));
  }

  async #go(): Promise<void> {
    await engine.leaveVault();
    await sendMessage({ kind: 'sync' }).catch(() => undefined);
    this.left();
  }

  /** What is in the vault alone comes back first; where not all of it does, a person says whether it may go. */
  async #end(): Promise<void> {
    fill(this.#delete, el('p', { role: 'status' }, t('settings_vault_delete_back')));
    const { left } = await engine.bringBack(true);
    if (left === 0) return this.#endNow();
    const no = el('button', { type: 'button', onclick: () => this.#offerDelete() }, t('settings_cancel'));
    fill(this.#delete, el('p', { class: 'wrong', role: 'alert' }, plural('settings_vault_delete_left', left)), el('div', { class: 'buttons' },
      el('button', { type: 'button', class: 'danger', onclick: () => void this.#endNow().catch((thrown: unknown) => {
        fill(this.#delete, el('p', { class: 'wrong', role: 'alert' }, complain(thrown)));
      }) }, t('settings_vault_delete_do')), no));
    no.focus();
  }

  async #endNow(): Promise<void> {
    const deleted = await engine.deleteAccount();
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
