/** The build that the stories run on: the shipped one in everything but its waits (extension/bridge/pace.ts). */

/** How many times shorter they are. */
export const HASTE = 5;
/** Where it lies, a folder a browser. */
export const BRISK = 'out/brisk';
