/** How long the content script waits: what a story waits for follows from it, whatever the build. */
import { build } from 'esbuild';
import { HASTE } from '../../../tools/lib/brisk.mjs';
import { fromRoot } from '../../../tools/lib/paths.mjs';

async function paceOf(haste) {
  const { outputFiles } = await build({
    entryPoints: [fromRoot('extension', 'content', 'limits.ts')], bundle: true, format: 'esm', write: false, define: { HASTE: String(haste) },
  });
  const { SEEN, QUIET, PATIENCE } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
  return {
    seen: SEEN, quiet: QUIET,
    /** Until a page that is at rest is read. */
    rested: SEEN + QUIET,
    /** Whatever is to come of a page has come: the longest that one is waited for, and as much as half of it for the way. */
    longEnough: 1.5 * (SEEN + PATIENCE),
  };
}

/** Of the brisk build. */
export const pace = await paceOf(HASTE);
/** Two pictures of a browser's windows are so far apart (ms, background/shutter.ts): Chromium allows no more, in any build. */
export const PICTURES_APART = 510;
