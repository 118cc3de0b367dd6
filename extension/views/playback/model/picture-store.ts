/** Pictures as object URLs: read a few at a time, the nearest first, revoked when they are given up. */
import type { Engine, Ordinal } from '../../../bridge/engine.js';
import { Lru } from './lru.js';
import { WantedQueue } from './wanted.js';

export type Size = 'thumb' | 'full' | 'icon';
/** An address to show, or why there is none. */
export type Picture = { kind: 'here'; url: string; tookMs: number } | { kind: 'absent' } | { kind: 'failed'; at: number };

const HELD: Record<Size, number> = { thumb: 800, full: 7, icon: 256 };
const AT_ONCE: Record<Size, number> = { thumb: 6, full: 2, icon: 2 };
/** An unreadable picture is tried again after this long. */
const RETRY_MS = 30_000;

/** Pictures of one size, by ordinal (icons too: a site's icon may change). */
class Shelf {
  readonly held: Lru<Ordinal, Picture>;
  readonly queue: WantedQueue<Ordinal>;
  #epoch = 0;

  constructor(readonly engine: Engine, readonly size: Size, readonly onNews: () => void) {
    this.held = new Lru(HELD[size], (picture) => {
      if (picture.kind === 'here') URL.revokeObjectURL(picture.url);
    });
    this.queue = new WantedQueue(AT_ONCE[size], (ordinal) => this.#load(ordinal));
  }

  missing(ordinal: Ordinal): boolean {
    const held = this.held.get(ordinal);
    return held === undefined || (held.kind === 'failed' && performance.now() - held.at > RETRY_MS);
  }

  async read(ordinal: Ordinal): Promise<Picture | null> {
    if (this.missing(ordinal)) await this.#load(ordinal);
    return this.held.get(ordinal) ?? null;
  }

  spoil(ordinal: Ordinal): void {
    this.held.set(ordinal, { kind: 'failed', at: performance.now() });
    this.onNews();
  }

  reset(): void {
    this.#epoch++;
    this.queue.want([]);
    this.held.clear();
  }

  async #load(ordinal: Ordinal): Promise<void> {
    const epoch = this.#epoch;
    const begun = performance.now();
    let picture: Picture;
    try {
      const blob = await this.engine.image(ordinal, this.size);
      if (epoch !== this.#epoch) return;
      picture = blob ? { kind: 'here', url: URL.createObjectURL(blob), tookMs: performance.now() - begun } : { kind: 'absent' };
    } catch {
      if (epoch !== this.#epoch) return;
      picture = { kind: 'failed', at: performance.now() };
    }
    this.held.set(ordinal, picture);
    this.onNews();
  }
}

export class PictureStore {
  readonly #shelves: Record<Size, Shelf>;
  /** Which meaning of the ordinals the pictures belong to. */
  epoch = 0;

  constructor(engine: Engine, onNews: () => void) {
    this.#shelves = { thumb: new Shelf(engine, 'thumb', onNews), full: new Shelf(engine, 'full', onNews), icon: new Shelf(engine, 'icon', onNews) };
  }

  get(ordinal: Ordinal, size: Size): Picture | null {
    return this.#shelves[size].held.peek(ordinal) ?? null;
  }

  /** The address of a picture that is here, else null. */
  url(ordinal: Ordinal, size: Size): string | null {
    const picture = this.get(ordinal, size);
    return picture?.kind === 'here' ? picture.url : null;
  }

  /** One picture, for a place that no queue knows. */
  read(ordinal: Ordinal, size: Size): Promise<Picture | null> {
    return this.#shelves[size].read(ordinal);
  }

  /** Replaces the wishes for one size, the most urgent first; wishes that did not begin are forgotten. */
  want(size: Size, ordinals: Iterable<Ordinal>): void {
    const shelf = this.#shelves[size];
    shelf.queue.want(Array.from(ordinals).filter((ordinal) => shelf.missing(ordinal)));
  }

  /** What was read cannot be drawn: it stands as unreadable, and is tried again like all that is. */
  spoil(ordinal: Ordinal, size: Size): void {
    this.#shelves[size].spoil(ordinal);
  }

  /** Ordinals have moved: nothing held is true any more. */
  reset(): void {
    this.epoch++;
    for (const shelf of Object.values(this.#shelves)) shelf.reset();
  }

  /** The tab is hidden: full images are megabytes each once decoded. */
  shed(): void {
    this.#shelves.full.reset();
  }

  get idle(): boolean {
    return Object.values(this.#shelves).every((shelf) => shelf.queue.running === 0 && shelf.queue.waiting === 0);
  }
}
