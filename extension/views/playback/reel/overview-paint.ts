/** Draws the bars of the whole memory: one for each unit of time, hits lit in them, stars as dots where they are. */
import type { Histogram } from '../../../bridge/engine.js';
import type { Ink } from './timeline-paint.js';

/** Room above the bars for stars, and below for the window's edge. */
const ROOF = 8;
const FLOOR = 3;
const DOT = 2.25;

export interface Bar { x: number; wide: number; tall: number; pages: number; starred: number; hits: number }
export interface Stretch { centre: number; span: number; width: number; height: number }

/** Bars of a histogram over a stretch of time; what is empty has none, and no bar is drawn twice. */
export function barsOf({ from, bucketMs, counts, starred, hits }: Histogram, { centre, span, width, height }: Stretch): Bar[] {
  const most = counts.reduce((peak, count) => Math.max(peak, count), 1);
  const pitch = (bucketMs / span) * width;
  const bars: Bar[] = [];
  for (const [bucket, pages] of counts.entries()) {
    const left = ((from + bucket * bucketMs - centre) / span + 0.5) * width;
    if (pages === 0 || left + pitch <= 0 || left >= width) continue;
    bars.push({
      x: Math.max(0, left), wide: Math.max(1.5, Math.min(left + pitch, width) - Math.max(0, left) - 1), pages,
      tall: Math.max(3, Math.sqrt(pages / most) * (height - ROOF - FLOOR)), starred: starred[bucket] ?? 0, hits: hits[bucket] ?? 0,
    });
  }
  return bars;
}

export function paintBars(brush: CanvasRenderingContext2D, histogram: Histogram, stretch: Stretch, ink: Ink): void {
  for (const { x, wide, tall, starred, hits } of barsOf(histogram, stretch)) {
    brush.fillStyle = hits > 0 ? ink.accent : ink.bar;
    brush.fillRect(x, stretch.height - FLOOR - tall, wide, tall);
    if (starred === 0) continue;
    brush.fillStyle = ink.star;
    brush.beginPath();
    brush.arc(x + wide / 2, ROOF / 2 + 1, DOT, 0, 7);
    brush.fill();
  }
}
