/**
 * The list under a search field: what may stand at the caret, by the engine's word. A combobox as screen readers know it: the focus stays in the
 * field, which says which option is meant. None is chosen by itself, so that Enter searches for what was typed.
 */
import type { Completion, CompletionKind, Engine } from '../../bridge/engine.js';
import { el, fill, set } from './dom.js';
import { language, plural, t } from './i18n.js';
import { forgetSearches, recentSearches } from './recent-searches.js';

/** What the engine offers; in an empty field the searches before, and to forget them. */
type Offer = Omit<Completion, 'kind'> & { kind: CompletionKind | 'search' | 'forget' };
/** What the list that is shown was made for: it is of no use to another text. */
interface Shown { q: string; caret: number; all: Offer[] }

export class Completer {
  readonly element: HTMLUListElement;
  #shown: Shown | null = null;
  /** The option that keys have chosen; -1: none. */
  #chosen = -1;
  /** Text and caret that were asked about last. */
  #asked = '';
  /** Counts up with each question and each closing: an answer to an older one is dropped. */
  #ticket = 0;

  /** Hears the field before all others: a search waits for nothing, and a key that the list takes goes no further. */
  constructor(readonly input: HTMLInputElement, readonly engine: Pick<Engine, 'complete'>) {
    const id = `${input.id || 'search'}-completions`;
    this.element = el('ul', { id, class: 'completions', role: 'listbox', 'aria-label': t('shared_completions'), hidden: true });
    for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-controls': id, 'aria-expanded': 'false' })) set(input, name, value);
    input.addEventListener('input', () => void this.#ask());
    // The caret moves by keys and by the mouse, without a word of it.
    for (const kind of ['keyup', 'click'] as const) input.addEventListener(kind, () => { if (this.#asked !== '' && this.#asked !== this.#now) void this.#ask(); });
    input.addEventListener('keydown', (event) => this.#key(event));
    input.addEventListener('blur', () => this.close());
    // By a click, or a key that leads here: a field that has the focus from the beginning offers nothing by itself.
    input.addEventListener('click', () => { if (input.value === '' && this.#shown === null) void this.#ask(); });
    // The field keeps the focus.
    this.element.addEventListener('pointerdown', (event) => event.preventDefault());
    this.element.addEventListener('mousedown', (event) => event.preventDefault());
    this.element.addEventListener('click', (event) => {
      const option = event.target instanceof Element ? event.target.closest('[role="option"]') : null;
      if (option) this.#take([...this.element.children].indexOf(option));
    });
  }

  /** Offers the searches before, in a field that is empty. */
  offer(): void {
    if (this.input.value === '') void this.#ask();
  }

  close(): void {
    this.#ticket++;
    this.#shown = null;
    this.#chosen = -1;
    this.element.hidden = true;
    fill(this.element);
    set(this.input, 'aria-expanded', 'false');
    set(this.input, 'aria-activedescendant', null);
  }

  get #now(): string {
    return `${this.input.selectionStart} ${this.input.selectionEnd} ${this.input.value}`;
  }

  async #ask(): Promise<void> {
    const { value: q, selectionStart: caret, selectionEnd } = this.input;
    this.#asked = this.#now;
    if (q === '' && caret === 0) return this.#offer({ q, caret, all: searchesBefore() });
    if (q.trim() === '' || caret === null || caret !== selectionEnd) return this.close();
    const ticket = ++this.#ticket;
    const now = Date.now();
    // Without an answer nothing is offered: the search itself says what is wrong.
    const all = await this.engine.complete({ q, caret, lang: language, now, offsetMin: -new Date(now).getTimezoneOffset() }).catch(() => []);
    if (ticket === this.#ticket) this.#offer({ q, caret, all });
  }

  #offer(shown: Shown): void {
    if (shown.all.length === 0) return this.close();
    this.#shown = shown;
    fill(this.element, ...shown.all.map((one, at) => this.#option(one, at)));
    this.element.hidden = false;
    set(this.input, 'aria-expanded', 'true');
    this.#choose(-1);
  }

  #option(one: Offer, at: number): HTMLElement {
    const direction = one.kind === 'filter' || one.kind === 'site' ? 'ltr' : 'auto';
    const beside = note(one);
    return el('li', { id: `${this.element.id}-${at}`, role: 'option', 'aria-selected': 'false', class: one.kind === 'forget' ? 'quiet' : null },
      el('bdi', { class: 'completion', dir: direction }, one.shown), beside !== '' && ' ', beside !== '' && el('span', { class: 'quiet number' }, beside));
  }

  #choose(at: number): void {
    this.#chosen = at;
    for (const [i, option] of [...this.element.children].entries()) {
      set(option, 'aria-selected', i === at ? 'true' : 'false');
      if (i === at) option.scrollIntoView({ block: 'nearest' });
    }
    set(this.input, 'aria-activedescendant', at < 0 ? null : `${this.element.id}-${at}`);
  }

  #key(event: KeyboardEvent): void {
    const { key, isComposing, shiftKey, ctrlKey, metaKey, altKey } = event;
    if (this.#shown === null || isComposing || ctrlKey || metaKey || altKey) return;
    const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      // Round through the field itself, where none is chosen.
      const stops = this.#shown.all.length + 1;
      this.#choose((this.#chosen + 1 + step + stops) % stops - 1);
    } else if (key === 'Escape') this.close();
    // Who goes past an empty field wants none of the searches before.
    else if (key === 'Tab' && !shiftKey && this.#isCurrent && (this.#chosen >= 0 || this.input.value !== '')) this.#take(Math.max(0, this.#chosen));
    else if (key === 'Enter' && this.#chosen >= 0 && this.#isCurrent) this.#take(this.#chosen);
    else {
      if (key === 'Enter') this.close();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /** Whether the list is of the text as it stands there: the answer to the last letter may still be on its way. */
  get #isCurrent(): boolean {
    return this.#shown?.q === this.input.value && this.#shown.caret === this.input.selectionEnd;
  }

  #take(at: number): void {
    const one = this.#shown?.all[at];
    if (!one || !this.#isCurrent) return;
    this.close();
    if (one.kind === 'forget') return forgetSearches();
    this.input.setRangeText(one.insert, one.from, one.to, 'end');
    this.input.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }
}

function searchesBefore(): Offer[] {
  const offer = (kind: Offer['kind'], shown: string): Offer => ({ from: 0, to: 0, insert: shown, shown, kind, key: '', pages: null });
  const searches = recentSearches().map((q) => offer('search', q));
  return searches.length === 0 ? [] : [...searches, offer('forget', t('shared_forgetSearches'))];
}

/** What is said beside a completion: what it finds, or of how much. */
function note({ kind, key, shown, pages }: Offer): string {
  if (kind === 'filter') return t(`shared_filter_${key}`);
  if (kind === 'sign') return t(`shared_form_${key}`);
  if (kind === 'lang') return nameOf(shown);
  return pages === null ? '' : plural('shared_pages', pages);
}

/** The name of a language by its code; nothing where there is none. */
function nameOf(code: string): string {
  try {
    return new Intl.DisplayNames(language, { type: 'language', fallback: 'none' }).of(code) ?? '';
  } catch {
    return '';
  }
}
