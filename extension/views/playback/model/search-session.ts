/** One search at a time: stale answers are dropped, hits are read a page at a time as they come into view. */
import type { Complaint, EngineFault, Hit, Matches, Ordinal, SearchAnswer, SearchRequest } from '../../../bridge/engine.js';
import { asked } from '../../shared/asking.js';
import { faultOf } from '../../shared/errors.js';
import type { LiveEngine } from './live-engine.js';
import { Lru } from './lru.js';
import type { Memory } from './memory.js';
import type { Sort } from './route.js';
import { Signal } from './signal.js';
import { includes, lowerBound, step } from './sorted.js';

/** Hits of one request: a screen of them and some more. Each costs a passage, and the first so many are waited for with every letter. */
const PAGE = 24;
const HELD_PAGES = 80;

export class SearchSession {
  q = '';
  sort: Sort = 'best';
  answer: SearchAnswer | null = null;
  fault: EngineFault | null = null;
  busy = false;
  readonly changed = new Signal();
  /** What was not understood is known of the last word, too. */
  readonly settled = new Signal();
  readonly counted = new Signal();
  readonly news = new Signal();
  readonly #pages = new Lru<number, (Hit | undefined)[]>(HELD_PAGES);
  readonly #asked = new Set<number>();
  /** By this name the engine knows that a new search takes the place of the one before. */
  readonly #asker = crypto.randomUUID();
  #ticket = 0;
  /** It changes with every letter: its last word may only have begun. */
  #typing = false;
  #complaints: Complaint[] | null = null;
  #matches: Matches | null = null;
  /** The last time that the same was searched again: for which state of the memory, and how that ends. */
  #repeated: { ticket: number; revision: number; done: Promise<void> } | null = null;

  /** `memory`: whose ordinals the views show. Those of an answer under another numbering are other pages. */
  constructor(readonly engine: LiveEngine, readonly memory: Pick<Memory, 'overview' | 'revision'>) {}

  get active(): boolean {
    return this.q.trim() !== '';
  }

  /** All that matches: it comes behind the answer, which is painted first; null until then, and while its ordinals mean something else. */
  get matches(): Matches | null {
    return this.#matches?.gen === this.memory.overview.gen ? this.#matches : null;
  }

  /** How many pages match: at least so many, until all are counted. */
  get total(): number {
    return this.active ? this.matches?.pages ?? this.answer?.total ?? 0 : 0;
  }

  /** How many hits there are to be shown: pages that match, and loose ones behind them where these are few. */
  get length(): number {
    return this.active ? Math.max(this.total, this.answer ? this.answer.hits.length + this.answer.damaged : 0) : 0;
  }

