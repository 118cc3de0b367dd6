/** The whole memory in one thin bar, with a window for what the timeline shows; drag it anywhere. */
import { floorIndex, lowerBound } from '../model/sorted.js';
import type { Ordinal, Overview } from '../../../bridge/engine.js';
import { el } from '../../shared/dom.js';
import type { Playback } from '../model/playback.js';
import { dayStartMs } from '../text/days.js';
import { inkOf, prepare } from './timeline-paint.js';
import type { Timeline } from './timeline.js';

const DAY = 86_400_000;
const COLUMN = 3;
const LEAST_WINDOW = 10;

/** The newest frame at a share (0..1) of the time from the first day to the last. */
export function ordinalAtShare({ dayNo, dayStart, total }: Overview, share: number): Ordinal {
  if (total === 0) return 0;
  const first = dayNo[0] as number;
  const days = (dayNo[dayNo.length - 1] as number) - first + 1;
  const day = first + Math.min(0.9999, Math.max(0, share)) * days;
  const index = Math.max(0, floorIndex(dayNo, Math.floor(day)));
  const from = dayStart[index] as number;
  const to = dayStart[index + 1] as number;
  const within = dayNo[index] === Math.floor(day) ? day - Math.floor(day) : 1;
  return Math.min(to - 1, from + Math.floor((to - from) * within));
}

export class OverviewBar {
  readonly #canvas = el('canvas');
  readonly element = el('div', { class: 'overview', 'aria-hidden': 'true' }, this.#canvas);
  #frame = 0;

  constructor(readonly playback: Playback, readonly timeline: Timeline, readonly go: (ordinal: Ordinal) => void) {
    new ResizeObserver(() => this.draw()).observe(this.element);
    this.element.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      this.element.setPointerCapture(event.pointerId);
      this.#scrub(event);
    });
    this.element.addEventListener('pointermove', (event) => { if (this.element.hasPointerCapture(event.pointerId)) this.#scrub(event); });
  }

  draw(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint();
    });
  }

  #scrub(event: PointerEvent): void {
    const box = this.element.getBoundingClientRect();
    const share = (event.clientX - box.left) / Math.max(1, box.width);
    this.go(ordinalAtShare(this.playback.memory.overview, this.#rtl ? 1 - share : share));
  }

  get #rtl(): boolean {
    return document.documentElement.dir === 'rtl';
  }

  #paint(): void {
    const { overview } = this.playback.memory;
    const brush = prepare(this.#canvas);
    const n = overview.dayNo.length;
    if (!brush || n === 0) return;
    const ink = inkOf(this.element);
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const first = overview.dayNo[0] as number;
    const days = (overview.dayNo[n - 1] as number) - first + 1;
    if (this.#rtl) brush.setTransform(brush.getTransform().scale(-1, 1).translate(-width, 0));
    const counts = columns(overview, Math.max(1, Math.floor(width / COLUMN)), first, days);
    const most = Math.max(1, ...counts.map((count) => count.pages));
    for (const [column, { pages, starred }] of counts.entries()) {
      if (pages === 0) continue;
      const tall = Math.max(2, Math.sqrt(pages / most) * (height - 4));
      const x = (column / counts.length) * width;
      const wide = Math.max(1, width / counts.length - 1);
      brush.fillStyle = ink.bar;
      brush.fillRect(x, height - tall, wide, tall);
      if (starred === 0) continue;
      brush.fillStyle = ink.star;
      brush.fillRect(x, height - tall, wide, Math.min(tall, 3));
    }
    this.#window(brush, width, height, first, days, ink.text);
  }

  #window(brush: CanvasRenderingContext2D, width: number, height: number, first: number, days: number, colour: string): void {
    const share = (at: number): number => ((at - dayStartMs(first)) / (days * DAY)) * width;
    const half = Math.max(LEAST_WINDOW, (this.timeline.span / (days * DAY)) * width) / 2;
    const middle = share(this.timeline.centre);
    const left = Math.max(1, middle - half);
    const right = Math.min(width - 1, middle + half);
    brush.strokeStyle = colour;
    brush.lineWidth = 2;
    brush.strokeRect(left, 1, Math.max(4, right - left), height - 2);
  }
}

/** Pages and starred pages in each of `n` equal stretches of days. */
function columns(overview: Overview, n: number, first: number, days: number): { pages: number; starred: number }[] {
  const { dayNo, dayStart, starred } = overview;
  return Array.from({ length: n }, (_, column) => {
    // Fewer days than columns: a day fills the columns it spans.
    const from = lowerBound(dayNo, first + Math.floor((column / n) * days));
    const to = Math.max(lowerBound(dayNo, first + Math.floor(((column + 1) / n) * days)), days < n ? lowerBound(dayNo, first + Math.floor((column / n) * days) + 1) : 0);
    let stars = 0;
    for (let day = from; day < to; day++) stars += starred[day] as number;
    return { pages: (dayStart[to] as number) - (dayStart[from] as number), starred: stars };
  });
}
