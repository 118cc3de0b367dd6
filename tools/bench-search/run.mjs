/**
 * `npm run bench -- --search [--pages=20000] [--native] [--browser=chrome|firefox] [--only=webmynd,sqlite-porter,…]`: the engine beside others on the
 * same texts and queries, in this run. `--native`: the engine natively alone, as it is with a million pages. `--short`: documents of 230 bytes;
 * `--profile=quick`: the native program over what the tests have compiled; `--keep=FOLDER`: its memory is left there; `--rounds=1`: everything
 * is asked once, not three times; `--skip-wasm`: what is in out/wasm is measured.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { buildWasm } from '../build-wasm.mjs';
import { BROWSERS, executable } from '../lib/browser-programs.mjs';
import { fromRoot } from '../lib/paths.mjs';
import { flag } from '../lib/run.mjs';
import { inBrowser } from './browsers.mjs';
import { SHORT, USUAL, corpus, textBytesOf } from './corpus.mjs';
import { native } from './native.mjs';
import { queriesOf } from './queries.mjs';
import { table } from './table.mjs';

/** From so many documents on they are short, and native only: there is no more text, and no browser wants a million over its bridge. */
const MANY = 500_000;

/** Every ground that is measured on: its name, and what gives its results. */
function grounds(pages, made) {
  const only = flag('only');
  const natively = ['natively', () => native({ ...made, profile: flag('profile'), keep: flag('keep') })];
  if (flag('native') || pages >= MANY) return [natively];
  const browsers = BROWSERS.filter((name) => flag('browser') ? name === flag('browser') : executable(name));
  return [
    ...(only || flag('browser') ? [] : [natively]),
    ...browsers.map((name) => [name, () => inBrowser(name, { ...made, only })]),
  ];
}

export async function benchSearch() {
  const pages = Number(flag('pages') ?? 20_000);
  const isShort = Boolean(flag('short')) || pages >= MANY;
  const file = await corpus(pages, isShort ? SHORT : USUAL);
  const made = { corpus: file, queries: await queriesOf(file, pages, flag('rounds') && Number(flag('rounds'))), textBytes: await textBytesOf(file) };
  const all = grounds(pages, made);
  if (all.some(([ground]) => ground !== 'natively') && !flag('skip-wasm')) buildWasm();
  const measured = { pages, textBytes: made.textBytes, cores: cpus().length, processor: cpus()[0]?.model, grounds: {} };
  const json = fromRoot('out', `bench-search-${pages}${isShort ? '-short' : ''}.json`);
  mkdirSync(fromRoot('out'), { recursive: true });
  console.log(`\n${pages} documents, ${(made.textBytes / 1e6).toFixed(1)} MB of text; ${measured.cores} cores, ${measured.processor}`);
  for (const [ground, measure] of all) {
    const before = loadavg()[0];
    const results = await measure();
    measured.grounds[ground] = { load: [before, loadavg()[0]], results };
    writeFileSync(json, `${JSON.stringify(measured, null, 1)}\n`);
    console.log(`\n${ground}, load before and after ${[before, loadavg()[0]].map((one) => one.toFixed(1)).join(', ')}\n\n${table(results)}`);
  }
  console.log(`\nAll of it as JSON: ${json}`);
}