  /** Searches; an empty query ends the search at once. Resolves when this or a later search has answered. `typing`: it is not at its end; `letter`: until it was painted no answer is. */
  async set(q: string, sort: Sort = this.sort, typing = false, letter: Promise<void> = Promise.resolve()): Promise<void> {
    const ticket = ++this.#ticket;
    if (q !== this.q) this.#complaints = null;
    this.#typing = typing;
    this.q = q;
    this.sort = sort;
    this.fault = null;
    this.busy = this.active;
    if (!this.active) {
      this.#replace(null);
      return;
    }
    try {
      const [answer] = await Promise.all([this.engine.search({ ...this.request(), asker: this.#asker }), letter]);
      if (ticket !== this.#ticket) return;
      this.#replace(answer);
      if (!typing) void this.settle();
      await this.#count(ticket);
    } catch (thrown) {
      if (ticket !== this.#ticket) return;
      this.fault = faultOf(thrown);
      this.#replace(null);
    }
  }

  /** The answer to what is searched for is there, or there is none. */
  answered(): Promise<void> {
    if (!this.busy) return Promise.resolve();
    return new Promise((resolve) => {
      const heard = this.changed.on(() => {
        if (this.busy) return;
        heard();
        resolve();
      });
    });
  }

  /** What was not understood; of a word that is being typed that is not known yet. */
  get complained(): readonly Complaint[] {
    return this.active ? this.#complaints ?? this.answer?.complaints ?? [] : [];
  }

  /** It was typed to its end. */
  async settle(): Promise<void> {
    const { q } = this;
    if (!this.active || this.#complaints) return;
    const complaints = await this.complaints().catch(() => null);
    if (q !== this.q || complaints === null) return;
    this.#complaints = complaints;
    this.settled.emit();
  }

  /** What was not understood of the search as it stands there: its last word is taken for a whole one, as it is not while it is typed. */
  async complaints(): Promise<Complaint[]> {
    return (await this.engine.search(asked(`${this.q} `))).complaints;
  }

  /** The same search over a memory that has changed; over the same state of it once, whoever asks. */
  async again(): Promise<void> {
    if (!this.active) return;
    const { revision } = this.memory;
    const { ticket, revision: before, done } = this.#repeated ?? {};
    if (ticket === this.#ticket && before === revision && !this.fault) return done;
    const searched = this.set(this.q, this.sort, this.#typing);
    this.#repeated = { ticket: this.#ticket, revision, done: searched };
    await searched;
  }

  /** The hit at a place of the result list, when it is here. */
  hit(index: number): Hit | null {
    return this.#pages.peek(Math.floor(index / PAGE))?.[index % PAGE] ?? null;
  }

  /** The visit that stands for the hit at a place; -1 while it is not here, or its ordinal means another visit. */
  ordinalAt(index: number): Ordinal {
    return this.#isCurrent ? this.hit(index)?.ordinal ?? -1 : -1;
  }

  get #isCurrent(): boolean {
    return this.answer?.gen === this.memory.overview.gen;
  }

  /** Whether what stands at a place cannot be shown, for it is damaged on the disk. */
  isDamaged(index: number): boolean {
    return this.#pages.peek(Math.floor(index / PAGE)) !== undefined && this.hit(index) === null;
  }

  /** What the search puts first; null when it found nothing. */
  get first(): Ordinal | null {
    const first = this.active ? this.ordinalAt(0) : -1;
    return first < 0 ? null : first;
  }

  /** Where an ordinal stands in the result list, as far as it was read; -1 when unknown. */
  indexOf(ordinal: Ordinal): number {
    return this.#isCurrent ? this.#find((hit) => hit.ordinal === ordinal) : -1;
  }

  /** The same of a page, by its address. */
  indexOfPage(url: string | null): number {
    return url === null ? -1 : this.#find((hit) => hit.url === url);
  }

  /** Reads the pages that hold hits [from, to). */
  async want(from: number, to: number): Promise<void> {
    const ticket = this.#ticket;
    const loads: Promise<void>[] = [];
    for (let page = Math.floor(from / PAGE); page * PAGE < Math.min(to, this.length); page++) {
      if (this.#pages.get(page) === undefined && !this.#asked.has(page)) loads.push(this.#load(page, ticket));
    }
    await Promise.all(loads);
  }

  isHit(ordinal: Ordinal): boolean {
    return this.matches !== null && includes(this.matches.visits, ordinal);
  }

  /** How many of [from, to) are hits. */
  hitsWithin(from: Ordinal, to: Ordinal): number {
    const { visits } = this.matches ?? { visits: [] };
    return lowerBound(visits, to) - lowerBound(visits, from);
  }

  /** The next hit after an ordinal in time; null when there is none that way. */
  nextHit(from: Ordinal, direction: 1 | -1): Ordinal | null {
    return this.matches ? step(this.matches.visits, from, direction) : null;
  }

  #find(is: (hit: Hit) => boolean): number {
    for (const page of this.#pages.keys()) {
      const within = this.#pages.peek(page)?.findIndex((hit) => hit !== undefined && is(hit)) ?? -1;
      if (within >= 0) return page * PAGE + within;
    }
    return -1;
  }

  async #load(page: number, ticket: number): Promise<void> {
    this.#asked.add(page);
    try {
      const answer = await this.engine.search(this.request(page * PAGE));
      // One of another numbering follows a change, behind which all is searched again.
      if (ticket !== this.#ticket || answer.gen !== this.answer?.gen) return;
      this.#keep(page, answer.hits);
      this.news.emit();
    } catch {
      // The first page's failure is shown; a later page is asked for again when it is next in view.
    } finally {
      this.#asked.delete(page);
    }
  }

  async #count(ticket: number): Promise<void> {
    const matches = await this.engine.matches({ ...this.request(), asker: this.#asker });
    if (ticket !== this.#ticket) return;
    this.#matches = matches;
    this.counted.emit();
  }

  /** Each stands where its rank says. */
  #keep(page: number, hits: readonly Hit[]): void {
    const placed: (Hit | undefined)[] = [];
    for (const hit of hits) placed[hit.rank - 1 - page * PAGE] = hit;
    this.#pages.set(page, placed);
  }

  /** What is asked of the engine, from a hit on. */
  request(offset = 0): SearchRequest {
    return asked(this.q, { sort: this.sort, limit: PAGE, offset });
  }

  #replace(answer: SearchAnswer | null): void {
    this.busy = false;
    this.answer = answer;
    this.#matches = null;
    this.#pages.clear();
    this.#asked.clear();
    if (answer) this.#keep(0, answer.hits);
    this.changed.emit();
  }
}
