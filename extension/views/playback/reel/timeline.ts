/** The activity timeline: the needle stands, time moves under it; where all of it is shown, the needle goes. Drag, click, wheel and pinch; a slider for keys and readers. */
import type { Ordinal } from '../../../bridge/engine.js';
import { el, set } from '../../shared/dom.js';
import { date, t, time } from '../../shared/i18n.js';
import type { Playback } from '../model/playback.js';
import { Activity } from './activity.js';
import type { Drive } from './drive.js';
import { inkOf, paintTimeline, prepare, xOf } from './timeline-paint.js';
import { centreOf, clampSpan, levelOf, LEVELS, stepSpan, wholeSpan, type LevelName } from './zoom.js';
import { Signal } from '../model/signal.js';

const BAR_PX = 5;
/** A drag this far off the bar moves half as fast, and half again for each further one. */
const GEAR_PX = 48;
const CLICK_PX = 4;

export class Timeline {
  readonly #canvas = el('canvas', { 'aria-hidden': 'true' });
  readonly #needle = el('span', { class: 'needle', 'aria-hidden': 'true' });
  readonly element = el('div', {
    class: 'timeline', role: 'slider', tabindex: '0', 'aria-orientation': 'horizontal', 'aria-label': t('playback_timeline'), 'aria-valuemin': 0,
  }, this.#canvas, this.#needle);
  readonly zoomed = new Signal();
  readonly #activity: Activity;
  #span: number = LEVELS[2].span;
  /** The moment under the needle while it is dragged. */
  #held: number | null = null;
  #now = 0;
  #frame = 0;
  #asking = false;
  #wanted: number | null = null;

  constructor(readonly playback: Playback, readonly drive: Drive, readonly go: (ordinal: Ordinal) => void) {
    this.#activity = new Activity(playback, () => this.draw());
    new ResizeObserver(() => this.draw()).observe(this.element);
    drive.moved.on(() => this.draw());
    this.element.addEventListener('pointerdown', (event) => this.#down(event));
    this.element.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
  }

  /** How many ms are shown. */
  get span(): number {
    return clampSpan(this.#span, this.#whole);
  }

  /** The moment under the needle. */
  get now(): number {
    return this.#now;
  }

  /** The moment in the middle. */
  get centre(): number {
    const { firstAt, lastAt } = this.playback.memory.overview;
    return centreOf(this.#now, this.span, firstAt ?? this.#now, lastAt ?? this.#now);
  }

  get level(): LevelName {
    return levelOf(this.span, this.#whole);
  }

  /** Everything is shown: the needle goes, time stands. */
  get #stands(): boolean {
    return this.span >= this.#whole;
  }

  /** In (1), out (-1), or everything (0). */
  zoom(direction: 1 | -1 | 0): void {
    this.#setSpan(direction === 0 ? this.#whole : stepSpan(this.span, direction, this.#whole));
  }

  draw(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#paint();
    });
  }

  get #whole(): number {
    const { firstAt, lastAt } = this.playback.memory.overview;
    return wholeSpan(firstAt, lastAt);
  }

  #setSpan(span: number): void {
    this.#span = clampSpan(span, this.#whole);
    this.zoomed.emit();
    this.draw();
  }

  /** The time at the strip's position, between the times of two frames. */
  #atNeedle(): number {
    const { frames } = this.playback.memory;
    const p = this.drive.position;
    const left = frames.get(Math.floor(p));
    const right = frames.get(Math.ceil(p));
    if (!left || !right) return this.#now;
    return left.at + (right.at - left.at) * (p - Math.floor(p));
  }

  #paint(): void {
    const { memory, search } = this.playback;
    const brush = prepare(this.#canvas);
    if (!brush || memory.total === 0) return;
    this.#now = this.#held ?? this.#atNeedle();
    if (this.#now === 0) return;
    const { centre, span } = this;
    const width = this.#canvas.clientWidth;
    this.#activity.want(centre, span, width / BAR_PX);
    const offsetMin = memory.frames.get(Math.round(this.drive.position))?.offsetMin ?? 0;
    const scene = {
      width, height: this.#canvas.clientHeight, centre, span, offsetMin,
      mirror: this.#rtl, histogram: this.#activity.histogram, lit: search.active && search.answer !== null,
    };
    paintTimeline(brush, scene, inkOf(this.element));
    this.#needle.style.setProperty('transform', `translateX(${(xOf(scene, this.#now) - width / 2).toFixed(1)}px)`);
    set(this.element, 'aria-valuemax', Math.max(0, memory.total - 1));
    set(this.element, 'aria-valuenow', Math.round(this.drive.target));
    set(this.element, 'aria-valuetext', `${date(this.#now, offsetMin)}, ${time(this.#now, offsetMin)}`);
  }

  get #rtl(): boolean {
    return document.documentElement.dir === 'rtl';
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.element.setPointerCapture(event.pointerId);
    this.element.focus({ preventScroll: true });
    const perPx = (this.span / this.#canvas.clientWidth) * (this.#rtl ? -1 : 1);
    const startX = event.clientX;
    const box = this.element.getBoundingClientRect();
    const under = (there: PointerEvent): number => this.centre + (there.clientX - box.left - box.width / 2) * perPx;
    let lastX = startX;
    let at = this.#now;
    let dragged = false;
    const over = (move: PointerEvent): void => {
      if (this.#stands) return this.scrub(under(move));
      if (!dragged && Math.abs(move.clientX - startX) < CLICK_PX) return;
      dragged = true;
      const off = Math.max(0, box.top - move.clientY, move.clientY - box.bottom);
      at -= (move.clientX - lastX) * perPx * 0.5 ** Math.floor(off / GEAR_PX);
      lastX = move.clientX;
      this.scrub(at);
    };
    const up = (end: PointerEvent): void => {
      this.element.removeEventListener('pointermove', over);
      if (!dragged) this.scrub(under(end));
      this.release();
    };
    this.element.addEventListener('pointermove', over);
    this.element.addEventListener('pointerup', up, { once: true });
    this.element.addEventListener('pointercancel', () => { this.element.removeEventListener('pointermove', over); this.release(); }, { once: true });
  }

  /** Shows a moment until `release`; the strip follows as fast as the engine answers, one question at a time. */
  scrub(at: number): void {
    const { firstAt, lastAt } = this.playback.memory.overview;
    this.#held = Math.min(Math.max(at, firstAt ?? at), lastAt ?? at);
    this.#wanted = this.#held;
    this.draw();
    void this.#ask();
  }

  async #ask(): Promise<void> {
    if (this.#asking) return;
    this.#asking = true;
    try {
      while (this.#wanted !== null) {
        const at = this.#wanted;
        this.#wanted = null;
        const found = await this.playback.engine.ordAt(at);
        if (found) this.go(found.ordinal);
      }
    } catch (thrown) {
      this.playback.memory.report(thrown);
    } finally {
      this.#asking = false;
      if (this.#released) this.#settle();
    }
  }

  #released = false;

  release(): void {
    this.#released = true;
    if (!this.#asking) this.#settle();
  }

  #settle(): void {
    this.#released = false;
    this.#held = null;
    this.draw();
  }

  #wheel(event: WheelEvent): void {
    if (!event.ctrlKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.#setSpan(this.span * Math.exp(event.deltaY / 300));
  }
}
