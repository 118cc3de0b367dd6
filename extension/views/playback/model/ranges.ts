/** Sorted, disjoint, never touching ranges [from, to) of ordinals: what a selection is made of. */
import type { Ordinal } from '../../../bridge/engine.js';

export type Range = readonly [from: Ordinal, to: Ordinal];
export type Ranges = readonly Range[];

export function has(ranges: Ranges, ordinal: Ordinal): boolean {
  return rangeOf(ranges, ordinal) !== null;
}

function rangeOf(ranges: Ranges, ordinal: Ordinal): Range | null {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle] as Range;
    if (ordinal < range[0]) high = middle - 1;
    else if (ordinal >= range[1]) low = middle + 1;
    else return range;
  }
  return null;
}

/** The ordinal of [0, total) that no range holds, nearest to one: the earlier of two, or the first on a `side`, where there is any; the same where they hold all. */
export function nearestOutside(ranges: Ranges, ordinal: Ordinal, total: number, side?: 1 | -1): Ordinal {
  const range = rangeOf(ranges, ordinal);
  if (range === null) return ordinal;
  const [before, behind] = [range[0] - 1, range[1]];
  if (before < 0 && behind >= total) return ordinal;
  const later = side === undefined ? behind - ordinal < ordinal - before : side > 0;
  return before < 0 || (later && behind < total) ? behind : before;
}

export function count(ranges: Ranges): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from, 0);
}

/** Ranges as they cross the bridge: from, to, from, to … */
export function fromPairs(pairs: ArrayLike<Ordinal>): Ranges {
  return Array.from({ length: pairs.length >> 1 }, (_, at): Range => [pairs[2 * at] as Ordinal, pairs[2 * at + 1] as Ordinal]);
}

/** How many ordinals of [from, to) the ranges hold. */
export function within(ranges: Ranges, from: Ordinal, to: Ordinal): number {
  return ranges.reduce((sum, [first, end]) => sum + Math.max(0, Math.min(end, to) - Math.max(first, from)), 0);
}

/** What is left of ranges without others. */
export function without(ranges: Ranges, others: Ranges): Ranges {
  return others.reduce((left, [from, to]) => (left.length > 0 ? remove(left, from, to) : left), ranges);
}

/** The union with [from, to). */
export function add(ranges: Ranges, from: Ordinal, to: Ordinal): Ranges {
  if (from >= to) return ranges;
  const before = ranges.filter((range) => range[1] < from);
  const after = ranges.filter((range) => range[0] > to);
  const touched = ranges.filter((range) => range[1] >= from && range[0] <= to);
  const first = touched[0];
  const last = touched[touched.length - 1];
  const merged: Range = [Math.min(from, first?.[0] ?? from), Math.max(to, last?.[1] ?? to)];
  return [...before, merged, ...after];
}

/** All that lies in any of them, in whatever order they come. */
export function union(...all: readonly Ranges[]): Ranges {
  const made: [Ordinal, Ordinal][] = [];
  for (const [from, to] of all.flat().filter(([from, to]) => from < to).sort(([a], [b]) => a - b)) {
    const last = made[made.length - 1];
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else made.push([from, to]);
  }
  return made;
}

/** What is left without [from, to). */
export function remove(ranges: Ranges, from: Ordinal, to: Ordinal): Ranges {
  if (from >= to) return ranges;
  return ranges.flatMap((range): Range[] => {
    if (range[1] <= from || range[0] >= to) return [range];
    const parts: Range[] = [[range[0], Math.max(range[0], from)], [Math.min(range[1], to), range[1]]];
    return parts.filter(([a, b]) => a < b);
  });
}

export function toggle(ranges: Ranges, ordinal: Ordinal): Ranges {
  return has(ranges, ordinal) ? remove(ranges, ordinal, ordinal + 1) : add(ranges, ordinal, ordinal + 1);
}

/** Ranges of single ordinals in any order, as a search answers them. */
export function fromOrdinals(ordinals: Iterable<Ordinal>): Ranges {
  const sorted = Array.from(ordinals).sort((a, b) => a - b);
  const ranges: [Ordinal, Ordinal][] = [];
  for (const ordinal of sorted) {
    const last = ranges[ranges.length - 1];
    if (last && ordinal <= last[1]) last[1] = Math.max(last[1], ordinal + 1);
    else ranges.push([ordinal, ordinal + 1]);
  }
  return ranges;
}
