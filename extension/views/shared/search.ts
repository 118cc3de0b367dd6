/** Search as you type in popup and panel: the first pages at once, all of them in playback. */
import type { SearchAnswer } from '../../bridge/engine.js';
import { asked } from './asking.js';
import { Completer } from './completer.js';
import { complaintLine } from './complaints.js';
import { didYouMean } from './did-you-mean.js';
import { el, fill, need } from './dom.js';
import { engine } from './engine.js';
import { fewer } from './fewer.js';
import { hitRow, type Go, type Said } from './hit.js';
import { plural, t } from './i18n.js';
import { playbackUrl } from './places.js';
import { noteSearch } from './recent-searches.js';
import { relist } from './relist.js';

export interface SearchDoors {
  go: Go;
  wrong: (thrown: unknown) => void;
  /** An answer is on the screen: what stood there before has made room, or has its place again. */
  shown?: (searching: boolean) => void;
}
/** So many pages at most, and what is said of each. */
export interface SearchLook { most: number; said?: Said; allWords?: string }

export class SearchPart {
  readonly #field = need('#q', HTMLInputElement);
  readonly #hits = need('#hits', HTMLElement);
  readonly #count = need('#count', HTMLElement);
  readonly #advice = need('#advice', HTMLElement);
  /** Counts up with each question: an answer to an older one is dropped. */
  #asked = 0;

  constructor(readonly doors: SearchDoors, readonly look: SearchLook) {
    // In the flow and not above it: a popup is no longer than what stands in it.
    need('#find', HTMLFormElement).append(new Completer(this.#field, engine).element);
    this.#field.addEventListener('input', () => void this.again());
    need('#find', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      if (!this.active) return;
      noteSearch(this.#field.value);
      doors.go(playbackUrl({ view: 'grid', q: this.#field.value.trim() }));
    });
    document.addEventListener('keydown', (event) => this.#key(event));
    this.#show(null);
  }

  /** To a page that was found: the search led somewhere. */
  readonly #go: Go = (url, event, ordinal) => {
    noteSearch(this.#field.value);
    this.doors.go(url, event, ordinal);
  };

  get active(): boolean {
    return this.#field.value.trim() !== '';
  }

  /** Asks for what stands in the field: another text, or another memory. */
  async again(): Promise<void> {
    const ticket = ++this.#asked;
    if (!this.active) { this.#show(null); return; }
    try {
      const answer = await engine.search(asked(this.#field.value, { limit: this.look.most, counting: true }));
      if (ticket === this.#asked) this.#show(answer);
    } catch (thrown) {
      if (ticket === this.#asked) this.doors.wrong(thrown);
    }
  }

  #put(q: string): void {
    this.#field.value = q;
    this.#field.focus();
    void this.again();
  }

  #show(answer: SearchAnswer | null): void {
    this.doors.shown?.(answer !== null);
    // Browsers cut a popup off at 600 pixels: what one is not about makes room.
    document.body.classList.toggle('searching', answer !== null);
    this.#hits.hidden = answer === null || answer.hits.length === 0;
    this.#count.hidden = answer === null;
    this.#showCount(answer);
    this.#showAdvice(answer);
    // An answer may come when one is among the hits already: the focus stays with what it is on.
    const hits = answer?.hits ?? [];
    relist(this.#hits, JSON.stringify(hits), () => hits.map((hit) => hitRow(hit, this.#go, this.look.said)), this.#field);
  }

  /** Said again only when it is something else: it is read aloud. */
  #showCount(answer: SearchAnswer | null): void {
    if (!answer) return fill(this.#count);
    const { total, forgiving, damaged, hits } = answer;
    const words = total === 0 ? t('shared_nothing') : plural(forgiving ? 'shared_near' : 'shared_found', total);
    const all = playbackUrl({ view: 'grid', q: this.#field.value.trim() });
    const made = el('p', {}, words, ' ', damaged > 0 && `· ${plural('shared_skippedPages', damaged)} `, total > hits.length
      && el('a', { href: all, onclick: (event) => this.doors.go(all, event) }, this.look.allWords ?? t('shared_showAll')));
    const link = this.#count.querySelector('a');
    if (made.textContent === this.#count.textContent && (link?.getAttribute('href') ?? null) === (made.querySelector('a')?.getAttribute('href') ?? null)) return;
    const focused = link !== null && link === document.activeElement;
    fill(this.#count, ...made.childNodes);
    if (focused) (this.#count.querySelector('a') ?? this.#field).focus();
  }

  /** What was meant by it, what of it was not understood; where nothing was found, the same search with less in it. */
  #showAdvice(answer: SearchAnswer | null): void {
    const complaints = answer?.complaints ?? [];
    const better = answer && didYouMean(this.#field.value, answer, (q) => this.#put(q));
    const held = this.#advice.contains(document.activeElement);
    this.#advice.hidden = complaints.length === 0 && better === null;
    fill(this.#advice, better && el('p', {}, ...better), ...complaints.map((complaint) => el('p', {}, complaintLine(complaint))));
    if (held) this.#field.focus();
    if (answer?.total === 0) void this.#showFewer(this.#asked);
  }

  /** A moment later: what is left is searched before it is offered. */
  async #showFewer(ticket: number): Promise<void> {
    const less = await fewer(this.#field.value, engine, (q) => this.#put(q));
    if (ticket !== this.#asked || less.length === 0) return;
    this.#advice.hidden = false;
    this.#advice.append(el('p', { class: 'drops' }, ...less));
  }

  get #links(): HTMLElement[] {
    return [...this.#hits.querySelectorAll<HTMLElement>('a.page')];
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
      this.#put('');
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
