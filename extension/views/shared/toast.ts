/** One line at the bottom that says what was done and offers to take it back. */
import { el, fill } from './dom.js';
import { t } from './i18n.js';

export interface ToastAction { label: string; act: () => void }
export interface ToastOptions {
  actions?: ToastAction[];
  /** How long it stays without being touched. */
  ms?: number;
  /** The time ran out, or the toast was closed or replaced without an action. */
  gone?: () => void;
}

/** The toast of a page: one at a time; its clock stands while it is hovered, focused or the tab is hidden. */
export class Toast {
  readonly #words = el('span', { role: 'status' });
  readonly #buttons = el('span', { class: 'toast-actions' });
  readonly #box = el('div', { class: 'toast', hidden: true }, this.#words, this.#buttons);
  #left = 0;
  #tick: ReturnType<typeof setInterval> | null = null;
  #gone: (() => void) | undefined;
  /** Where the focus came from. */
  #before: HTMLElement | null = null;

  constructor(parent: Element = document.body) {
    parent.append(this.#box);
    this.#box.addEventListener('focusin', ({ relatedTarget }) => { if (relatedTarget instanceof HTMLElement && !this.#box.contains(relatedTarget)) this.#before = relatedTarget; });
  }

  get element(): HTMLElement {
    return this.#box;
  }

  show(words: string, { actions = [], ms = 10_000, gone }: ToastOptions = {}): void {
    this.close();
    this.#gone = gone;
    this.#left = ms;
    fill(this.#buttons, ...actions.map(({ label, act }) => el('button', {
      type: 'button', class: 'link', onclick: () => { this.#gone = undefined; this.close(); act(); },
    }, label)), this.#closer());
    this.#box.hidden = false;
    // A live region speaks when its text changes after it is shown.
    this.#words.textContent = words;
    this.#tick = setInterval(() => this.#second(), 500);
  }

  close(): void {
    if (this.#tick !== null) clearInterval(this.#tick);
    this.#tick = null;
    const held = this.#box.contains(document.activeElement);
    this.#box.hidden = true;
    if (held && this.#before?.isConnected) this.#before.focus({ preventScroll: true });
    this.#words.textContent = '';
    const gone = this.#gone;
    this.#gone = undefined;
    gone?.();
  }

  #closer(): HTMLButtonElement {
    return el('button', { type: 'button', class: 'icon plain', 'aria-label': t('shared_close'), onclick: () => this.close() }, '×');
  }

  #second(): void {
    if (document.hidden || this.#box.matches(':hover, :focus-within')) return;
    this.#left -= 500;
    if (this.#left <= 0) this.close();
  }
}
