/**
 * `npm run bench -- --typing [--pages=20000] [--short] [--browser=chrome|firefox] [--skip-wasm]`: from a keystroke to the results on the screen, in the
 * extension itself: its playback page, its worker, a memory of so many documents. Queries are typed letter by letter as a person does.
 */
import { readFileSync } from 'node:fs';
import { Driven } from '../../tests/browser/lib/browsers.mjs';
import { engineOf } from '../../tests/browser/lib/engine.mjs';
import { until } from '../../tests/browser/lib/until.mjs';
import { BROWSERS, executable } from '../lib/browser-programs.mjs';
import { fromRoot } from '../lib/paths.mjs';
import { flag, runNode } from '../lib/run.mjs';
import { SHORT, USUAL, corpus, linesOf } from './corpus.mjs';
import { queriesOf } from './queries.mjs';

/** Characters of one request of an import. */
const PART = 2 << 20;
/** So many queries of each class are typed, a letter each so many ms: a quick typist. */
const TYPED = 10;
const BETWEEN = 110;
const CLASSES = ['word', 'words, 2 or 3', 'phrase', 'sentence'];

async function fill(engine, file) {
  let [part, first, line] = ['', 1, 0];
  for await (const text of linesOf(file)) {
    part += `${text}\n`;
    line += 1;
    if (part.length < PART) continue;
    await engine.importPart(part, first);
    [part, first] = ['', line + 1];
  }
  if (part) await engine.importPart(part, first);
  return line;
}

/** Runs in the playback page: notes for each letter when it came, when it was painted itself, and when the first change of the results that follows it was. */
export function watch() {
  globalThis.strokes = [];
  const painted = (note) => requestAnimationFrame(() => {
    // The frame is painted when a task of its own begins behind it.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = note;
    port2.postMessage(null);
  });
  const input = document.querySelector('input[type=search]');
  let open = null;
  input.addEventListener('input', (event) => {
    const stroke = { at: event.timeStamp, letters: input.value.length };
    open = stroke;
    globalThis.strokes.push(stroke);
    painted(() => { stroke.shown = performance.now() - stroke.at; });
  }, true);
  new MutationObserver((changes) => {
    if (open === null || !changes.some(({ target }) => (target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement)?.closest('.result'))) return;
    const stroke = open;
    open = null;
    painted(() => { stroke.painted = performance.now() - stroke.at; });
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
}

/** Types texts into the field as a person does, each from an empty one; gives what was noted of their letters. */
export async function typed(page, texts) {
  await page.evaluate(() => { globalThis.strokes.length = 0; });
  for (const text of texts) {
    await page.keyboard.type(text, { delay: BETWEEN });
    await page.keyboard.press('Escape');
    await page.evaluate(() => { const field = document.querySelector('input[type=search]'); field.value = ''; field.dispatchEvent(new InputEvent('input')); });
  }
  return page.evaluate(() => globalThis.strokes.filter(({ letters }) => letters > 0));
}

async function measure(browser, file, classes) {
  const driven = await Driven.launch(browser, { dist: fromRoot('dist', browser), prefs: { 'privacy.reduceTimerPrecision': false } });
  try {
    const engine = engineOf(await driven.own(), 600_000);
    const documents = await fill(engine, file);
    await until(async () => (await engine.status()).rebuilding === null, { within: 600_000, what: 'the index was not made' });
    const page = await driven.own('views/playback/playback.html');
    await page.bringToFront();
    await page.waitForSelector('input[type=search]');
    await page.evaluate(watch);
    await page.focus('input[type=search]');
    console.log(`\n${browser}, ${documents} documents: from a keystroke to the results on the screen, ms`);
    console.log('| typed | letters | of these with other results than before | p50 | p95 | longest |\n| --- | ---: | ---: | ---: | ---: | ---: |');
    for (const { name, asked } of classes.filter(({ name }) => CLASSES.includes(name))) {
      const strokes = await typed(page, asked.slice(0, TYPED).map((one) => one.typed));
      const painted = strokes.map(({ painted: ms }) => ms).filter((ms) => ms !== undefined).sort((a, b) => a - b);
      const at = (share) => (painted[Math.min(painted.length - 1, Math.floor(painted.length * share))] ?? NaN).toFixed(1);
      console.log(`| ${name} | ${strokes.length} | ${painted.length} | ${at(0.5)} | ${at(0.95)} | ${at(1)} |`);
    }
  } finally {
    await driven.close();
  }
}

export async function benchTyping() {
  const pages = Number(flag('pages') ?? 20_000);
  const file = await corpus(pages, flag('short') ? SHORT : USUAL);
  const { classes } = JSON.parse(readFileSync(await queriesOf(file, pages), 'utf8'));
  await runNode('tools/build.mjs', flag('skip-wasm') ? ['--skip-wasm'] : []);
  for (const browser of flag('browser') ? [flag('browser')] : BROWSERS) {
    if (executable(browser)) await measure(browser, file, classes);
    else console.log(`${browser} is not installed`);
  }
}
