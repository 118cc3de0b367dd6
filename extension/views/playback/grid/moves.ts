/** Where a key takes the focus in a layout of rows; pure, so that every step can be tested. */
import type { RowLayout } from './row-layout.js';

export type Move = 'next' | 'previous' | 'above' | 'below' | 'rowStart' | 'rowEnd' | 'first' | 'last' | 'pageUp' | 'pageDown';

/** The item after `move` from `item`; the same item at an edge. `screen` is the height seen, in CSS pixels. */
export function moved(layout: RowLayout, item: number, move: Move, screen: number): number {
  const last = layout.items - 1;
  if (last < 0) return 0;
  switch (move) {
    case 'next': return Math.min(last, item + 1);
    case 'previous': return Math.max(0, item - 1);
    case 'first': return 0;
    case 'last': return last;
    case 'rowStart': return rowEdge(layout, item, 0);
    case 'rowEnd': return rowEdge(layout, item, Infinity);
    case 'above': return vertical(layout, item, -1);
    case 'below': return vertical(layout, item, 1);
    case 'pageUp': return paged(layout, item, -screen);
    case 'pageDown': return paged(layout, item, screen);
  }
}

function rowEdge(layout: RowLayout, item: number, column: number): number {
  const row = layout.row(layout.rowOfItem(item));
  if (row.kind === 'day') return item;
  return row.from + Math.min(column, row.count - 1);
}

/** One row up or down in the same column; day headers are stepped over, short rows give their last item. */
function vertical(layout: RowLayout, item: number, direction: 1 | -1): number {
  const column = layout.columnOfItem(item);
  for (let row = layout.rowOfItem(item) + direction; row >= 0 && row < layout.rows; row += direction) {
    const there = layout.row(row);
    if (there.kind === 'items') return there.from + Math.min(column, there.count - 1);
  }
  return item;
}

function paged(layout: RowLayout, item: number, by: number): number {
  const column = layout.columnOfItem(item);
  const target = layout.top(layout.rowOfItem(item)) + by;
  if (target < 0) return Math.min(column, layout.items - 1);
  // To the nearest row, so that a screen down and a screen up end where they began.
  const row = layout.rowAt(target + layout.itemHeight / 2);
  const there = layout.row(row);
  if (there.kind === 'items') return there.from + Math.min(column, there.count - 1);
  const below = layout.row(Math.min(layout.rows - 1, row + 1));
  return below.kind === 'items' ? below.from + Math.min(column, below.count - 1) : item;
}
