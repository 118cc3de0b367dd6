/** Browsers cap the height of an element: above the cap a layout is scrolled through a shorter, compressed track. */

/** Half of the smallest cap known (Firefox, about 17.8 M px; Chromium 33.5 M px), in device pixels. */
const CAP = 15_000_000;

export interface ScrollSpace {
  /** Height of the track the browser scrolls. */
  track: number;
  /** Layout height, in CSS pixels. */
  layout: number;
  screen: number;
  compressed: boolean;
}

export function scrollSpace(layout: number, screen: number, pixelRatio = 1): ScrollSpace {
  const cap = Math.min(CAP, CAP / Math.max(1, pixelRatio));
  const compressed = layout > cap;
  return { layout, screen, compressed, track: compressed ? cap : layout };
}

/** Where in the layout the top of the screen is when the browser's scroll position is `scrollTop`. */
export function toLayout(space: ScrollSpace, scrollTop: number): number {
  const most = lastTop(space);
  if (!space.compressed) return clamp(scrollTop, most);
  const share = scrollTop / Math.max(1, space.track - space.screen);
  return clamp(share * most, most);
}

/** The browser's scroll position for a place in the layout. */
export function toTrack(space: ScrollSpace, layoutTop: number): number {
  if (!space.compressed) return clamp(layoutTop, lastTop(space));
  const share = layoutTop / Math.max(1, lastTop(space));
  return clamp(share, 1) * (space.track - space.screen);
}

/** The largest layout position of the top of the screen. */
export function lastTop(space: ScrollSpace): number {
  return Math.max(0, space.layout - space.screen);
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(0, value), Math.max(0, most));
}
