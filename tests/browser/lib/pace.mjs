/** How long the content script waits: what a story waits for follows from it, whatever the build. */
import { HASTE } from '../../../tools/lib/brisk.mjs';
import { loadFrom } from '../../../tools/lib/load.mjs';
import { fromRoot } from '../../../tools/lib/paths.mjs';

/** The limits of the content script and the waits beside them, by their names in the code, as a build of that haste has them. */
export const limitsOf = (haste) => loadFrom({
  stdin: { contents: "export * from './content/limits.ts'; export * from './bridge/pace.ts';", resolveDir: fromRoot('extension') }, define: { HASTE: String(haste) },
});

const { LOOK, LONGEST_GLANCE, SEEN, QUIET, PATIENCE, PICTURES_APART } = await limitsOf(HASTE);

/** Of the brisk build, in ms. */
export const pace = {
  /** What a story means by so many ms of a person's or a server's time. */
  of: (ms) => ms / HASTE,
  quiet: QUIET,
  /** From one glance at a page to the next; and as what a longer pause between two counts. */
  glance: LOOK,
  longestGlance: LONGEST_GLANCE,
  /** For how long a page is in front before it counts as seen. */
  seen: SEEN,
  /** Until a page that is at rest is read. */
  rested: SEEN + QUIET,
  /** Whatever is to come of a page has come: the longest that one is waited for, and as much as half of it for the way. */
  longEnough: 1.5 * (SEEN + PATIENCE),
  picturesApart: PICTURES_APART,
};
