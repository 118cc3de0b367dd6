/** One item in a row of the grid: a tile, or a result with its snippet. */
import type { Ordinal } from '../../../bridge/engine.js';

export interface Cell {
  readonly element: HTMLElement;
  /** What takes the focus. */
  readonly link: HTMLElement;
  /** -1 while it is not known. */
  readonly ordinal: Ordinal;
  show(item: number, column: number): void;
}
