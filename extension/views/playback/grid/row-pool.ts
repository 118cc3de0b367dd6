/** The rows in the document: those on screen and a little more, filled from cells that are used again. */
import type { Ordinal } from '../../../bridge/engine.js';
import { el, set } from '../../shared/dom.js';
import type { Playback } from '../model/playback.js';
import { lowerBound } from '../model/sorted.js';
import type { Cell } from './cell.js';
import { DayHeading } from './day-row.js';
import { rowsWithin, type Row, type RowLayout } from './row-layout.js';
import type { Scroller } from './scroller.js';
import type { Source } from './source.js';

interface Mounted { readonly element: HTMLElement; row: Row; readonly cells: Cell[]; heading: DayHeading | null }

export class RowPool {
  readonly #mounted = new Map<number, Mounted>();
  #free: Cell[] = [];
  #headings: DayHeading[] = [];
  #origin = 0;

  constructor(readonly playback: Playback, readonly scroller: Scroller, readonly source: () => Source) {}

  /** Cells on screen and around it, from the top. */
  *cells(): Generator<[item: number, cell: Cell]> {
    for (const index of [...this.#mounted.keys()].sort((a, b) => a - b)) {
      const { row, cells } = this.#mounted.get(index) as Mounted;
      if (row.kind === 'items') for (const [column, cell] of cells.entries()) yield [row.from + column, cell];
    }
  }

  cellOf(layout: RowLayout, item: number): Cell | null {
    if (layout.items === 0) return null;
    return this.#mounted.get(layout.rowOfItem(item))?.cells[layout.columnOfItem(item)] ?? null;
  }

  /** Mounts the rows within [from, to] of the layout; `kept` is a row that stays whatever happens (the one in focus). */
  mount(layout: RowLayout, from: number, to: number, kept: number): void {
    const [first, last] = rowsWithin(layout, from, to);
    this.#turnAll(layout, first, last, kept);
    for (const [index, row] of this.#mounted) {
      if ((index < first || index > last) && index !== kept) this.#release(index, row);
    }
    const moved = this.#origin !== this.scroller.origin;
    this.#origin = this.scroller.origin;
    for (let index = first; index <= last; index++) if (!this.#mounted.has(index)) this.#add(layout, index);
    if (moved) for (const [index, { element }] of this.#mounted) this.scroller.place(element, layout.top(index));
    if (kept >= 0 && kept < layout.rows && !this.#mounted.has(kept)) this.#add(layout, kept);
  }

  /** Fills every mounted row again from what is known now. */
  refresh(layout: RowLayout): void {
    for (const mounted of this.#mounted.values()) this.#fill(layout, mounted);
  }

  /** The layout changed: nothing that is mounted is where it was. */
  reset(): void {
    for (const [index, row] of [...this.#mounted]) this.#release(index, row);
  }

  /** Other items in a layout of the same shape: rows stay where they are, and a cell goes with the item that it shows, so that its picture stays. Those outside of [from, to] go. */
  renew(layout: RowLayout, from: number, to: number): void {
    const [first, last] = rowsWithin(layout, from, to);
    for (const [index, row] of [...this.#mounted]) if (index < first || index > last) this.#release(index, row);
    const homes = new Map<Ordinal, { cells: Cell[]; column: number }>();
    for (const cells of [this.#free, ...[...this.#mounted.values()].map((row) => row.cells)]) {
      for (const [column, { ordinal }] of cells.entries()) if (ordinal >= 0) homes.set(ordinal, { cells, column });
    }
    for (const [index, { cells }] of this.#mounted) {
      const row = layout.row(index);
      if (row.kind === 'items') for (const column of cells.keys()) swap(cells, column, homes, this.source().ordinalOf(row.from + column));
    }
    for (const [index, mounted] of [...this.#mounted]) this.#become(layout, index, mounted);
  }

  /** Other cells from now on. */
  drop(): void {
    this.reset();
    this.#free = [];
  }

  /**
   * Rows that go become those that come, where these stand between the same neighbours: after a leap it is all of them, and neither they nor their tiles
   * leave the document. To scroll on by a row takes one out at one end and puts one in at the other.
   */
  #turnAll(layout: RowLayout, first: number, last: number, kept: number): void {
    const [stay, go]: [number[], number[]] = [[], []];
    for (const index of [...this.#mounted.keys()].sort((a, b) => a - b)) ((index >= first && index <= last) || index === kept ? stay : go).push(index);
    if (go.length === 0) return;
    const before = (index: number): number => lowerBound(stay, index);
    for (let index = first; index <= last; index++) {
      if (this.#mounted.has(index)) continue;
      const at = go.findIndex((gone) => before(gone) === before(index));
      if (at < 0) continue;
      const [gone] = go.splice(at, 1) as [number];
      const mounted = this.#mounted.get(gone) as Mounted;
      this.#mounted.delete(gone);
      this.#become(layout, index, mounted);
    }
  }

  #add(layout: RowLayout, index: number): void {
    const mounted: Mounted = { element: el('div', { role: 'row' }), row: layout.row(index), cells: [], heading: null };
    this.#become(layout, index, mounted);
    this.scroller.rows.insertBefore(mounted.element, this.#after(index));
  }

  /** A row of the pool is this row of the layout from now on, with as many cells as that has. */
  #become(layout: RowLayout, index: number, mounted: Mounted): void {
    const { element, cells } = mounted;
    const row = layout.row(index);
    mounted.row = row;
    set(element, 'class', row.kind === 'day' ? 'row day-row' : 'row');
    set(element, 'aria-rowindex', index + 1);
    for (const cell of cells.splice(row.kind === 'day' ? 0 : row.count)) this.#spare(cell);
    if (row.kind === 'day') {
      mounted.heading ??= this.#headings.pop() ?? new DayHeading(this.playback);
      if (mounted.heading.element.parentElement !== element) element.append(mounted.heading.element);
    } else {
      this.#behead(mounted);
      while (cells.length < row.count) {
        const cell = this.#cell(row.from + cells.length);
        cells.push(cell);
        element.append(cell.element);
      }
    }
    this.scroller.place(element, layout.top(index));
    this.#mounted.set(index, mounted);
    this.#fill(layout, mounted);
  }

  #spare(cell: Cell): void {
    cell.element.remove();
    set(cell.link, 'tabindex', '-1');
    this.#free.push(cell);
  }

  #behead(mounted: Mounted): void {
    if (!mounted.heading) return;
    mounted.heading.element.remove();
    this.#headings.push(mounted.heading);
    mounted.heading = null;
  }

  /** The cell that showed the item before, so that its picture stays; else any that is free. */
  #cell(item: number): Cell {
    const source = this.source();
    const ordinal = source.ordinalOf(item);
    const same = ordinal < 0 ? -1 : this.#free.findLastIndex((cell) => cell.ordinal === ordinal);
    if (same >= 0) return this.#free.splice(same, 1)[0] as Cell;
    return this.#free.pop() ?? source.makeCell();
  }

  /** In the document rows stand in the order of the layout, for readers that go by it. */
  #after(index: number): Node | null {
    let next = Infinity;
    for (const other of this.#mounted.keys()) if (other > index && other < next) next = other;
    return this.#mounted.get(next)?.element ?? null;
  }

  #fill(layout: RowLayout, { row, cells, heading }: Mounted): void {
    if (row.kind === 'day') heading?.show(row.day, layout.columns);
    else for (const [column, cell] of cells.entries()) cell.show(row.from + column, column);
  }

  #release(index: number, { element, cells, heading }: Mounted): void {
    element.remove();
    this.#mounted.delete(index);
    for (const cell of cells) set(cell.link, 'tabindex', '-1');
    this.#free.push(...cells);
    if (heading) this.#headings.push(heading);
  }
}

/** Brings the cell that shows an item to a place, and the one that is there to where it was. */
function swap(cells: Cell[], column: number, homes: Map<Ordinal, { cells: Cell[]; column: number }>, wanted: Ordinal): void {
  const home = homes.get(wanted);
  const [here, there] = [cells[column], home?.cells[home.column]];
  if (home === undefined || here === undefined || there === undefined || here === there) return;
  const spot = document.createComment('');
  here.element.replaceWith(spot);
  there.element.replaceWith(here.element);
  spot.replaceWith(there.element);
  [cells[column], home.cells[home.column]] = [there, here];
  if (here.ordinal >= 0) homes.set(here.ordinal, home);
  homes.set(wanted, { cells, column });
}
