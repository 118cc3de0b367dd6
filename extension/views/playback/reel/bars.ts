/** The bars of the timeline that are on screen: from a histogram, whose buckets follow one another, or from sessions, whose buckets are those that were used. */
import type { Histogram, Sessions } from '../../../bridge/engine.js';
import { lowerBound } from '../model/sorted.js';
import type { Scale } from './scale.js';

/** Where it begins, in pixels as the scale counts them. */
export interface Bar { place: number; pages: number; starred: number; hits: number }

export function barsOfHistogram({ from, bucketMs, counts, starred, hits }: Histogram, scale: Scale, first: number, last: number): Bar[] {
  const bars: Bar[] = [];
  const end = Math.min(counts.length, Math.ceil((last - from) / bucketMs));
  for (let i = Math.max(0, Math.floor((first - from) / bucketMs)); i < end; i++) {
    const pages = counts[i] ?? 0;
    if (pages > 0) bars.push({ place: scale.placeOf(from + i * bucketMs), pages, starred: starred[i] ?? 0, hits: hits[i] ?? 0 });
  }
  return bars;
}

/** A bucket that begins before its session stands where that begins: it is never drawn into a break. */
export function barsOfSessions({ from, to, bucketMs, at, counts, starred, hits }: Sessions, scale: Scale, first: number, last: number): Bar[] {
  const bars: Bar[] = [];
  let session = -1;
  for (let i = lowerBound(at, first - bucketMs); i < at.length && (at[i] as number) <= last; i++) {
    const start = at[i] as number;
    if (session < 0) session = lowerBound(to, start);
    else if (start === at[i - 1]) session++;
    while (session < to.length - 1 && start > (to[session] as number)) session++;
    bars.push({ place: scale.placeOf(Math.max(start, from[session] ?? start)), pages: counts[i] ?? 0, starred: starred[i] ?? 0, hits: hits[i] ?? 0 });
  }
  return bars;
}
