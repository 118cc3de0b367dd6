/**
 * Prints what a page's main thread pays for being looked at: the first look, those after a change, and the longest piece on pages that mean harm:
 * `node tools/bench-looks.mjs [--browser=chrome|firefox] [--pages=60] [--skip-build]`. It prints what is wanted beside and never fails for being slow.
 */
import { Driven } from '../tests/browser/lib/browsers.mjs';
import { hostilePages } from '../tests/browser/lib/hostile.mjs';
import { pages } from '../tests/browser/lib/pages.mjs';
import { Site } from '../tests/browser/lib/server.mjs';
import { sleep } from '../tests/browser/lib/until.mjs';
import { BROWSERS, executable } from './lib/browser-programs.mjs';
import { fromRoot } from './lib/paths.mjs';
import { flag, runNode } from './lib/run.mjs';

const count = Number(flag('pages') ?? 60);
const share = (values, of) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * of))] ?? NaN;
const costOf = ({ work, sending }) => work + sending;
const pieceOf = ({ longest, sending }) => Math.max(longest, sending);

function line(name, values, wanted = '') {
  console.log(`${name.padEnd(48)}${[0.5, 0.95, 1].map((of) => share(values, of).toFixed(1).padStart(8)).join('')}  ms  (n = ${values.length})${wanted && `  wanted: ${wanted}`}`);
}

/** The marks of the measuring build, one a look: { work, longest, sending }. */
const marksOf = (page) => page.evaluate(() => performance.getEntriesByName('webmynd').map(({ detail }) => ({ ...detail }))).catch(() => []);

async function marksWhen(page, enough, ms) {
  for (const end = performance.now() + ms; performance.now() < end; await sleep(100)) {
    const marks = await marksOf(page);
    if (marks.length >= enough) return marks;
  }
  return marksOf(page);
}

/** Some paragraphs more, as comments that were unfolded are. */
const grow = (page) => page.evaluate(() => {
  for (let i = 0; i < 4; i += 1) {
    const more = document.createElement('p');
    more.textContent = `What came later says ${Array.from({ length: 40 }, (_, at) => `word${i}${at}`).join(' ')} and no more.`;
    document.body.append(more);
  }
}).catch(() => undefined);

async function lookAtPages(driven, site, page) {
  const [first, later, pairs] = [[], [], []];
  for (const { path } of pages(count)) {
    await page.bringToFront();
    await page.goto(site.origin + path, { waitUntil: 'load' }).catch(() => null);
    const before = (await marksWhen(page, 1, 8_000)).length;
    if (before === 0) continue;
    await grow(page);
    const marks = await marksWhen(page, before + 1, 12_000);
    first.push(marks[0]);
    later.push(...marks.slice(1));
    if (marks.length > before) pairs.push([costOf(marks[0]), costOf(marks[before])]);
  }
  return { first, later, pairs };
}

async function lookAtHostile(site, page) {
  const worst = [];
  for (const { name, html, query = '', headers } of hostilePages({ long: false })) {
    site.serve('/hostile', html, { active: true, headers });
    await page.goto(`${site.origin}/hostile${query}`, { waitUntil: 'domcontentloaded', timeout: 30_000 }).catch(() => null);
    await sleep(7_000);
    const marks = await Promise.race([marksOf(page), sleep(20_000).then(() => [])]);
    if (marks.length > 0) worst.push({ name, piece: Math.max(...marks.map(pieceOf)), sending: Math.max(...marks.map(({ sending }) => sending)) });
  }
  return worst.sort((a, b) => b.piece - a.piece);
}

async function measure(browser) {
  const site = await Site.open();
  site.serveFiles(pages(count));
  // Firefox tells pages the time in whole milliseconds, too coarse for slices of a few.
  const driven = await Driven.launch(browser, { dist: fromRoot('out', 'measure', browser), site, prefs: { 'privacy.reduceTimerPrecision': false } });
  try {
    const page = await driven.page();
    const { first, later, pairs } = await lookAtPages(driven, site, page);
    const worst = await lookAtHostile(site, page);
    console.log(`\n${browser}: the main thread of a page${' '.repeat(20)}p50     p95     max`);
    line('first look', first.map(costOf), 'p95 <= 16');
    line('first look, longest piece', first.map(pieceOf));
    line('later looks', later.map(costOf), 'less than the first');
    line('later looks, longest piece', later.map(pieceOf));
    console.log(`${'the same page: later look cheaper than the first'.padEnd(48)}${String(pairs.filter(([one, two]) => two < one).length).padStart(8)} of ${pairs.length}`);
    line('hostile pages, longest piece', worst.map(({ piece }) => piece), 'max <= 50');
    for (const { name, piece, sending } of worst.slice(0, 5)) console.log(`    ${name}: ${piece.toFixed(1)} ms, sending ${sending.toFixed(1)} ms`);
  } finally {
    await driven.close();
    site.close();
  }
}

if (!flag('skip-build')) await runNode('tools/build.mjs', ['--measure', '--out=out/measure', '--skip-wasm']);
for (const browser of flag('browser') ? [flag('browser')] : BROWSERS) {
  if (executable(browser)) await measure(browser);
  else console.log(`${browser} is not installed`);
}
