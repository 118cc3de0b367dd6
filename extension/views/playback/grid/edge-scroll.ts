/** Scrolling on while a hand that draws a selection is at an edge. Pure. */

/** So near to an edge it scrolls, at most so many pixels a frame. */
const EDGE = 40;
const FASTEST = 28;

/** Pixels a frame, positive downwards; 0 away from the edges. */
export function edgeSpeed(y: number, top: number, bottom: number): number {
  const past = y < top + EDGE ? y - top - EDGE : y > bottom - EDGE ? y - bottom + EDGE : 0;
  return Math.max(-FASTEST, Math.min(FASTEST, past / 2));
}
