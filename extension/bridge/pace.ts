/** How long is waited for pages. */

/** 1 in the build that people get. In the brisk build of the stories more: so many times sooner everything happens. */
declare const HASTE: number;

/** A wait (ms). All on a page's way go through here, so that they keep their ratio, and a brisk build goes the same ways. */
export const wait = (ms: number): number => ms / HASTE;

/** Pictures are so far apart (ms) in any build: the browsers allow two a second. */
export const PICTURES_APART = 510;
