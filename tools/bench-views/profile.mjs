/** A browser's profile with the extension and a memory in it, kept beside the other benchmarks' caches: made once, and taken up where it was left. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Driven } from '../../tests/browser/lib/browsers.mjs';
import { engineOf } from '../../tests/browser/lib/engine.mjs';
import { GIVEN, permitted } from '../../tests/browser/lib/past.mjs';
import { sleep, until } from '../../tests/browser/lib/until.mjs';
import { CACHE, hashOf } from '../bench-search/cache.mjs';
import { fromRoot } from '../lib/paths.mjs';
import { OWN, PICTURES, pageAt } from './memory.mjs';
import { drawAll } from './pictures.mjs';

export const HERE = join(dirname(CACHE), 'bench-views');
/** Pages of one request of an import: with their pictures some megabytes. */
const PART = 100;
/** Browsers tell pages coarse times unless they are asked for fine ones. */
export const PREFS = { ...GIVEN, 'privacy.reduceTimerPrecision': false };

/**
 * The package, copied to where it is always found: Chromium's name for an extension is made of its folder, and so is what it stored. With the
 * permissions that a person gives by a click.
 */
export function extension(browser) {
  const folder = join(HERE, `extension-${browser}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(HERE, { recursive: true });
  if (browser === 'chrome') return permitted(fromRoot('dist', browser), folder);
  cpSync(fromRoot('dist', browser), folder, { recursive: true });
  return folder;
}

/** An engine whose part of an import is put together in the page: gigabytes of pictures need not cross the driver. */
const importing = (page) => engineOf({
  evaluate: (call, method, [from, lines], within) => page.evaluate(`(${call})(${JSON.stringify(method)}, [globalThis.partOf(${from}, ${JSON.stringify(lines)}), 1], ${within})`),
}, 600_000);

async function fill(driven, count) {
  const own = await driven.own();
  const engine = engineOf(own, 600_000);
  const pictures = await own.evaluate(`(${drawAll})(${PICTURES}, ${OWN})`);
  const into = importing(own);
  const begun = performance.now();
  console.error(`${PICTURES} pictures: ${pictures.mime}, thumbnails of ${pictures.thumbBytes} and images of ${pictures.fullBytes} bytes in the mean`);
  // Of the last part that is there some pictures may be missing: it is given again, which adds nothing twice.
  const first = Math.max(0, (await engine.status()).visits - PART);
  for (let from = first; from < count; from += PART) {
    const lines = Array.from({ length: Math.min(PART, count - from) }, (_, i) => pageAt(from + i, count));
    const { bad } = await into.importPart(from, lines);
    if (bad.length > 0) throw new Error(`${bad.length} lines are bad: ${bad[0].reason}`);
    if ((from / PART) % 10 === 9) console.error(`${from + lines.length} of ${count} pages, ${Math.round((performance.now() - begun) / 1_000)} s`);
  }
  await until(async () => (await engine.status()).rebuilding === null, { within: 600_000, every: 1_000, what: 'the index was not made' });
  // Idle work merges and writes what the next start reads.
  await sleep(20_000);
  return { ...pictures, fillMs: Math.round(performance.now() - begun), ofPages: count - first };
}

/** The profile of a browser with `count` pages: where it lies, and what is in it. */
export async function filledProfile(browser, count) {
  // Other pages or pictures are another memory.
  const maker = hashOf(JSON.stringify([0, 1, OWN].map((nth) => pageAt(nth, count))) + OWN + PICTURES + drawAll);
  const profile = join(HERE, `${browser}-${count}-${maker}`);
  const note = `${profile}.json`;
  const dist = extension(browser);
  if (!existsSync(note)) {
    console.error(`${browser}: ${count} pages with pictures are put in, once`);
    mkdirSync(profile, { recursive: true });
    const driven = await Driven.launch(browser, { dist, profile, prefs: PREFS });
    try {
      const facts = await fill(driven, count);
      writeFileSync(note, JSON.stringify(facts));
    } finally {
      await driven.close();
    }
  }
  return { profile, dist, ...JSON.parse(readFileSync(note, 'utf8')) };
}
