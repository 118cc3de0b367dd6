/** Questions to the engine of which one runs at a time, and of those that wait the newest alone is asked. */
import type { Playback } from '../model/playback.js';

export class NewestWish<Wish> {
  #busy = false;
  #next: Wish | null = null;

  constructor(readonly playback: Playback, readonly ask: (wish: Wish, hits: Uint32Array | undefined) => Promise<void>) {}

  /** What every answer depends on: the memory, and what is searched in it. */
  get stamp(): string {
    const { memory, search } = this.playback;
    return `${memory.revision} ${search.active ? search.q : ''} ${search.matches?.visits.length ?? -1}`;
  }

  async wish(wish: Wish): Promise<void> {
    this.#next = wish;
    if (this.#busy) return;
    this.#busy = true;
    const { search, memory } = this.playback;
    try {
      for (let asked = this.#next as Wish | null; asked; asked = this.#next) {
        this.#next = null;
        await this.ask(asked, search.active ? search.matches?.visits.slice() : undefined);
      }
    } catch (thrown) {
      memory.report(thrown);
    } finally {
      this.#busy = false;
    }
  }
}
