/** Which filters the engine understands as they stand there. It tells what it does not, but nothing of one that is still being typed: each is asked as a whole. */
import type { SearchSession } from './search-session.js';
import { Signal } from './signal.js';

/** While letters follow each other nothing is asked. */
const REST_MS = 150;
/** Of more of them the engine may not tell all that is wrong: it ends its complaints at sixteen. */
const AT_ONCE = 10;
/** More than these are of searches long past. */
const MOST = 200;

export class Understood {
  readonly news = new Signal();
  readonly #known = new Map<string, boolean>();
  #wanted: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly search: SearchSession) {}

  /** False while it is not known. */
  has(filter: string): boolean {
    return this.#known.get(filter) ?? false;
  }

  want(filters: string[]): void {
    this.#wanted = [...new Set(filters)].filter((filter) => !this.#known.has(filter));
    clearTimeout(this.#timer);
    this.#timer = this.#wanted.length > 0 ? setTimeout(() => void this.#ask(), REST_MS) : undefined;
  }

  async #ask(): Promise<void> {
    if (this.#known.size > MOST) this.#known.clear();
    const filters = this.#wanted.splice(0, AT_ONCE);
    const { engine } = this.search;
    // A blank at the end: each is whole.
    const answer = await engine.search({ ...this.search.request(0, `${filters.join(' ')} `), limit: 1 }).catch(() => null);
    if (answer === null) return;
    const wrong = new Set(answer.complaints.map(({ what }) => what));
    for (const filter of filters) this.#known.set(filter, !wrong.has(filter));
    this.news.emit();
  }
}
