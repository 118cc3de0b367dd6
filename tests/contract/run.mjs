#!/usr/bin/env node
/**
 * The contract suites in real Chromium and Firefox: OPFS files, IndexedDB pictures, picture codecs, the engine over the
 * bridge, and workers killed in the middle of their work. A line a case; ends non-zero when one fails.
 *
 *   node tests/contract/run.mjs [--browser=chrome|firefox] [--kills=4] [--suite=ports|codecs|kills|engine]
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWasm } from '../../tools/build-wasm.mjs';
import { bundle } from './bundle.mjs';
import { BROWSERS, withBrowser } from './browsers.mjs';
import { findCorpus, makeCorpus, serve } from './server.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const option = (name, otherwise) => process.argv.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise;
const kills = Number(option('kills', '4'));
const only = option('browser', null);
const suite = (name) => option('suite', name) === name;
/** Each screenshot is developed twice: the first time loads what the second has. */
const REPEATS = 2;
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
let failures = 0;
let passes = 0;
process.on('unhandledRejection', (error) => { console.error(error); process.exit(1); });

function say(browser, name, wrong) {
  if (wrong) failures++;
  else passes++;
  console.log(`${wrong ? 'FAIL' : 'ok  '}  ${browser}: ${name}${wrong ? `: ${wrong}` : ''}`);
}

/** A case whose very running may fail. */
async function attempt(browser, name, work) {
  try {
    say(browser, name, await work());
  } catch (error) {
    say(browser, name, error.message);
  }
}

const once = (page, ...call) => page.evaluate((...args) => window.once(...args), ...call);

async function ports(browser, page) {
  for (const suite of ['files', 'pictures', 'slots']) {
    for (const [name, wrong] of await once(page, suite)) say(browser, `${suite}: ${name}`, wrong);
  }
  await attempt(browser, 'files: of two slots with one name the newer generation stays', () => once(page, 'doubles'));
  await attempt(browser, 'files: a slot with a strange header is left alone', () => once(page, 'strangers'));
  await attempt(browser, 'pictures: a database of version 1 keeps what it has and takes words', () => once(page, 'upgraded'));
  await attempt(browser, 'files: a held slot is waited for, and named when it stays held', () => once(page, 'locked'));
}

async function killing(browser, page) {
  const reopened = [];
  for (let n = 0; n < kills; n++) {
    await attempt(browser, `kill ${n + 1} of ${kills}`, async () => {
      const after = 60 + ((n * 7919) % 500);
      const seen = await page.evaluate((...args) => window.killOnce(...args), `kill-${n}`, after);
      reopened.push(seen.ms);
      const { acknowledged } = seen;
      if (acknowledged.journal < 1 || acknowledged.picture < 1) return 'the worker had not begun to work';
      if (seen.journal < acknowledged.journal) return `${seen.journal} records of ${acknowledged.journal} acknowledged`;
      if (seen.picture < acknowledged.picture) return `${seen.picture} pictures of ${acknowledged.picture} acknowledged`;
      return seen.turned;
    });
  }
  console.log(`      ${browser}: open again ${median(reopened).toFixed(0)} ms at the median, ${Math.max(...reopened).toFixed(0)} at most`);
}

async function engine(browser, page) {
  for (const name of await page.evaluate('window.caseNames')) {
    await attempt(browser, `engine: ${name}`, () => page.evaluate((it) => window.runCase(it), name));
  }
  const reopened = [];
  for (let n = 0; n < kills; n++) {
    await attempt(browser, `engine: worker ended while remembering, ${n + 1} of ${kills}`, async () => {
      const after = 300 + ((n * 7919) % 700);
      const seen = await page.evaluate((...args) => window.killWhileRemembering(...args), 1_000 * (n + 1), after);
      if (seen.ms !== undefined) reopened.push(seen.ms);
      return seen.lost === undefined ? null : `page ${seen.lost} of ${seen.remembered} acknowledged is lost${seen.search ? ' to search' : ''}`;
    });
  }
  console.log(`      ${browser}: first answers after the end of a worker ${median(reopened).toFixed(0)} ms at the median`);
}

async function codecs(browser, page, names) {
  const times = { browser: [], engine: [] };
  const bytes = { browser: [[], []], engine: [[], []] };
  for (const name of names.good) {
    await attempt(browser, `codec: ${name}`, async () => {
      for (const way of ['browser', 'engine', 'best']) {
        const { made, took } = await once(page, 'develop', `corpus/good/${name}`, way, way === 'best' ? 1 : REPEATS, name.startsWith('screenshot'));
        if (typeof made === 'string') {
          if (way !== 'browser') return `${way}: ${made}`;
          continue;
        }
        if (made[0] > 1600 || made[2] < 1 || made[3] < 1) return `${way}: ${made}`;
        if (way === 'best' || !name.startsWith('screenshot')) continue;
        times[way].push(median(took.slice(1)));
        bytes[way].forEach((sizes, n) => sizes.push(made[2 + n]));
      }
      return null;
    });
  }
  for (const way of times.browser.length > 0 ? ['browser', 'engine'] : []) {
    const [thumb, full] = bytes[way].map((sizes) => (median(sizes) / 1000).toFixed(1));
    console.log(`      ${browser}: a captured screenshot by the ${way}'s codecs: ${median(times[way]).toFixed(1)} ms, thumbnail ${thumb} kB, full ${full} kB (medians of ${times[way].length})`);
  }
}

async function malformed(browser, page, names) {
  await attempt(browser, `codec: ${names.malformed.length} malformed pictures are values, by both ways`, async () => {
    const made = await once(page, 'survive', names.malformed.map((name) => `corpus/malformed/${encodeURIComponent(name)}`));
    console.log(`      ${browser}: developed all the same: ${JSON.stringify(made)}`);
    return made.megabytes > 300 ? `the wasm grew to ${made.megabytes} MB` : null;
  });
}

const { out: wasm } = buildWasm({ contract: true });
const site = await bundle(wasm, only ?? 'all');
const corpus = findCorpus(here);
const server = await serve({ roots: [site, dirname(wasm), here], corpus: corpus ?? makeCorpus(join(site, 'corpus'), join(here, '../../docs/pictures')) });
const names = await (await fetch(`${server.url}corpus.json`)).json();
if (!corpus) console.log('skipped: codecs of many pictures: the corpus is not here, a few of our own are');
for (const browser of BROWSERS.filter((name) => !only || name === only)) {
  await withBrowser(browser, async (page) => {
    await page.goto(`${server.url}page.html`);
    await page.waitForFunction('window.ready');
    if (suite('ports')) await ports(browser, page);
    if (suite('codecs')) await codecs(browser, page, names);
    if (suite('codecs')) await malformed(browser, page, names);
    if (suite('kills')) await killing(browser, page);
    await page.goto(`${server.url}engine.html`);
    await page.waitForFunction('window.ready');
    if (suite('engine')) await engine(browser, page);
  });
}
server.close();
console.log(`${passes} passed, ${failures} failed`);
process.exitCode = failures ? 1 : 0;
