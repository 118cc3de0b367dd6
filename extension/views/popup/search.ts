/** Search as you type in the popup: the first few pages at once, all of them in playback. */
import type { SearchAnswer } from '../../bridge/engine.js';
import { Completer } from '../shared/completer.js';
import { el, fill, need } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { plural, t } from '../shared/i18n.js';
import { playbackUrl } from '../shared/places.js';
import { hitRow } from './hit.js';

interface Doors { go: (url: string, event?: Event, ordinal?: number) => void; wrong: (thrown: unknown) => void }

const SHOWN = 6;

export class SearchPart {
  readonly #doors: Doors;
  readonly #field = need('#q', HTMLInputElement);
  readonly #hits = need('#hits', HTMLElement);
  readonly #count = need('#count', HTMLElement);
  /** Counts up with each question: an answer to an older one is dropped. */
  #asked = 0;

  constructor(doors: Doors) {
    this.#doors = doors;
    // In the flow and not above it: a popup is no longer than what stands in it.
    need('#find', HTMLFormElement).append(new Completer(this.#field, engine).element);
    this.#field.addEventListener('input', () => void this.#ask());
    need('#find', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      if (this.active) doors.go(playbackUrl({ view: 'grid', q: this.#field.value.trim() }));
    });
    document.addEventListener('keydown', (event) => this.#key(event));
    this.#show(null);
  }

  get active(): boolean {
    return this.#field.value.trim() !== '';
  }

  async #ask(): Promise<void> {
    const asked = ++this.#asked;
    if (!this.active) { this.#show(null); return; }
    const now = Date.now();
    try {
      const answer = await engine.search({
        q: this.#field.value, sort: 'best', limit: SHOWN, offset: 0, now, offsetMin: -new Date(now).getTimezoneOffset(),
      });
      if (asked === this.#asked) this.#show(answer);
    } catch (thrown) {
      if (asked === this.#asked) this.#doors.wrong(thrown);
    }
  }

  #show(answer: SearchAnswer | null): void {
    const focused = this.#links.findIndex((link) => link === document.activeElement);
    // Browsers cut a popup off at 600 pixels: what one is not about makes room.
    document.body.classList.toggle('searching', answer !== null);
    this.#hits.hidden = answer === null || answer.hits.length === 0;
    this.#count.hidden = answer === null;
    if (!answer) { fill(this.#hits); fill(this.#count); return this.#refocus(focused); }
    const q = this.#field.value.trim();
    const words = answer.total === 0 ? t('popup_nothing') : plural(answer.forgiving ? 'popup_near' : 'popup_found', answer.total);
    const all = playbackUrl({ view: 'grid', q });
    fill(this.#count, words, ' ', answer.damaged > 0 && `· ${plural('shared_skippedPages', answer.damaged)} `, answer.total > answer.hits.length
      && el('a', { href: all, onclick: (event) => this.#doors.go(all, event) }, t('popup_showAll')));
    fill(this.#hits, ...answer.hits.map((hit) => hitRow(hit, this.#doors.go)));
    this.#refocus(focused);
  }

  get #links(): HTMLElement[] {
    return [...this.#hits.querySelectorAll<HTMLElement>('a.page')];
  }

  /** An answer may come when one is among the hits already: the one that stands there now has the focus, else the field. */
  #refocus(index: number): void {
    if (index >= 0) (this.#links[index] ?? this.#field).focus();
  }

  /** Arrows walk from the field through the results and back; `/` and Ctrl+K lead to the field, Escape empties it. */
  #key(event: KeyboardEvent): void {
    const at = document.activeElement;
    const typing = at instanceof HTMLInputElement;
    if ((event.key === '/' && !typing) || (event.key === 'k' && (event.ctrlKey || event.metaKey))) {
      event.preventDefault();
      this.#field.focus();
      return;
    }
    if (event.key === 'Escape' && at === this.#field && this.#field.value !== '') {
      event.preventDefault();
      this.#field.value = '';
      void this.#ask();
      return;
    }
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const stops = [this.#field, ...this.#links];
    const from = stops.findIndex((stop) => stop === at);
    const to = from < 0 ? undefined : stops[from + (event.key === 'ArrowDown' ? 1 : -1)];
    if (!to) return;
    event.preventDefault();
    to.focus();
  }
}
