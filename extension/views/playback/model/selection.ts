/** What is selected, in both views, as ranges of ordinals under one numbering: everything selected costs eight bytes. */
import type { Ordinal, Selection as Wire } from '../../../bridge/engine.js';
import { add, count, fromOrdinals, has, remove, toggle, without, type Ranges } from './ranges.js';
import { Signal } from './signal.js';

export class Selection {
  ranges: Ranges = [];
  /** Where a range begins when Shift is held. */
  anchor: Ordinal | null = null;
  /** What stood before the range that is being drawn, so that it can shrink again. */
  #base: Ranges = [];
  readonly changed = new Signal();

  /** @param hidden what is forgotten: it is never selected. */
  constructor(readonly hidden: () => Ranges = () => []) {}

  get size(): number {
    return count(this.ranges);
  }

  has(ordinal: Ordinal): boolean {
    return has(this.ranges, ordinal);
  }

  toggle(ordinal: Ordinal): void {
    this.anchor = ordinal;
    this.#set(toggle(this.ranges, ordinal));
    this.#base = this.ranges;
  }

  /** Selects or clears whole ranges (a day, everything). */
  put(ranges: Ranges, on: boolean): void {
    let next = this.ranges;
    for (const [from, to] of ranges) next = on ? add(next, from, to) : remove(next, from, to);
    this.#set(next);
    this.#base = next;
  }

  /** Nothing else is selected. */
  replace(ranges: Ranges): void {
    this.anchor = null;
    this.#set(ranges);
    this.#base = this.ranges;
  }

  /** Draws the range from the anchor to these ordinals: a span of time in the grid, a span of ranks in results. */
  extend(anchor: Ordinal, ordinals: Iterable<Ordinal> | { from: Ordinal; to: Ordinal }): void {
    if (this.anchor === null) {
      this.anchor = anchor;
      this.#base = this.ranges;
    }
    const drawn = 'from' in ordinals ? [[ordinals.from, ordinals.to] as const] : fromOrdinals(ordinals);
    let next = this.#base;
    for (const [from, to] of drawn) next = add(next, from, to);
    this.#set(next);
  }

  /** The same along the film: from the anchor, or from where one was, to where one is. */
  reach(from: Ordinal, to: Ordinal): void {
    const anchor = this.anchor ?? from;
    this.extend(anchor, { from: Math.min(anchor, to), to: Math.max(anchor, to) + 1 });
  }

  clear(): void {
    this.anchor = null;
    this.#base = [];
    if (this.ranges.length > 0) this.#set([]);
  }

  wire(gen: number): Wire {
    return { gen, ranges: this.ranges.map(([from, to]) => [from, to]) };
  }

  #set(ranges: Ranges): void {
    this.ranges = without(ranges, this.hidden());
    this.changed.emit();
  }
}
