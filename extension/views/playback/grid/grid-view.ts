/** The grid: days of tiles, or results with snippets. Only what is near the screen is in the document. */
import type { Ordinal } from '../../../bridge/engine.js';
import { el, set } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { beat } from '../model/beat.js';
import type { Playback } from '../model/playback.js';
import type { Cell } from './cell.js';
import { DayLayout } from './day-layout.js';
import { moved, type Move } from './moves.js';
import { Rail } from './rail.js';
import { RowPool } from './row-pool.js';
import { ResultLayout } from './result-layout.js';
import type { RowLayout } from './row-layout.js';
import { MOVING_MS, Scroller } from './scroller.js';
import { Sharp } from './sharp.js';
import { DaySource, ResultSource, type Source } from './source.js';
import { StickyDay } from './sticky-day.js';
import { DEFAULT_STEP, TILE_STEPS } from './tile-size.js';

/** Of one who types: a letter may follow. */
const LETTERS_MS = 150;
const STEP_KEPT = 'playback.tileStep';

export class GridView {
  readonly scroller = new Scroller();
  readonly #sticky: StickyDay;
  readonly rail: Rail;
  readonly element: HTMLElement;
  readonly #days: DaySource;
  readonly #results: ResultSource;
  source: Source;
  layout: RowLayout;
  readonly pool: RowPool;
  readonly #sharp: Sharp;
  #step = Math.min(TILE_STEPS.length - 1, Math.max(0, Number(localStorage.getItem(STEP_KEPT) ?? DEFAULT_STEP) || 0));
  /** The item that takes the focus. */
  item = 0;
  /** What is shown may be otherwise: not moved alone. */
  #stale = false;
  #resting: ReturnType<typeof setTimeout> | undefined;
  /** While letters follow each other. */
  #tight: ReturnType<typeof setTimeout> | undefined;
  /** How high the screen was when it was laid out last. */
  #room = 0;

