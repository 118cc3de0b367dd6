/** Where the words of the search stand on pictures: asked for those that are near the screen, and forgotten with the search. */
import type { Engine, Ordinal, SearchRequest } from '../../../bridge/engine.js';
import { Lru } from './lru.js';

/** Pictures whose places are held; each is some hundred bytes. */
const HELD = 400;
/** Pictures that are asked for at once: one look into the index serves them all. */
const AT_ONCE = 32;

export class LitStore {
  readonly #held = new Lru<Ordinal, Uint16Array>(HELD);
  #request: SearchRequest | null = null;
  #wanted: Ordinal[] = [];
  #running = false;
  /** Counts the searches, and the memories that they are about: an answer of an earlier one is nothing. */
  #epoch = 0;

  constructor(readonly engine: Pick<Engine, 'litWords'>, readonly onNews: () => void) {}

  /** Another search, or the same over a memory that changed; null: none. */
  of(request: SearchRequest | null): void {
    this.#epoch++;
    this.#request = request;
    this.#wanted = [];
    this.#held.clear();
  }

  /** The places on a visit's picture; null where they are not known yet. */
  get(ordinal: Ordinal): Uint16Array | null {
    return this.#held.peek(ordinal) ?? null;
  }

  /** Replaces the wishes, the most urgent first. */
  want(ordinals: Iterable<Ordinal>): void {
    this.#wanted = this.#request === null ? [] : [...ordinals].filter((ordinal) => this.#held.get(ordinal) === undefined);
    if (!this.#running && this.#wanted.length > 0) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#request !== null && this.#wanted.length > 0) {
      const [epoch, some] = [this.#epoch, this.#wanted.splice(0, AT_ONCE)];
      // A picture whose words cannot be read has no marks.
      const places = await this.engine.litWords(this.#request, some).catch(() => []);
      if (epoch !== this.#epoch) continue;
      some.forEach((ordinal, at) => this.#held.set(ordinal, places[at] ?? new Uint16Array()));
      this.onNews();
    }
    this.#running = false;
  }
}
