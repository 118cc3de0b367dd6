/** Titles, addresses and labels of what is on screen, asked for in batches of at most 64. */
import type { Caption, Engine, Ordinal } from '../../../bridge/engine.js';
import { Lru } from './lru.js';

const BATCH = 64;
const HELD = 640;
const AT_ONCE = 2;

export class CaptionStore {
  readonly #held = new Lru<Ordinal, { caption: Caption; epoch: number }>(HELD);
  readonly #asked = new Set<Ordinal>();
  #wanted: Ordinal[] = [];
  #running = 0;
  #epoch = 0;

  constructor(readonly engine: Engine, readonly onNews: () => void, readonly onFault: (fault: unknown) => void) {}

  get(ordinal: Ordinal): Caption | null {
    return this.#held.peek(ordinal)?.caption ?? null;
  }

  /** Replaces what is wished for, the most urgent first. */
  want(ordinals: Iterable<Ordinal>): void {
    this.#wanted = [];
    for (const ordinal of ordinals) {
      if (this.#held.get(ordinal)?.epoch !== this.#epoch) this.#wanted.push(ordinal);
    }
    this.#pump();
  }

  /** Captions that came without having been wished for. */
  put(captions: readonly Caption[]): void {
    for (const caption of captions) this.#held.set(caption.ordinal, { caption, epoch: this.#epoch });
  }

  /** One caption, for an action on a page that may not be on screen. */
  async read(ordinal: Ordinal): Promise<Caption | null> {
    const [caption = null] = await this.engine.captions([ordinal]);
    return caption;
  }

  reset(): void {
    this.#epoch++;
    this.#held.clear();
  }

  stale(): void {
    this.#epoch++;
  }

  #pump(): void {
    while (this.#running < AT_ONCE) {
      const batch = this.#wanted.filter((ordinal) => !this.#asked.has(ordinal)).slice(0, BATCH);
      if (batch.length === 0) return;
      this.#wanted = this.#wanted.filter((ordinal) => !batch.includes(ordinal));
      this.#running++;
      void this.#load(batch, this.#epoch).finally(() => {
        this.#running--;
        this.#pump();
      });
    }
  }

  async #load(batch: Ordinal[], epoch: number): Promise<void> {
    for (const ordinal of batch) this.#asked.add(ordinal);
    try {
      const captions = await this.engine.captions(batch);
      if (epoch === this.#epoch) this.put(captions);
    } catch (fault) {
      this.onFault(fault);
    } finally {
      for (const ordinal of batch) this.#asked.delete(ordinal);
      this.onNews();
    }
  }
}
