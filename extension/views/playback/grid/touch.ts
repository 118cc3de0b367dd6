/** Fingers on the grid: a long press selects, and goes on selecting while the finger moves; two fingers change the size of tiles. */
import type { Playback } from '../model/playback.js';
import { edgeSpeed } from './edge-scroll.js';
import type { GridView } from './grid-view.js';
import type { Pick } from './pick.js';
import { TILE_STEPS } from './tile-size.js';

const LONG_PRESS_MS = 500;
const SLOP = 10;

interface Point { x: number; y: number }

export class GridTouch {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #start: Point | null = null;
  /** The finger that selects, once it has pressed for long. */
  #hand: Point | null = null;
  #frame = 0;
  /** How far apart two fingers were, and how wide tiles were then. */
  #pinch: { apart: number; width: number } | null = null;

  constructor(readonly playback: Playback, readonly grid: GridView, readonly pick: Pick) {
    const { element } = grid.scroller;
    element.addEventListener('touchstart', (event) => this.#down(event), { passive: true });
    // Not passive: what selects or pinches must not scroll.
    element.addEventListener('touchmove', (event) => this.#move(event), { passive: false });
    element.addEventListener('touchend', (event) => this.#up(event), { passive: false });
    element.addEventListener('touchcancel', () => this.#end());
    element.addEventListener('contextmenu', (event) => { if (this.#start) event.preventDefault(); });
  }

  #down(event: TouchEvent): void {
    const [first, second] = event.touches;
    this.#end();
    if (first && second) return this.#begin(first, second);
    if (!first) return;
    this.#start = pointOf(first);
    const item = this.grid.itemOfElement(event.target);
    if (item >= 0) this.#timer = setTimeout(() => this.#press(item), LONG_PRESS_MS);
  }

  #press(item: number): void {
    this.#hand = this.#start;
    this.grid.scroller.isHeld = true;
    this.grid.item = item;
    this.pick.toggle(item);
    navigator.vibrate?.(10);
    this.#frame = requestAnimationFrame(() => this.#follow());
  }

  #move(event: TouchEvent): void {
    const [first, second] = event.touches;
    if (!first) return;
    if (this.#pinch && second) {
      if (event.cancelable) event.preventDefault();
      return this.#resize(first, second, this.#pinch);
    }
    const hand = pointOf(first);
    if (this.#hand) {
      event.preventDefault();
      this.#hand = hand;
      this.#extend(hand);
    } else if (this.#start && Math.hypot(hand.x - this.#start.x, hand.y - this.#start.y) > SLOP) clearTimeout(this.#timer);
  }

  /** The press that selected is no click. */
  #up(event: TouchEvent): void {
    if (this.#hand || this.#pinch) event.preventDefault();
    this.#end();
  }

  #end(): void {
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    this.#start = this.#hand = this.#pinch = null;
    this.grid.scroller.isHeld = false;
  }

  /** All from where it was pressed to where the finger is; where the press took something out of the selection nothing more. */
  #extend({ x, y }: Point): void {
    const { selection } = this.playback;
    const item = this.grid.nearest(x, y);
    if (item < 0 || selection.anchor === null || !selection.has(selection.anchor)) return;
    this.pick.extend(item, this.grid.item);
  }

  #follow(): void {
    const { scroller } = this.grid;
    if (!this.#hand) return;
    const { top, bottom } = scroller.element.getBoundingClientRect();
    const speed = edgeSpeed(this.#hand.y, top, bottom);
    if (speed !== 0) {
      scroller.to(scroller.top + speed);
      this.#extend(this.#hand);
    }
    this.#frame = requestAnimationFrame(() => this.#follow());
  }

  /** What is between the fingers stays between them. */
  #begin(first: Touch, second: Touch): void {
    if (this.grid.source.kind !== 'days') return;
    const [a, b] = [pointOf(first), pointOf(second)];
    const item = this.grid.nearest((a.x + b.x) / 2, (a.y + b.y) / 2);
    if (item >= 0) this.grid.item = item;
    this.#pinch = { apart: apart(a, b), width: TILE_STEPS[this.grid.step] ?? TILE_STEPS[0] };
  }

  #resize(first: Touch, second: Touch, pinch: { apart: number; width: number }): void {
    const width = (pinch.width * apart(pointOf(first), pointOf(second))) / pinch.apart;
    const step = nearestStep(width);
    if (step !== this.grid.step) this.grid.setStep(step);
  }
}

const pointOf = ({ clientX, clientY }: Touch): Point => ({ x: clientX, y: clientY });

const apart = (a: Point, b: Point): number => Math.max(1, Math.hypot(a.x - b.x, a.y - b.y));

/** The step whose tiles are as wide as that, or nearly. */
export function nearestStep(width: number): number {
  const away = TILE_STEPS.map((step) => Math.abs(Math.log(step / width)));
  return away.indexOf(Math.min(...away));
}
