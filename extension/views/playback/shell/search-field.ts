/** The search field: searches with every letter, offers what may follow, Escape clears it, the arrow down goes to what was found, Enter takes the search for final. */
import { el } from '../../shared/dom.js';
import { Completer } from '../../shared/completer.js';
import { t } from '../../shared/i18n.js';
import type { SearchSession } from '../model/search-session.js';
import { painted } from '../model/beat.js';
import { icon } from './icons.js';

export class SearchField {
  readonly input = el('input', {
    type: 'search', 'aria-label': t('playback_search'), placeholder: t('playback_searchHint'),
    autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', enterkeyhint: 'search', maxlength: 1000,
  });
  readonly #clear = el('button', { type: 'button', class: 'icon plain search-clear', 'aria-label': t('shared_searchClear'), hidden: true }, icon('close'));
  readonly element = el('form', { role: 'search', class: 'search' }, icon('search'), this.input, this.#clear);

  readonly #completer: Completer;

  constructor(readonly search: SearchSession, readonly committed: () => void, readonly left: () => void) {
    // The search goes ahead of what may be offered for the letter.
    this.input.addEventListener('input', () => {
      this.#clear.hidden = this.input.value === '';
      void this.#now(true);
    });
    this.input.addEventListener('blur', () => void search.settle());
    this.#completer = new Completer(this.input, search.engine);
    this.element.append(this.#completer.element);
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#enter();
    });
    this.input.addEventListener('keydown', (event) => {
      if ((event.key !== 'Escape' && event.key !== 'ArrowDown') || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      if (this.input.value === '' || event.key === 'ArrowDown') left();
      else this.put('');
    });
    this.#clear.addEventListener('click', () => {
      this.put('');
      this.input.focus();
    });
    search.changed.on(() => this.#show());
  }

  focus(): void {
    this.input.focus();
    this.input.select();
    this.#completer.offer();
  }

  /** The focus, and nothing else: nobody has asked for what may follow, and nothing is scrolled. */
  rest(): void {
    this.input.focus({ preventScroll: true });
  }

  /** Writes a query and searches at once. */
  put(q: string): void {
    this.input.value = q;
    this.#completer.close();
    void this.#now();
  }

  /** The query as it came from elsewhere (an address), also while the field has the focus. */
  reread(): void {
    if (this.input.value !== this.search.q) this.input.value = this.search.q;
    this.#clear.hidden = this.input.value === '';
  }

  #show(): void {
    if (document.activeElement !== this.input) this.reread();
    this.#clear.hidden = this.input.value === '';
  }

  /** Who hits Enter before the answer is there means it; who types on does not any more. */
  async #enter(): Promise<void> {
    const q = this.input.value;
    void this.#now();
    await this.search.answered();
    if (this.input.value !== q) return;
    void this.search.settle();
    this.committed();
  }

  async #now(typing = false): Promise<void> {
    if (this.input.value !== this.search.q || this.search.fault) await this.search.set(this.input.value, undefined, typing, typing ? painted() : undefined);
  }
}
