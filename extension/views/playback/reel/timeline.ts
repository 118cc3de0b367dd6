/** The activity timeline: the needle stands, time moves under it; where all of it is shown, the needle goes. Drag, click, wheel and pinch; a slider for keys and readers. */
import type { Ordinal } from '../../../bridge/engine.js';
import { el, say, set } from '../../shared/dom.js';
import { date, t, time } from '../../shared/i18n.js';
import { beat } from '../model/beat.js';
import type { Playback } from '../model/playback.js';
import { Board } from './board.js';
import type { Drive } from './drive.js';
import { Glances } from './glances.js';
import { TimelineFilm } from './timeline-film.js';
import { listenToHands } from './timeline-hands.js';
import { inkOf, paintTimeline, write, xOf, type Taken } from './timeline-paint.js';
import { centreOf, clampSpan, levelOf, LEVELS, stepSpan, wholeSpan, type LevelName } from './zoom.js';
import { Signal } from '../model/signal.js';

/** On both sides of what stands under the needle, and some for digits that are as wide as each other (px). */
const MOMENT_PADDING = 16 + 6;

export class Timeline {
  readonly #board = new Board(() => this.draw());
  /** Day and time of the moment under the needle. */
  readonly #moment = el('span', { class: 'moment number', 'aria-hidden': 'true' });
  readonly #measure = el('canvas').getContext('2d') as CanvasRenderingContext2D;
  readonly #needle = el('span', { class: 'needle', 'aria-hidden': 'true' });
  readonly element = el('div', {
    class: 'timeline', role: 'slider', tabindex: '0', 'aria-orientation': 'horizontal', 'aria-label': t('playback_timeline'), 'aria-valuemin': 0,
  }, this.#board.element, this.#needle, this.#moment);
  readonly zoomed = new Signal();
  readonly #film: TimelineFilm;
  readonly #glances = new Glances();
  #span: number = LEVELS[2].span;
  /** The moment under the needle while it is dragged. */
  #held: number | null = null;
  /** A moment that stays so many pixels from the middle, and where the needle is for that. */
  #pinned: { moment: number; pixels: number } | null = null;
  #aim: number | null = null;
  /** Where it was left by a zoom: what was under the pointer stays there, and the needle is beside the middle, on the frame that is nearest. Until the film goes on. */
  #left: { centre: number; target: Ordinal } | null = null;
  #now = 0;
  #asking = false;
  #wanted: number | null = null;

  constructor(readonly playback: Playback, readonly drive: Drive, readonly go: (ordinal: Ordinal) => void) {
    this.#film = new TimelineFilm(playback, () => this.draw());
    drive.moved.on(() => this.draw());
    listenToHands(this);
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
    const middle = this.#held === null && this.#left?.target === this.drive.target ? this.#left.centre : this.#now;
    return centreOf(middle, this.span, firstAt ?? middle, lastAt ?? middle);
  }

  get level(): LevelName {
    return levelOf(this.span, this.#whole);
  }

  /** Everything is shown: the needle goes, time stands. */
  get stands(): boolean {
    return this.span >= this.#whole;
  }

  /** In (1), out (-1), or everything (0). */
  zoom(direction: 1 | -1 | 0): void {
    this.#left = null;
    this.setSpan(direction === 0 ? this.#whole : stepSpan(this.span, direction, this.#whole));
  }

  draw(): void {
    beat.paint(this.#paint);
  }

  get #whole(): number {
    const { firstAt, lastAt } = this.playback.memory.overview;
    return wholeSpan(firstAt, lastAt);
  }

  /** Shows so many ms, as far as that can be. */
  setSpan(span: number): void {
    this.#span = clampSpan(span, this.#whole);
    this.zoomed.emit();
    this.draw();
  }

  /** Shows so many ms with a moment so many pixels from the middle, until `release`: what is between two fingers stays there. */
  pin(span: number, moment: number, pixels: number): void {
    this.#pinned = { moment, pixels };
    this.setSpan(span);
    this.#hold();
  }

  /** Brings what is pinned to its place: the scale is another with each span, and when sessions come to be known. */
  #hold(): void {
    if (this.#pinned === null || this.stands) return;
    this.#film.fit(this.span, this.#whole, this.#board.width);
    const at = this.after(this.#pinned.moment, -this.#pinned.pixels);
    if (at !== this.#aim) this.scrub(this.#aim = at);
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

  readonly #paint = (): void => {
    const { memory } = this.playback;
    const brush = this.#board.clear();
    if (!brush || memory.total === 0) return;
    this.#hold();
    this.#now = this.#held ?? this.#atNeedle();
    if (this.#now === 0) return;
    const offsetMin = memory.frames.get(Math.round(this.drive.position))?.offsetMin ?? 0;
    const scene = this.#film.scene({
      now: this.#now, centre: this.centre, span: this.span, whole: this.#whole, width: this.#board.width, height: this.#board.height,
      offsetMin, mirror: this.rtl, reads: this.#glances.allow(this.drive.flies),
    });
    const x = xOf(scene, this.#now) - scene.width / 2;
    const moment = `${date(this.#now, offsetMin)}, ${time(this.#now, offsetMin)}`;
    const ink = inkOf(this.element);
    const taken = this.#taken(moment, x, scene.width, ink.font);
    paintTimeline(brush, scene, taken, ink);
    beat.write(() => this.#tell(moment, x, (taken.from + taken.to - scene.width) / 2));
  };

  /** The room that day and time take under the needle, within the bar. */
  #taken(moment: string, x: number, width: number, font: string): Taken {
    // Measured by a brush: the element itself would have the page laid out for it.
    write(this.#measure, `600 ${font}`);
    const half = (this.#measure.measureText(moment).width + MOMENT_PADDING) / 2;
    const most = Math.max(0, width / 2 - half - 4);
    const middle = width / 2 + Math.max(-most, Math.min(most, x));
    return { from: middle - half, to: middle + half };
  }

  /** Needle, words and values. */
  #tell(moment: string, x: number, middle: number): void {
    this.#needle.style.setProperty('transform', `translateX(${x.toFixed(1)}px)`);
    say(this.#moment, moment);
    this.#moment.style.setProperty('transform', `translateX(calc(-50% + ${middle.toFixed(1)}px))`);
    set(this.element, 'aria-valuemax', Math.max(0, this.playback.memory.total - 1));
    set(this.element, 'aria-valuenow', Math.round(this.drive.target));
    set(this.element, 'aria-valuetext', moment);
  }

  get rtl(): boolean {
    return document.documentElement.dir === 'rtl';
  }

  /** The first and the last moment on screen. */
  get shown(): { from: number; to: number } {
    return this.#film.shown(this.centre, this.#board.width);
  }

  /** The moment so many pixels after another, as time runs on screen. */
  after(at: number, pixels: number): number {
    return this.#film.after(at, this.rtl ? -pixels : pixels);
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

  /** No hand holds it. */
  get rests(): boolean {
    return this.#held === null;
  }

  release(): void {
    this.#released = true;
    if (!this.#asking) this.#settle();
  }

  #settle(): void {
    this.#released = false;
    this.#left = this.#pinned !== null && this.#held !== null ? { centre: this.#held, target: this.drive.target } : null;
    this.#held = null;
    this.#pinned = null;
    this.#aim = null;
    this.draw();
  }
}
