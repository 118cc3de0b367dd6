/** The whole memory in one thin bar, with a window for what the timeline shows; drag it anywhere. */
import { el } from '../../shared/dom.js';
import { beat } from '../model/beat.js';
import type { Playback } from '../model/playback.js';
import { Activity } from './activity.js';
import { Board } from './board.js';
import { paintBars } from './overview-paint.js';
import { inkOf } from './timeline-paint.js';
import type { Timeline } from './timeline.js';
import { wholeSpan } from './zoom.js';

const BAR_PX = 4;
const LEAST_WINDOW = 10;

export class OverviewBar {
  readonly #board = new Board(() => this.draw());
  readonly element = el('div', { class: 'overview', 'aria-hidden': 'true' }, this.#board.element);
  readonly #activity: Activity;

  constructor(readonly playback: Playback, readonly timeline: Timeline) {
    this.#activity = new Activity(playback, () => this.draw(), 1);
    const { element } = this;
    element.addEventListener('pointerdown', (event) => {
      if (event.button !== 0) return;
      element.setPointerCapture(event.pointerId);
      this.#scrub(event);
    });
    element.addEventListener('pointermove', (event) => { if (element.hasPointerCapture(event.pointerId)) this.#scrub(event); });
    element.addEventListener('lostpointercapture', () => timeline.release());
  }

  draw(): void {
    beat.paint(this.#paint);
  }

  /** What the bar stands for; null when there is nothing. */
  get #whole(): { centre: number; span: number } | null {
    const { firstAt, lastAt } = this.playback.memory.overview;
    return firstAt === null || lastAt === null ? null : { centre: (firstAt + lastAt) / 2, span: wholeSpan(firstAt, lastAt) };
  }

  #scrub(event: PointerEvent): void {
    const box = this.element.getBoundingClientRect();
    const whole = this.#whole;
    if (!whole || box.width === 0) return;
    const share = (event.clientX - box.left) / box.width - 0.5;
    this.timeline.scrub(whole.centre + (this.#rtl ? -share : share) * whole.span);
  }

  get #rtl(): boolean {
    return document.documentElement.dir === 'rtl';
  }

  readonly #paint = (): void => {
    const whole = this.#whole;
    const brush = this.#board.clear();
    if (!brush || !whole) return;
    const { width, height } = this.#board;
    this.#activity.want(whole.centre, whole.span, width / BAR_PX);
    const ink = inkOf(this.element);
    if (this.#rtl) brush.setTransform(brush.getTransform().scale(-1, 1).translate(-width, 0));
    if (this.#activity.histogram) paintBars(brush, this.#activity.histogram, { ...whole, width, height }, ink);
    const x = (at: number): number => ((at - whole.centre) / whole.span + 0.5) * width;
    const { shown, now } = this.timeline;
    const air = Math.max(0, LEAST_WINDOW - (x(shown.to) - x(shown.from))) / 2;
    const left = Math.max(1, x(shown.from) - air);
    const right = Math.min(width - 1, x(shown.to) + air);
    brush.strokeStyle = ink.text;
    brush.lineWidth = 2;
    brush.strokeRect(left, 1, Math.max(4, right - left), height - 2);
    brush.fillStyle = ink.text;
    brush.fillRect(Math.round(x(now)) - 1, 0, 2, height);
  };
}
