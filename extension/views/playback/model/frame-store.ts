/** Frames in chunks of 256, as they are seen: at most 48 chunks are held, whatever the size of the memory. */
import { FLAG, type Engine, type Frames, type Ordinal } from '../../../bridge/engine.js';
import { Lru } from './lru.js';
import { has, type Ranges } from './ranges.js';
import { WantedQueue } from './wanted.js';

const CHUNK = 256;
const HELD = 48;

export interface Frame {
  ordinal: Ordinal; at: number; offsetMin: number; flags: number;
  /** Visits that share it share a picture. */
  capture: number;
  /** 0xRRGGBB */
  colour: number;
}
interface Held { frames: Frames; epoch: number }

export class FrameStore {
  readonly #chunks = new Lru<number, Held>(HELD);
  readonly #queue: WantedQueue<number>;
  /** Rises when flags may have changed: what is held stays on screen until it was read again. */
  #epoch = 0;
  #total = 0;

  constructor(readonly engine: Engine, readonly onNews: () => void, readonly onFault: (fault: unknown) => void) {
    this.#queue = new WantedQueue(3, (chunk) => this.#load(chunk));
  }

  /** More frames at the end; what is held stays valid. */
  grow(total: number): void {
    this.#total = total;
  }

  /** Everything was renumbered. */
  reset(total: number): void {
    this.#total = total;
    this.#epoch++;
    this.#chunks.clear();
  }

  stale(): void {
    this.#epoch++;
  }

  /** The frame, when it is here. Never asks for it: see `want`. */
  get(ordinal: Ordinal): Frame | null {
    const held = this.#chunks.peek(Math.floor(ordinal / CHUNK));
    const index = held ? ordinal - held.frames.from : -1;
    if (!held || index < 0 || index >= held.frames.at.length) return null;
    const { at, offsetMin, capture, flags, colour } = held.frames;
    const [r = 0, g = 0, b = 0] = colour.subarray(index * 3, index * 3 + 3);
    return {
      ordinal, at: at[index] as number, offsetMin: offsetMin[index] as number, flags: flags[index] as number, capture: capture[index] as number,
      colour: (r << 16) | (g << 8) | b,
    };
  }

  isForgotten(ordinal: Ordinal): boolean {
    return ((this.get(ordinal)?.flags ?? 0) & FLAG.forgotten) !== 0;
  }

  /** Asks for the chunks of these [from, to) ranges, the first the most urgent; earlier wishes that did not begin are dropped. */
  want(ranges: Ranges): void {
    const chunks: number[] = [];
    for (const [from, to] of ranges) {
      const end = Math.min(to, this.#total);
      for (let chunk = Math.floor(Math.max(0, from) / CHUNK); chunk * CHUNK < end; chunk++) {
        if (!this.#fresh(chunk)) chunks.push(chunk);
        else this.#chunks.get(chunk);
      }
    }
    this.#queue.want(chunks);
  }

  /** Reads the frames around an ordinal now, as the engine has them. */
  async reread(ordinal: Ordinal): Promise<void> {
    let epoch: number;
    do {
      epoch = this.#epoch;
      await this.#load(Math.floor(ordinal / CHUNK));
    } while (epoch !== this.#epoch);
  }

  /** Changes flags of what is held at once, before the engine has answered. */
  patch(ranges: Ranges, flag: number, on: boolean): void {
    for (const chunk of this.#chunks.keys()) {
      const frames = this.#chunks.peek(chunk)?.frames;
      frames?.flags.forEach((flags, index) => {
        if (has(ranges, frames.from + index)) frames.flags[index] = on ? flags | flag : flags & ~flag;
      });
    }
    this.onNews();
  }

  #fresh(chunk: number): boolean {
    const held = this.#chunks.peek(chunk);
    return held !== undefined && held.epoch === this.#epoch && held.frames.at.length >= Math.min(CHUNK, this.#total - chunk * CHUNK);
  }

  async #load(chunk: number): Promise<void> {
    const epoch = this.#epoch;
    const from = chunk * CHUNK;
    try {
      const frames = await this.engine.frames(from, Math.min(from + CHUNK, this.#total));
      // An answer from before a renumbering would show the wrong pages.
      if (epoch !== this.#epoch) return this.onNews();
      this.#chunks.set(chunk, { frames, epoch });
      this.onNews();
    } catch (fault) {
      this.onFault(fault);
    }
  }
}
