/** Results of a search: rows of equal height, each item a picture with its snippet beside it. */
import type { Row, RowLayout } from './row-layout.js';

const MIN_WIDTH = 460;
export const RESULT_HEIGHT = 148;
export const RESULT_GAP = 12;

export class ResultLayout implements RowLayout {
  readonly columns: number;
  readonly itemWidth: number;
  readonly itemHeight: number;
  readonly gap = RESULT_GAP;

  /** `em` is the font size in CSS pixels, so that larger text finds room. */
  constructor(readonly items: number, readonly room: number, readonly em = 16) {
    this.columns = Math.max(1, Math.min(3, Math.floor((room + RESULT_GAP) / (MIN_WIDTH + RESULT_GAP))));
    this.itemWidth = (room - RESULT_GAP * (this.columns - 1)) / this.columns;
    this.itemHeight = Math.round(RESULT_HEIGHT * Math.max(1, em / 16));
  }

  /** Other results in the same room. */
  holding(items: number): ResultLayout {
    return new ResultLayout(items, this.room, this.em);
  }

  /** Whether the other's rows stand where these stand. */
  isLike(other: RowLayout): boolean {
    return other instanceof ResultLayout && other.room === this.room && other.em === this.em;
  }

  get #pitch(): number {
    return this.itemHeight + RESULT_GAP;
  }

  get rows(): number {
    return Math.ceil(this.items / this.columns);
  }

  get height(): number {
    return this.rows * this.#pitch;
  }

  row(index: number): Row {
    const from = index * this.columns;
    return { kind: 'items', from, count: Math.min(this.columns, this.items - from), day: -1 };
  }

  top(row: number): number {
    return row * this.#pitch;
  }

  heightOf(): number {
    return this.#pitch;
  }

  rowAt(y: number): number {
    return Math.max(0, Math.min(this.rows - 1, Math.floor(y / this.#pitch)));
  }

  rowOfItem(item: number): number {
    return Math.floor(item / this.columns);
  }

  columnOfItem(item: number): number {
    return item % this.columns;
  }
}