  constructor(readonly playback: Playback) {
    this.#days = new DaySource(playback);
    this.#results = new ResultSource(playback);
    this.source = this.#days;
    this.layout = this.source.layout(800, this.#step);
    this.pool = new RowPool(playback, this.scroller, () => this.source);
    this.#sharp = new Sharp(playback, () => this.pool.cells());
    this.#sticky = new StickyDay(playback, this.scroller);
    this.rail = new Rail(playback, this.scroller);
    set(this.scroller.rows, 'role', 'grid');
    set(this.scroller.rows, 'aria-multiselectable', 'true');
    this.element = el('section', { class: 'grid-view', 'aria-label': t('playback_grid') },
      this.scroller.element, this.#sticky.element, this.rail.element);
    this.scroller.scrolled.on(() => beat.write(this.#drawn));
    this.scroller.resized.on(() => this.relayout());
    playback.memory.news.on(() => this.draw());
    playback.search.news.on(() => this.draw());
    playback.selection.changed.on(() => this.draw());
    this.scroller.rows.addEventListener('focusin', (event) => this.#focused(event.target));
  }

  get shown(): boolean {
    return !this.element.hidden;
  }

  get step(): number {
    return this.#step;
  }

  /** Tile width, one of five. */
  setStep(step: number): void {
    this.#step = Math.min(TILE_STEPS.length - 1, Math.max(0, step));
    localStorage.setItem(STEP_KEPT, String(this.#step));
    this.relayout();
  }

  get ordinal(): Ordinal {
    return this.source.ordinalOf(this.item);
  }

  /** Shows days or results, whichever the search asks for, with the shared place on screen; new results start at the top. */
  resource(fromTop = false): void {
    const wanted: Source = this.playback.search.active ? this.#results : this.#days;
    const other = wanted !== this.source;
    if (other) {
      this.source = wanted;
      this.pool.drop();
    }
    this.element.classList.toggle('results', wanted.kind === 'results');
    const there = wanted.itemOf(this.playback.place.ordinal);
    this.item = fromTop ? 0 : there >= 0 ? there : other ? 0 : this.item;
    if (fromTop && !other && this.layout instanceof ResultLayout && this.scroller.screen > 0) return this.#refill(this.layout.holding(this.playback.search.length));
    this.relayout(this.item === 0 ? 'top' : other ? 'item' : 'offset');
  }

  /** Other results where results stand already: in the rows that are there, and nothing is measured. With every letter. */
  #refill(layout: ResultLayout): void {
    const focused = this.scroller.rows.contains(document.activeElement);
    this.layout = layout;
    this.scroller.fit(layout.height, 0);
    this.pool.renew(layout, 0, this.scroller.screen);
    set(this.scroller.rows, 'aria-rowcount', layout.rows);
    this.#letter();
    this.#render();
    if (focused) this.focus();
  }

  /** What is not on the screen waits until no other letter comes. */
  #letter(): void {
    clearTimeout(this.#tight);
    this.#tight = setTimeout(() => { this.#tight = undefined; beat.write(this.#drawn); }, LETTERS_MS);
  }

  /** Computes the layout anew; the item in focus keeps its place on screen, or is brought there. */
  relayout(keep: 'offset' | 'item' | 'top' = 'offset'): void {
    if (!this.shown) return;
    this.scroller.measure();
    // What has not stood there yet has no place to be kept.
    const had = this.layout.items > 0 ? this.layout.top(this.layout.rowOfItem(Math.min(this.item, this.layout.items - 1))) - this.scroller.top : -1;
    const focused = this.scroller.rows.contains(document.activeElement);
    const before = this.layout;
    this.layout = this.#fitted();
    this.item = Math.min(this.item, Math.max(0, this.layout.items - 1));
    const top = this.layout.items > 0 ? this.layout.top(this.layout.rowOfItem(this.item)) : 0;
    const visible = had >= 0 && had < this.scroller.screen;
    // Where the room became less, what has the focus stays in sight.
    const least = focused && visible && this.scroller.screen < this.#room ? top + this.layout.itemHeight + 16 - this.scroller.screen : 0;
    this.#room = this.scroller.screen;
    const want = keep === 'top' ? 0 : keep === 'offset' && visible ? Math.max(top - had, Math.min(least, top)) : this.#centred(top);
    const { screen } = this.scroller;
    // Where a line above comes and goes with what is typed, nothing of the results does.
    if (this.layout instanceof ResultLayout && this.layout.isLike(before)) this.pool.renew(this.layout, want - screen, want + 2 * screen);
    else this.pool.reset();
    this.scroller.rows.style.setProperty('--columns', String(this.layout.columns));
    this.scroller.rows.style.setProperty('--item-height', `${this.layout.itemHeight}px`);
    this.scroller.rows.style.setProperty('--gap', `${this.layout.gap}px`);
    this.scroller.fit(this.layout.height, want);
    set(this.scroller.rows, 'aria-rowcount', this.layout.rows);
    set(this.scroller.rows, 'aria-colcount', this.layout.columns);
    set(this.scroller.rows, 'aria-label', this.source.kind === 'days' ? t('playback_gridName') : t('playback_resultsName'));
    this.#render();
    if (focused) this.focus();
  }

  /** The layout for the room there is; the rail comes and goes with its height and takes room itself. */
  #fitted(): RowLayout {
    const { width } = this.scroller;
    const layout = this.source.layout(width, this.#step);
    this.rail.fit(layout);
    if (this.scroller.width === width) return layout;
    const narrower = this.source.layout(this.scroller.width, this.#step);
    this.rail.fit(narrower);
    return narrower;
  }

  /** Draws in the next frame. */
  draw(): void {
    if (!this.shown) return;
    this.#stale = true;
    beat.write(this.#drawn);
  }

  readonly #drawn = (): void => {
    if (!this.shown) return;
    if (this.#stale) this.pool.refresh(this.layout);
    this.#stale = false;
    this.#render();
  };

  cellAt(item: number): Cell | null {
    return this.pool.cellOf(this.layout, item);
  }

  /** The item a cell's element shows; -1 when it is none of ours. */
  itemOfElement(target: EventTarget | null): number {
    if (!(target instanceof Element)) return -1;
    const tile = target.closest('.tile');
    for (const [item, cell] of this.pool.cells()) if (cell.element === tile) return item;
    return -1;
  }

  /** The item nearest to a place on screen; -1 where there is none. */
  nearest(x: number, y: number): number {
    if (this.layout.items === 0) return -1;
    const rows = this.scroller.rows.getBoundingClientRect();
    const across = document.documentElement.dir === 'rtl' ? rows.right - x : x - rows.left;
    const column = Math.max(0, Math.floor(across / (this.layout.itemWidth + this.layout.gap)));
    const row = this.layout.rowAt(Math.max(0, y - this.scroller.element.getBoundingClientRect().top + this.scroller.top));
    const there = [this.layout.row(row), this.layout.row(Math.min(row + 1, this.layout.rows - 1))].find(({ kind }) => kind === 'items');
    return there?.kind === 'items' ? there.from + Math.min(column, there.count - 1) : -1;
  }

  move(move: Move): void {
    this.goto(moved(this.layout, this.item, move, this.scroller.screen - 2 * this.layout.itemHeight));
  }

  /** Puts an item in focus and on screen. */
  goto(item: number): void {
    if (this.layout.items === 0) return;
    this.item = Math.min(this.layout.items - 1, Math.max(0, item));
    this.#reveal();
    this.#render();
    this.focus();
    const ordinal = this.ordinal;
    if (ordinal >= 0) this.playback.place.go(ordinal);
  }

  gotoOrdinal(ordinal: Ordinal): void {
    const item = this.source.itemOf(ordinal);
    if (item >= 0) this.goto(item);
  }

  focus(): void {
    const cell = this.cellAt(this.item);
    if (cell) cell.link.focus({ preventScroll: true });
    else this.scroller.element.focus({ preventScroll: true });
  }

  /** The frame another view should go on with: the one in focus, or what is in the middle when that was scrolled away. */
  anchor(): Ordinal {
    if (this.layout.items === 0) return this.playback.place.ordinal;
    const { top, screen } = this.scroller;
    const focused = this.layout.top(this.layout.rowOfItem(this.item));
    if (focused > top - this.layout.itemHeight / 2 && focused < top + screen) return this.#known(this.item);
    const middle = this.layout.row(this.layout.rowAt(top + screen / 2));
    if (middle.kind === 'items') return this.#known(middle.from);
    const below = this.layout.row(Math.min(this.layout.rows - 1, this.layout.rowAt(top + screen / 2) + 1));
    return this.#known(below.kind === 'items' ? below.from : this.item);
  }

  #known(item: number): Ordinal {
    const ordinal = this.source.ordinalOf(item);
    return ordinal >= 0 ? ordinal : this.playback.place.ordinal;
  }

  #centred(top: number): number {
    return Math.max(0, top - Math.max(56, (this.scroller.screen - this.layout.itemHeight) / 2));
  }

  #reveal(): void {
    const row = this.layout.rowOfItem(this.item);
    const top = this.layout.top(row);
    const room = this.layout instanceof DayLayout ? 56 : 8;
    if (top - room < this.scroller.top) this.scroller.to(top - room);
    else if (top + this.layout.itemHeight + 16 > this.scroller.top + this.scroller.screen) {
      this.scroller.to(top + this.layout.itemHeight + 16 - this.scroller.screen);
    }
  }

  /** Mounts what is near the screen and asks for what it needs, from the middle outwards. */
  #render(): void {
    const { screen, top, speed, leaps } = this.scroller;
    if (screen === 0) return;
    const [ahead, behind] = this.#tight !== undefined && speed === 0 ? [0, 0] : leaps ? [0.1, 0.1] : Math.abs(speed) > 1 ? [1.2, 0.4] : [0.6, 0.4];
    const [up, down] = speed < 0 ? [ahead * screen, behind * screen] : [behind * screen, ahead * screen];
    const kept = this.layout.items > 0 ? this.layout.rowOfItem(this.item) : -1;
    this.pool.mount(this.layout, top - up, top + screen + down, kept);
    this.#tabStop();
    this.#sticky.show(this.layout);
    this.rail.show();
    this.#want(Math.abs(speed) > 3, leaps);
    this.#sharp.drawn();
    clearTimeout(this.#resting);
    // What was left out on the way.
    if (speed !== 0) this.#resting = setTimeout(() => beat.write(this.#drawn), MOVING_MS + 1);
  }

  #want(fast: boolean, leaps: boolean): void {
    const { memory, search } = this.playback;
    const middle = this.scroller.top + this.scroller.screen / 2;
    const items = [...this.pool.cells()].map(([item]) => item);
    const first = items[0];
    if (first === undefined) return;
    // The row kept for the focus may be far away: it is asked for with the others, not everything between.
    const far = items.map((item) => this.layout.top(this.layout.rowOfItem(item)) + this.layout.itemHeight / 2 - middle).map(Math.abs);
    const near = [...items.keys()].filter((at) => (far[at] as number) < 3 * this.scroller.screen);
    const [from, to] = [near[0], near[near.length - 1]];
    if (from !== undefined && to !== undefined) this.source.want(items[from] as number, (items[to] as number) + 1);
    const ordinals = near.sort((a, b) => (far[a] as number) - (far[b] as number)).map((at) => this.source.ordinalOf(items[at] as number)).filter((ordinal) => ordinal >= 0);
    memory.captions.want(leaps ? [] : ordinals);
    const pictured = ordinals.filter((ordinal) => !memory.frames.isForgotten(ordinal));
    memory.pictures.want('thumb', fast ? [] : pictured);
    const cards = pictured.filter((ordinal) => memory.pictures.get(ordinal, 'thumb')?.kind === 'absent');
    memory.pictures.want('icon', cards);
    this.playback.lit.want(this.source === this.#results ? pictured : pictured.filter((ordinal) => search.isHit(ordinal)));
  }

  /** One stop for the Tab key: the item in focus. */
  #tabStop(): void {
    for (const [item, cell] of this.pool.cells()) set(cell.link, 'tabindex', item === this.item ? '0' : '-1');
  }

  #focused(target: EventTarget | null): void {
    const item = this.itemOfElement(target);
    if (item < 0 || item === this.item) return;
    this.item = item;
    this.#tabStop();
    const ordinal = this.ordinal;
    if (ordinal >= 0) this.playback.place.go(ordinal);
  }
}
