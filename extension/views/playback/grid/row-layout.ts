/** What the grid's scroller must know of a layout: rows from top to bottom, items in the order they are shown. */
export interface DayRow { kind: 'day'; day: number }
export interface ItemRow { kind: 'items'; from: number; count: number; day: number }
export type Row = DayRow | ItemRow;

export interface RowLayout {
  /** All rows together, in CSS pixels. */
  readonly height: number;
  readonly rows: number;
  readonly items: number;
  readonly columns: number;
  readonly itemWidth: number;
  readonly itemHeight: number;
  readonly gap: number;
  row(index: number): Row;
  top(row: number): number;
  heightOf(row: number): number;
  /** The row at `y`, clamped to the first and last. */
  rowAt(y: number): number;
  rowOfItem(item: number): number;
  columnOfItem(item: number): number;
}

/** The rows that touch [from, to], as [first, last]; an empty layout answers [0, -1]. */
export function rowsWithin(layout: RowLayout, from: number, to: number): [first: number, last: number] {
  if (layout.rows === 0) return [0, -1];
  return [layout.rowAt(from), layout.rowAt(to)];
}
