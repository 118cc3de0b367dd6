/** A scrolling box over a layout of any height: the browser scrolls where it can, a compressed track where it cannot. */
import { el } from '../../shared/dom.js';
import { Signal } from '../model/signal.js';
import { lastTop, scrollSpace, toLayout, toTrack, type ScrollSpace } from './scroll-space.js';

/** Rows are placed from an origin near the screen, so that their distances stay exact however far down they are. */
const ORIGIN_STEP = 1_000_000;
/** Whoever has not moved for so long is at rest. */
export const MOVING_MS = 120;

export class Scroller {
  readonly rows = el('div', { class: 'rows' });
  readonly #track = el('div', { class: 'track' }, this.rows);
  readonly element = el('div', { class: 'scroller', tabindex: '-1' }, this.#track);
  /** The layout position of the screen's top changed, or the screen's size. */
  readonly scrolled = new Signal();
  readonly resized = new Signal();
  #space: ScrollSpace = scrollSpace(0, 0);
  #top = 0;
  #written = 0;
  #origin = 0;
  #speed = 0;
  #moved = 0;
  #stamp = 0;
  /** Asking the browser in the middle of a movement makes it lay out all that was written before. */
  #screen = 0;

  constructor() {
    this.element.addEventListener('scroll', () => this.#heard(), { passive: true });
    this.element.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    new ResizeObserver(() => { this.measure(); this.resized.emit(); }).observe(this.element);
    this.#touches();
  }

  /** As the track is. */
  #tall = '';

  /** A finger does something else than scroll. */
  isHeld = false;

  /** Layout position at the top of the screen. */
  get top(): number {
    return this.#top;
  }

  get screen(): number {
    return this.#screen;
  }

  /** Looks how high the screen is: when it may have changed, before anything is written. */
  measure(): void {
    this.#screen = this.element.clientHeight;
  }

  get width(): number {
    return this.rows.clientWidth;
  }

  get last(): number {
    return lastTop(this.#space);
  }

  get compressed(): boolean {
    return this.#space.compressed;
  }

  /** Pixels a millisecond, positive downwards; 0 at rest. */
  get speed(): number {
    return performance.now() - this.#stamp > MOVING_MS ? 0 : this.#speed;
  }

  /** It goes by more than a screen at a time: nothing of it can be read, and what is ahead is never reached. */
  get leaps(): boolean {
    return this.speed !== 0 && Math.abs(this.#moved) > this.#screen;
  }

  /** A new layout height; `top` is where the screen shall be. */
  fit(height: number, top: number): void {
    this.#space = scrollSpace(height, this.screen, devicePixelRatio);
    const tall = `${this.#space.track}px`;
    if (tall !== this.#tall) this.#track.style.setProperty('height', tall);
    this.#tall = tall;
    this.element.classList.toggle('compressed', this.#space.compressed);
    this.#go(top);
  }

  /** `swept`: a hand is on its way over it, and does not mean to be there. */
  to(top: number, swept = false): void {
    if (swept) this.#clock(top - this.#top);
    this.#go(top);
    this.scrolled.emit();
  }

  /** Where a row stands inside `rows`. */
  place(row: HTMLElement, top: number): void {
    row.style.setProperty('transform', `translateY(${top - this.#origin}px)`);
  }

  get origin(): number {
    return this.#origin;
  }

  #go(top: number): void {
    this.#top = Math.min(Math.max(0, top), this.last);
    // At the top it is already, and stays however little there is: to ask would have all laid out that was written.
    if (this.#top === 0 && this.#written === 0 && !this.#space.compressed) return this.#shift();
    this.#written = toTrack(this.#space, this.#top);
    if (Math.abs(this.element.scrollTop - this.#written) >= 0.5) this.element.scrollTop = this.#written;
    // The browser rounds: what it made of it is what the next scroll event will tell.
    this.#written = this.element.scrollTop;
    this.#shift();
  }

  #heard(): void {
    const { scrollTop } = this.element;
    if (Math.abs(scrollTop - this.#written) < 1) return;
    const before = this.#top;
    this.#top = toLayout(this.#space, scrollTop);
    this.#written = scrollTop;
    this.#clock(this.#top - before);
    this.#shift();
    this.scrolled.emit();
  }

  #shift(): void {
    const compressed = this.#space.compressed;
    this.#origin = compressed ? Math.floor(this.#top / ORIGIN_STEP) * ORIGIN_STEP : 0;
    const lift = compressed ? this.element.scrollTop - this.#top + this.#origin : 0;
    this.rows.style.setProperty('transform', lift === 0 ? 'none' : `translateY(${lift}px)`);
  }

  #clock(moved: number): void {
    const now = performance.now();
    this.#speed = moved / Math.max(1, now - this.#stamp);
    this.#moved = moved;
    this.#stamp = now;
  }

  /** On a compressed track a wheel notch would leap; here it moves the layout by what the hand asked. */
  #wheel(event: WheelEvent): void {
    if (!this.#space.compressed || event.ctrlKey) return;
    event.preventDefault();
    const line = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 40 : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? this.screen : 1;
    this.#clock(event.deltaY * line);
    this.to(this.#top + event.deltaY * line);
  }

  #touches(): void {
    let last: number | null = null;
    this.element.addEventListener('touchstart', (event) => { last = event.touches[0]?.clientY ?? null; }, { passive: true });
    this.element.addEventListener('touchmove', (event) => {
      const y = event.touches[0]?.clientY;
      if (!this.#space.compressed || this.isHeld || event.touches.length > 1 || last === null || y === undefined) return;
      event.preventDefault();
      this.to(this.#top + last - y);
      last = y;
    }, { passive: false });
  }
}
