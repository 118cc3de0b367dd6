/** Activity by seconds, where the engine's narrowest bucket, a minute, would be a block: counted from the frames themselves. */
import { FLAG, type Engine, type Frames, type Histogram } from '../../../bridge/engine.js';
import { includes } from '../model/sorted.js';

const WIDTHS = [5_000, 10_000, 20_000, 30_000];
const MINUTE = 60_000;
const WINDOW = 256;
/** More frames than this fill minutes well enough. */
const MOST_FRAMES = 1024;

/** The width of buckets that suits a stretch of time; null where minutes do. */
export function fineWidth(from: number, to: number, maxBuckets: number): number | null {
  if ((to - from) / MINUTE > maxBuckets / 2) return null;
  return WIDTHS.find((width) => (to - from) / width <= maxBuckets) ?? null;
}

/** Counts the frames of [from, to) in buckets of `bucketMs`; null when there are too many to count one by one. */
export async function fineHistogram(engine: Engine, from: number, to: number, bucketMs: number, hits?: Uint32Array): Promise<Histogram | null> {
  const [first, last] = await Promise.all([engine.ordAt(from), engine.ordAt(to)]);
  if (!first || !last || last.ordinal - first.ordinal > MOST_FRAMES) return null;
  const start = Math.floor(from / bucketMs) * bucketMs;
  const n = Math.ceil((to - start) / bucketMs);
  const counted: Histogram = { gen: -1, bucketMs, from: start, counts: new Uint32Array(n), starred: new Uint32Array(n), hits: new Uint32Array(n) };
  for (let ordinal = first.ordinal; ordinal <= last.ordinal; ordinal += WINDOW) {
    const frames = await engine.frames(ordinal, Math.min(ordinal + WINDOW, last.ordinal + 1));
    count(frames, counted, hits);
    counted.gen = frames.gen;
  }
  return counted;
}

function count({ from, at, flags }: Frames, counted: Histogram, hits?: Uint32Array): void {
  for (const [index, moment] of at.entries()) {
    const bucket = Math.floor((moment - counted.from) / counted.bucketMs);
    const flag = flags[index] ?? 0;
    // The nearest frames to both ends may lie outside; what is forgotten is not counted, as in the engine's own.
    if (bucket < 0 || bucket >= counted.counts.length || (flag & FLAG.forgotten) !== 0) continue;
    counted.counts[bucket] = (counted.counts[bucket] ?? 0) + 1;
    if ((flag & FLAG.star) !== 0) counted.starred[bucket] = (counted.starred[bucket] ?? 0) + 1;
    if (hits && includes(hits, from + index)) counted.hits[bucket] = (counted.hits[bucket] ?? 0) + 1;
  }
}
