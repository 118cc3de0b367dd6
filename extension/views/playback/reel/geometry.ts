/** Where each frame of the strip stands: a pure function of the position p, which may lie between two frames. */

/** Frames on each side of the middle one. */
export const SIDE = 6;
/** Room that a cut between two sessions takes, in frame steps. */
export const CUT = 0.42;
const MAX_TURN = 18;
const SLICES = [0.2, 0.45];
/** What is nearer to the eye is seen larger, and a shadow or a ring stands around it: so much more is drawn than is seen. */
const SPARE = 1.25;
const MARGIN = 0.04;

export interface Pose {
  /** Centre, in widths of the middle frame from the middle of the strip; positive = newer. */
  x: number;
  scale: number;
  /** How dark it lies, 0 (lit) .. 1: frames are never seen through one another. */
  shade: number;
  /** Degrees around the vertical axis, never beyond 18. */
  turn: number;
  /** Larger is nearer. The same for as long as a frame is the next to the middle or the one after it: what changes it has all of the strip put in order anew. */
  depth: number;
}

/**
 * The pose of a frame `offset` steps from the middle. `room` is half the strip's width in widths of the middle frame: the outer
 * edges of the side frames share what the middle one leaves free. `flat` leaves out perspective (reduced motion).
 */
export function pose(offset: number, room = 0.9, flat = false): Pose {
  const far = Math.abs(offset);
  const side = Math.sign(offset);
  const near = Math.min(1, far);
  const beyond = Math.max(0, far - 1);
  const scale = 1 - 0.36 * ease(near) - 0.2 * (1 - Math.exp(-beyond * 0.5));
  const edge = 0.5 + Math.max(0.06, Math.min(room, 1.5) - 0.5) * (1 - 0.36 * Math.exp(-beyond * 0.7));
  return {
    x: side * near * (edge - scale / 2),
    scale,
    shade: 0.3 * near + 0.4 * (1 - Math.exp(-beyond * 0.5)),
    turn: flat ? 0 : -side * MAX_TURN * ease(near),
    depth: 1000 - Math.round(far),
  };
}

/**
 * Share of its own width that a frame takes up at its outer side, `before` being the pose of the one that stands before it and is as large: what is behind
 * that one nobody sees. `width` is that of the strip's usual frame in widths of its own. A few shares, not what is seen to a hair: another share is laid out
 * anew.
 */
export function slice(here: Pose, before: Pose, width = 1): number {
  const side = Math.sign(here.x);
  const seen = side * (here.x - before.x) * width + (here.scale - before.scale) / 2;
  return SLICES.find((share) => share >= seen / here.scale * SPARE + MARGIN) ?? 1;
}

/** A shape (width by height) as large as it goes into a box; a very wide or tall one is cut to what can still be made out. */
export function fitted(ratio: number, width: number, height: number): [width: number, height: number] {
  const shape = Math.min(2.6, Math.max(0.6, ratio));
  const wide = Math.min(width, height * shape);
  return [wide, wide / shape];
}

function ease(share: number): number {
  return share * share * (3 - 2 * share);
}

/**
 * The offset of frame `ordinal` from position `p`, cuts included: `isCut(i)` tells whether a session begins at i.
 * Only the frames between are asked, never more than SIDE + 1.
 */
export function offsetOf(ordinal: number, p: number, isCut: (ordinal: number) => boolean): number {
  const left = Math.floor(p);
  const share = p - left;
  const here = share * (1 + (share > 0 && isCut(left + 1) ? CUT : 0));
  let there = ordinal - left;
  if (ordinal > left) for (let i = left + 1; i <= ordinal; i++) there += isCut(i) ? CUT : 0;
  else for (let i = left; i > ordinal; i--) there -= isCut(i) ? CUT : 0;
  return there - here;
}
