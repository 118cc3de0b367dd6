/** The rubber band: drawn with the mouse from an empty place, it selects what it touches; at an edge the grid scrolls on. */
import { el } from '../../shared/dom.js';
import { union, type Ranges } from '../model/ranges.js';
import type { Playback } from '../model/playback.js';
import { edgeSpeed } from './edge-scroll.js';
import type { GridView } from './grid-view.js';

/** Pixels before a press is a drag. */
const SLOP = 6;

interface Point { x: number; y: number }

export class Band {
  readonly #box = el('div', { class: 'band', 'aria-hidden': 'true', hidden: true });
  /** Where it began, and where the hand is: across the rows, and down the layout. */
  #from: Point | null = null;
  #hand = { x: 0, y: 0 };
  #before: Ranges = [];
  #drawn = false;
  #frame = 0;

  constructor(readonly playback: Playback, readonly grid: GridView) {
    // With the heading of the day, which stands over the rows.
    const { element } = grid;
    element.append(this.#box);
    element.addEventListener('pointerdown', (event) => this.#down(event));
    // A drag over words would select them, too.
    element.addEventListener('mousedown', (event) => { if (this.#from) event.preventDefault(); });
    document.addEventListener('keydown', (event) => this.#key(event), true);
    element.addEventListener('pointermove', (event) => this.#move(event));
    for (const kind of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) element.addEventListener(kind, () => this.#end());
  }

  #down(event: PointerEvent): void {
    const { grid } = this;
    const isFree = event.target instanceof Element && grid.itemOfElement(event.target) < 0 && event.target.closest('button, a, .rail') === null;
    // The browser's own scrollbar is no empty place.
    const isInside = event.clientX - grid.scroller.element.getBoundingClientRect().left < grid.scroller.element.clientWidth;
    if (event.button !== 0 || event.pointerType !== 'mouse' || !isFree || !isInside) return;
    this.#hand = { x: event.clientX, y: event.clientY };
    this.#from = this.#under();
    this.#before = event.ctrlKey || event.metaKey || event.shiftKey ? this.playback.selection.ranges : [];
    grid.scroller.element.setPointerCapture(event.pointerId);
  }

  #move(event: PointerEvent): void {
    if (!this.#from) return;
    const far = Math.hypot(event.clientX - this.#hand.x, event.clientY - this.#hand.y);
    if (!this.#drawn && far < SLOP) return;
    this.#drawn = true;
    this.#hand = { x: event.clientX, y: event.clientY };
    this.#draw();
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#follow());
  }

  /** Escape gives it up: what was selected before is selected again. */
  #key(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.#drawn) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.playback.selection.replace(this.#before);
    this.#end();
  }

  #end(): void {
    // A press on an empty place, and no drag: what was selected is no more.
    if (this.#from && !this.#drawn && this.#before.length === 0) this.playback.selection.clear();
    this.#from = null;
    this.#drawn = false;
    this.#box.hidden = true;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  /** Scrolls while the hand is at an edge. */
  #follow(): void {
    if (!this.#from) return;
    const { scroller } = this.grid;
    const { top, bottom } = scroller.element.getBoundingClientRect();
    const speed = edgeSpeed(this.#hand.y, top, bottom);
    if (speed !== 0) {
      scroller.to(scroller.top + speed);
      this.#draw();
    }
    this.#frame = requestAnimationFrame(() => this.#follow());
  }

  /** The hand, across the rows and down the layout. */
  #under(): Point {
    const { scroller } = this.grid;
    const rows = scroller.rows.getBoundingClientRect();
    const across = this.#hand.x - rows.left;
    return { x: document.documentElement.dir === 'rtl' ? rows.width - across : across, y: this.#hand.y - scroller.element.getBoundingClientRect().top + scroller.top };
  }

  #draw(): void {
    const from = this.#from;
    if (!from) return;
    const hand = this.#under();
    const [left, right, top, bottom] = [Math.min(from.x, hand.x), Math.max(from.x, hand.x), Math.min(from.y, hand.y), Math.max(from.y, hand.y)];
    this.#show(left, right, top, bottom);
    this.playback.selection.replace(union(this.#before, this.#touched(left, right, top, bottom)));
  }

  #show(left: number, right: number, top: number, bottom: number): void {
    const { scroller, element } = this.grid;
    const start = Math.abs(scroller.rows.getBoundingClientRect()[document.documentElement.dir === 'rtl' ? 'right' : 'left'] - element.getBoundingClientRect()[document.documentElement.dir === 'rtl' ? 'right' : 'left']);
    this.#box.hidden = false;
    for (const [name, value] of Object.entries({ 'inset-inline-start': start + left, 'inset-block-start': top - scroller.top, 'inline-size': right - left, 'block-size': bottom - top })) this.#box.style.setProperty(name, `${value}px`);
  }

  /** What lies within, row by row. */
  #touched(left: number, right: number, top: number, bottom: number): Ranges {
    const { layout, source } = this.grid;
    const pitch = layout.itemWidth + layout.gap;
    const [first, last] = [Math.max(0, Math.ceil((left - layout.itemWidth) / pitch)), Math.min(layout.columns - 1, Math.floor(right / pitch))];
    const touched: Ranges[] = [];
    if (layout.items === 0 || first > last) return [];
    for (let row = layout.rowAt(top); row < layout.rows && layout.top(row) <= bottom; row++) {
      const there = layout.row(row);
      if (there.kind !== 'items' || layout.top(row) + layout.itemHeight < top) continue;
      const to = Math.min(there.count, last + 1);
      if (first < to) touched.push(source.ranges(there.from + first, there.from + to));
    }
    return union(...touched);
  }
}
