/** How many pages a chip leads to that the counted matches do not tell: asked, one after the other, once one rests on a search. */
import { narrowed } from '../../shared/terms.js';
import { Signal } from './signal.js';
import type { SearchSession } from './search-session.js';

/** While one types nothing is asked. */
const REST_MS = 400;

export class ChipCounts {
  readonly news = new Signal();
  /** Null of what could not be told. */
  readonly #known = new Map<string, number | null>();
  #wanted: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly search: SearchSession) {
    search.changed.on(() => this.#begin());
  }

  /** Null while it is not known. */
  of(filter: string): number | null {
    return this.#known.get(filter) ?? null;
  }

  want(filters: string[]): void {
    this.#wanted = filters.filter((filter) => !this.#known.has(filter));
    if (this.#wanted.length > 0) this.#timer ??= setTimeout(() => void this.#ask(), REST_MS);
  }

  /** The search is another, or the memory. */
  #begin(): void {
    this.#known.clear();
    this.#wanted = [];
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #ask(): Promise<void> {
    const asked = this.#timer;
    const { q, answer } = this.search;
    for (let filter = this.#wanted.shift(); filter !== undefined; filter = this.#wanted.shift()) {
      const pages = await this.search.count(narrowed(q, filter), answer?.forgiving).catch(() => null);
      // Another search has begun meanwhile.
      if (asked !== this.#timer) return;
      this.#known.set(filter, pages);
    }
    this.#timer = undefined;
    this.news.emit();
  }
}
