/** What the grid shows: the whole memory by days, or the results of a search. One interface, two bodies. */
import type { Ordinal } from '../../../bridge/engine.js';
import type { Playback } from '../model/playback.js';
import { fromOrdinals, type Ranges } from '../model/ranges.js';
import type { Cell } from './cell.js';
import { DayLayout } from './day-layout.js';
import { Result } from './result.js';
import { ResultLayout } from './result-layout.js';
import type { RowLayout } from './row-layout.js';
import { Tile } from './tile.js';
import { TILE_STEPS } from './tile-size.js';

export interface Source {
  readonly kind: 'days' | 'results';
  layout(room: number, step: number): RowLayout;
  makeCell(): Cell;
  /** -1 when it is not known yet. */
  ordinalOf(item: number): Ordinal;
  /** -1 when it is not among the items known. */
  itemOf(ordinal: Ordinal): number;
  /** Asks for what items [from, to) need, the most urgent first. */
  want(from: number, to: number): void;
  /** The ordinals of items [from, to). */
  ranges(from: number, to: number): Ranges;
}

export class DaySource implements Source {
  readonly kind = 'days';
  /** Under which its items were laid out. */
  #numbering = -1;
  constructor(readonly playback: Playback) {}

  layout(room: number, step: number): RowLayout {
    this.#numbering = this.playback.memory.numbering;
    return new DayLayout(this.playback.memory.overview, room, TILE_STEPS[step] ?? TILE_STEPS[2]);
  }

  makeCell(): Cell {
    return new Tile(this.playback);
  }

  ordinalOf(item: number): Ordinal {
    const { memory } = this.playback;
    return this.#numbering === memory.numbering ? memory.total - 1 - item : -1;
  }

  itemOf(ordinal: Ordinal): number {
    return this.playback.memory.total - 1 - ordinal;
  }

  want(from: number, to: number): void {
    this.playback.memory.frames.want(this.ranges(from, to));
  }

  ranges(from: number, to: number): Ranges {
    const { total } = this.playback.memory;
    return [[Math.max(0, total - to), Math.max(0, total - from)]];
  }
}

export class ResultSource implements Source {
  readonly kind = 'results';
  constructor(readonly playback: Playback) {}

  layout(room: number): RowLayout {
    const em = parseFloat(getComputedStyle(document.documentElement).fontSize);
    return new ResultLayout(this.playback.search.length, room, em);
  }

  makeCell(): Cell {
    return new Result(this.playback);
  }

  ordinalOf(item: number): Ordinal {
    return this.playback.search.ordinalAt(item);
  }

  itemOf(ordinal: Ordinal): number {
    const { search, memory } = this.playback;
    const index = search.indexOf(ordinal);
    // An older visit of a page that was found leads to its page.
    return index >= 0 ? index : search.indexOfPage(memory.captions.get(ordinal)?.url ?? null);
  }

  want(from: number, to: number): void {
    void this.playback.search.want(from, to);
  }

  ranges(from: number, to: number): Ranges {
    const ordinals: Ordinal[] = [];
    for (let item = from; item < to; item++) {
      const ordinal = this.ordinalOf(item);
      if (ordinal >= 0) ordinals.push(ordinal);
    }
    return fromOrdinals(ordinals);
  }
}
