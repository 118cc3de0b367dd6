/**
 * Prints what a page pays for being remembered and how soon it can be found, in real browsers:
 * `node tools/bench.mjs [--browser=chrome|firefox] [--pages=N]`. It prints and never fails for being slow. With `--search`: how searching compares
 * (bench-search/run.mjs); with `--typing`: from a keystroke to the results on the screen (bench-search/typing.mjs); with `--views`: the views over a large
 * memory with pictures (bench-views/run.mjs).
 */
import { brotliCompressSync, constants } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { Driven } from '../tests/browser/lib/browsers.mjs';
import { BROWSERS, executable } from './lib/browser-programs.mjs';
import { engineOf } from '../tests/browser/lib/engine.mjs';
import { pages } from '../tests/browser/lib/pages.mjs';
import { ownPhrases } from '../tests/browser/lib/phrase.mjs';
import { Site } from '../tests/browser/lib/server.mjs';
import { sleep } from '../tests/browser/lib/until.mjs';
import { benchSearch } from './bench-search/run.mjs';
import { benchTyping } from './bench-search/typing.mjs';
import { benchViews } from './bench-views/run.mjs';
import { filesBelow, fromRoot } from './lib/paths.mjs';
import { flag, runNode } from './lib/run.mjs';

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
function line(name, values, unit = 'ms') {
  const sorted = values.toSorted((a, b) => a - b);
  const figures = [0.5, 0.95, 1].map((share) => at(sorted, share).toFixed(1).padStart(8));
  console.log(`${name.padEnd(44)}${figures.join('')}  ${unit}  (n = ${sorted.length})`);
}

/** The marks that the measuring build leaves in a page: { work, longest, sending, html, text, sentAt }. */
const marksOf = (page) => page.evaluate(() => performance.getEntriesByName('webmynd')
  .map(({ detail, startTime }) => ({ ...detail, sentAt: performance.timeOrigin + startTime })));

async function markOf(page) {
  for (let i = 0; i < 160; i += 1) {
    const [mark] = await marksOf(page).catch(() => []);
    if (mark) return mark;
    await sleep(50);
  }
  return null;
}

/** Asks in the extension's own page, without a driver's round trips, until the phrase is found; epoch ms or null. */
async function foundAt(engine, phrase, url) {
  for (let i = 0; i < 200; i += 1) {
    const { hits } = await engine.search({ q: `"${phrase}"`, sort: 'newest', limit: 5, offset: 0, now: Date.now(), offsetMin: 0 });
    if (hits.some((hit) => hit.url === url)) return Date.now();
    await sleep(10);
  }
  return null;
}

async function measurePages(browser) {
  const site = await Site.open();
  const all = pages(Number(flag('pages') ?? 284));
  site.serveFiles(all);
  // Firefox tells pages the time in whole milliseconds, too coarse for slices of a few.
  const driven = await Driven.launch(browser, { dist: fromRoot('out', 'measure', browser), site, prefs: { 'privacy.reduceTimerPrecision': false } });
  const [marks, searchable] = [[], []];
  try {
    const engine = engineOf(await driven.own());
    const page = await driven.page();
    for (const { path } of all) {
      const url = site.origin + path;
      await page.bringToFront();
      await page.goto(url, { waitUntil: 'load' }).catch(() => null);
      const mark = await markOf(page);
      if (!mark) continue;
      marks.push(mark);
      const text = await page.evaluate(() => document.body?.innerText ?? '');
      const [phrase] = ownPhrases([text]);
      const found = phrase ? await foundAt(engine, phrase, url).catch(() => null) : null;
      if (found !== null) searchable.push(Math.max(0, found - mark.sentAt));
    }
  } finally {
    await driven.close();
    site.close();
  }
  console.log(`\n${browser}: what a page pays${' '.repeat(30)}p50     p95     max`);
  line('main thread, reading, all slices', marks.map(({ work }) => work));
  line('main thread, sending', marks.map(({ sending }) => sending));
  line('main thread, both', marks.map(({ work, sending }) => work + sending));
  line('longest piece', marks.map(({ longest, sending }) => Math.max(longest, sending)));
  line('message', marks.map(({ html, text }) => (html + text) / 1024), 'k characters');
  if (searchable.length > 0) line('capture sent to found by a phrase', searchable);
}

function printWasm() {
  for (const file of filesBelow(fromRoot('out', 'wasm')).filter((name) => name.endsWith('.wasm'))) {
    const bytes = readFileSync(fromRoot('out', 'wasm', file));
    const packed = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } });
    console.log(`${file}: ${(bytes.length / 2 ** 20).toFixed(2)} MiB, ${(packed.length / 1000).toFixed(0)} kB compressed (brotli 11)`);
  }
}

async function benchPages() {
  await runNode('tools/build.mjs', ['--measure', '--out=out/measure', ...(flag('skip-wasm') ? ['--skip-wasm'] : [])]);
  printWasm();
  for (const browser of flag('browser') ? [flag('browser')] : BROWSERS) {
    if (executable(browser)) await measurePages(browser);
    else console.log(`${browser} is not installed`);
  }
}

await (flag('search') ? benchSearch() : flag('typing') ? benchTyping() : flag('views') ? benchViews() : benchPages());
