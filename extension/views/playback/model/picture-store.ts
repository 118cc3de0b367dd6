/** Pictures as addresses, one for all visits of a capture: read a few at a time, the nearest first, given back when they are given up. */
import type { Engine, Ordinal } from '../../../bridge/engine.js';
import { dataAddress } from '../../shared/data-address.js';
import { Lru } from './lru.js';
import { WantedQueue } from './wanted.js';

export type Size = 'thumb' | 'full' | 'icon';
/** An address to show, or why there is none. */
export type Picture = { kind: 'here'; url: string; tookMs: number } | { kind: 'absent' } | { kind: 'failed'; at: number };
/** The number of a visit's capture; null while that is not known. */
export type CaptureOf = (ordinal: Ordinal) => number | null;

/** Small ones are held in the page itself: some kilobytes each, several screens of them. */
const HELD: Record<Size, number> = { thumb: 400, full: 7, icon: 256 };
const AT_ONCE: Record<Size, number> = { thumb: 6, full: 2, icon: 2 };
/** An unreadable picture is tried again after this long. */
const RETRY_MS = 30_000;

/** Pictures of one size, by capture. */
class Shelf {
  readonly held: Lru<number, Picture>;
  readonly queue: WantedQueue<number>;
  /** By capture, the visit by which it is asked for. */
  #wanted = new Map<number, Ordinal>();
  /** What is wished for and was passed over, for its capture was not known. */
  #passed: Ordinal[] = [];
  #epoch = 0;

  constructor(readonly engine: Engine, readonly size: Size, readonly captureOf: CaptureOf, readonly onNews: () => void) {
    this.held = new Lru(HELD[size], (picture) => {
      if (picture.kind === 'here' && size === 'full') URL.revokeObjectURL(picture.url);
    });
    this.queue = new WantedQueue(AT_ONCE[size], (capture) => this.#load(capture, this.#wanted.get(capture) as Ordinal));
  }

  get(ordinal: Ordinal): Picture | null {
    const capture = this.captureOf(ordinal);
    return capture === null ? null : this.held.peek(capture) ?? null;
  }

  want(ordinals: Iterable<Ordinal>): void {
    this.#passed = [];
    this.#wanted = new Map();
    for (const ordinal of ordinals) {
      const capture = this.captureOf(ordinal);
      if (capture === null) this.#passed.push(ordinal);
      else if (!this.#wanted.has(capture) && this.#isMissing(capture)) this.#wanted.set(capture, ordinal);
    }
    this.queue.want(this.#wanted.keys());
  }

  async read(ordinal: Ordinal): Promise<Picture | null> {
    const capture = this.captureOf(ordinal);
    if (capture === null) return null;
    if (this.#isMissing(capture)) await this.#load(capture, ordinal);
    return this.held.get(capture) ?? null;
  }

  get idle(): boolean {
    return this.queue.running === 0 && this.queue.waiting === 0 && this.#passed.every((ordinal) => this.captureOf(ordinal) !== null);
  }

  spoil(ordinal: Ordinal): void {
    const capture = this.captureOf(ordinal);
    if (capture === null) return;
    this.held.set(capture, { kind: 'failed', at: performance.now() });
    this.onNews();
  }

  reset(): void {
    this.#epoch++;
    this.want([]);
    this.held.clear();
  }

  #isMissing(capture: number): boolean {
    const held = this.held.get(capture);
    return held === undefined || (held.kind === 'failed' && performance.now() - held.at > RETRY_MS);
  }

  /**
   * To make an object URL a page waits for the browser, and to show it asks there again: of a screen full of thumbnails that is a tenth of a second and more.
   * A full image is too large to be held as words.
   */
  #address(blob: Blob): string | Promise<string> {
    return this.size === 'full' ? URL.createObjectURL(blob) : dataAddress(blob);
  }

  async #load(capture: number, ordinal: Ordinal): Promise<void> {
    const epoch = this.#epoch;
    const begun = performance.now();
    let picture: Picture;
    try {
      const blob = await this.engine.image(ordinal, this.size);
      if (epoch !== this.#epoch) return;
      const url = blob && await this.#address(blob);
      if (epoch !== this.#epoch) return;
      picture = url ? { kind: 'here', url, tookMs: performance.now() - begun } : { kind: 'absent' };
    } catch {
      if (epoch !== this.#epoch) return;
      picture = { kind: 'failed', at: performance.now() };
    }
    this.held.set(capture, picture);
    this.onNews();
  }
}

export class PictureStore {
  readonly #shelves: Record<Size, Shelf>;
  /** Which meaning of the ordinals the pictures belong to. */
  epoch = 0;

  constructor(engine: Engine, captureOf: CaptureOf, onNews: () => void) {
    const shelf = (size: Size): Shelf => new Shelf(engine, size, captureOf, onNews);
    this.#shelves = { thumb: shelf('thumb'), full: shelf('full'), icon: shelf('icon') };
  }

  get(ordinal: Ordinal, size: Size): Picture | null {
    return this.#shelves[size].get(ordinal);
  }

  /** The address of a picture that is here, else null. */
  url(ordinal: Ordinal, size: Size): string | null {
    const picture = this.get(ordinal, size);
    return picture?.kind === 'here' ? picture.url : null;
  }

  /** One picture of a frame that is known, for a place that no queue knows. */
  read(ordinal: Ordinal, size: Size): Promise<Picture | null> {
    return this.#shelves[size].read(ordinal);
  }

  /** Replaces the wishes for one size, the most urgent first; wishes that did not begin are forgotten. Frames that are not known yet are passed over. */
  want(size: Size, ordinals: Iterable<Ordinal>): void {
    this.#shelves[size].want(ordinals);
  }

  /** What was read cannot be drawn: it stands as unreadable, and is tried again like all that is. */
  spoil(ordinal: Ordinal, size: Size): void {
    this.#shelves[size].spoil(ordinal);
  }

  /** Everything was renumbered: nothing held is true any more. */
  reset(): void {
    this.epoch++;
    for (const shelf of Object.values(this.#shelves)) shelf.reset();
  }

  /** The tab is hidden: full images are megabytes each once decoded. */
  shed(): void {
    this.#shelves.full.reset();
  }

  get idle(): boolean {
    return Object.values(this.#shelves).every(({ idle }) => idle);
  }
}
