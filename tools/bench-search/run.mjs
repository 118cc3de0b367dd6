/** `npm run bench -- --search`: what the benchmark of searching is asked for, and what it prints. */
import { cpus, loadavg } from 'node:os';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fromRoot } from '../lib/paths.mjs';
import { flag } from '../lib/run.mjs';
import { SHORT, USUAL, corpus } from './corpus.mjs';
import { native } from './native.mjs';
import { queriesOf } from './queries.mjs';
import { table } from './table.mjs';

/** From so many documents on they are short, and native only: there is no more text, and no browser wants a million over its bridge. */
const MANY = 500_000;

export async function benchSearch() {
  const pages = Number(flag('pages') ?? 20_000);
  const isShort = Boolean(flag('short')) || pages >= MANY;
  const file = await corpus(pages, isShort ? SHORT : USUAL);
  const queries = await queriesOf(file, pages);
  const results = [await native({ corpus: file, queries, profile: flag('profile'), keep: flag('keep') })];
  const ground = { pages, cores: cpus().length, processor: cpus()[0]?.model, load: loadavg() };
  const json = fromRoot('out', `bench-search-${pages}${isShort ? '-short' : ''}.json`);
  mkdirSync(fromRoot('out'), { recursive: true });
  writeFileSync(json, `${JSON.stringify({ ...ground, results }, null, 1)}\n`);
  console.log(`\n${pages} documents, ${(results[0].textBytes / 1e6).toFixed(1)} MB of text; ${ground.cores} cores, ${ground.processor}, load at the end ${ground.load.map((one) => one.toFixed(1)).join(', ')}\n`);
  console.log(table(results));
  console.log(`\nAll of it as JSON: ${json}`);
}
