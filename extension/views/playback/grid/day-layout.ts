/** The grid of a whole memory: newest first, one section a day, as prefix sums so that no frame is ever walked. */
import { floorIndex } from '../model/sorted.js';
import type { Row, RowLayout } from './row-layout.js';
import { GAP, tileSize } from './tile-size.js';

/** A heading of 46 pixels and room for the focus ring of the tile below it. */
export const DAY_HEADER = 52;

/** Days as the engine counts them: ascending, as prefix sums of ordinals. */
export interface Days { total: number; dayStart: ArrayLike<number> }

export class DayLayout implements RowLayout {
  readonly items: number;
  readonly columns: number;
  readonly itemWidth: number;
  readonly itemHeight: number;
  readonly gap = GAP;
  readonly height: number;
  readonly rows: number;
  /** Day sections from the top: their first row, first item and top, each with one more entry for the end. */
  readonly #firstRow: Int32Array;
  readonly #firstItem: Int32Array;
  readonly #top: Float64Array;

  constructor(days: Days, room: number, target: number) {
    const n = Math.max(0, days.dayStart.length - 1);
    const tile = tileSize(room, target);
    this.items = days.total;
    this.columns = tile.columns;
    this.itemWidth = tile.width;
    this.itemHeight = tile.height;
    this.#firstRow = new Int32Array(n + 1);
    this.#firstItem = new Int32Array(n + 1);
    this.#top = new Float64Array(n + 1);
    for (let section = 0; section < n; section++) {
      const day = n - 1 - section;
      const count = (days.dayStart[day + 1] as number) - (days.dayStart[day] as number);
      const lines = Math.ceil(count / this.columns);
      this.#firstRow[section + 1] = (this.#firstRow[section] as number) + 1 + lines;
      this.#firstItem[section + 1] = (this.#firstItem[section] as number) + count;
      this.#top[section + 1] = (this.#top[section] as number) + DAY_HEADER + lines * this.#pitch;
    }
    this.rows = this.#firstRow[n] as number;
    this.height = this.#top[n] as number;
  }

  get #pitch(): number {
    return this.itemHeight + GAP;
  }

  /** How many day sections there are. */
  get sections(): number {
    return this.#firstRow.length - 1;
  }

  /** The engine's day index (ascending) of a section counted from the top. */
  dayOfSection(section: number): number {
    return this.sections - 1 - section;
  }

  sectionAt(y: number): number {
    return Math.min(Math.max(0, floorIndex(this.#top, y)), Math.max(0, this.sections - 1));
  }

  sectionTop(section: number): number {
    return this.#top[section] ?? this.height;
  }

  /** Items of a section as [first, end). */
  itemsOfSection(section: number): [number, number] {
    return [this.#firstItem[section] ?? this.items, this.#firstItem[section + 1] ?? this.items];
  }

  sectionOfItem(item: number): number {
    return Math.min(floorIndex(this.#firstItem, item), this.sections - 1);
  }

  row(index: number): Row {
    const section = Math.min(floorIndex(this.#firstRow, index), this.sections - 1);
    const line = index - (this.#firstRow[section] as number);
    const day = this.dayOfSection(section);
    if (line === 0) return { kind: 'day', day };
    const [first, end] = this.itemsOfSection(section);
    const from = first + (line - 1) * this.columns;
    return { kind: 'items', from, count: Math.min(this.columns, end - from), day };
  }

  top(index: number): number {
    const section = Math.min(floorIndex(this.#firstRow, index), this.sections - 1);
    const line = index - (this.#firstRow[section] as number);
    return this.sectionTop(section) + (line === 0 ? 0 : DAY_HEADER + (line - 1) * this.#pitch);
  }

  heightOf(index: number): number {
    return this.row(index).kind === 'day' ? DAY_HEADER : this.#pitch;
  }

  rowAt(y: number): number {
    const section = this.sectionAt(y);
    const into = Math.max(0, y - this.sectionTop(section));
    const first = this.#firstRow[section] as number;
    const lines = (this.#firstRow[section + 1] ?? this.rows) - first - 1;
    if (into < DAY_HEADER) return first;
    return first + 1 + Math.min(lines - 1, Math.floor((into - DAY_HEADER) / this.#pitch));
  }

  rowOfItem(item: number): number {
    const section = this.sectionOfItem(item);
    const [first] = this.itemsOfSection(section);
    return (this.#firstRow[section] as number) + 1 + Math.floor((item - first) / this.columns);
  }

  columnOfItem(item: number): number {
    const [first] = this.itemsOfSection(this.sectionOfItem(item));
    return (item - first) % this.columns;
  }
}
