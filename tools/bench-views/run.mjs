/**
 * `npm run bench -- --views [--pages=100000] [--browser=chrome|firefox] [--only=open,type,grid,rail,scrub,strip,jump,heap,history] [--seconds=30]
 * [--entries=50000] [--skip-build]`: the views over the real engine and a memory with pictures, in the extension itself, by real input. It prints and
 * never fails for being slow.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { Driven } from '../../tests/browser/lib/browsers.mjs';
import { BROWSERS, executable } from '../lib/browser-programs.mjs';
import { fromRoot } from '../lib/paths.mjs';
import { flag, runNode } from '../lib/run.mjs';
import { history } from './history.mjs';
import { empty, frames, heap, jump, open, type } from './parts.mjs';
import { PREFS, filledProfile } from './profile.mjs';
import { table } from './table.mjs';

const ROUNDS = 3;
const MOVED = ['grid', 'rail', 'scrub', 'strip'];

/** What is measured of a browser that stands open, in this order: opening first, while nothing is warm. */
const parts = (pages, ms) => ({
  open, type: (driven) => type(driven, pages), empty: (driven) => empty(driven, Math.min(ms, 10_000)),
  ...Object.fromEntries(MOVED.map((name) => [name, (driven) => frames(driven, name, ms)])),
  jump, heap: (driven) => heap(driven, Math.min(ms, 5_000), ROUNDS),
});

async function measure(browser, pages, { only, ms, entries }, keep) {
  // Without a floor beside them frames say nothing.
  const wanted = (name) => !only || only.includes(name) || (name === 'empty' && only.some((one) => MOVED.includes(one)));
  const named = Object.entries(parts(pages, ms)).filter(([name]) => wanted(name));
  if (named.length > 0) {
    const { profile, dist, ...facts } = await filledProfile(browser, pages);
    keep('memory', facts);
    const driven = await Driven.launch(browser, { profile, dist, prefs: PREFS });
    try {
      for (const [name, part] of named) await kept(browser, name, () => part(driven), keep);
    } finally {
      await driven.close();
    }
  }
  if (wanted('history')) await kept(browser, 'history', () => history(browser, entries), keep);
}

/** One part that fails is named, and the others go on. */
async function kept(browser, name, part, keep) {
  console.error(`${browser}: ${name}, load ${loadavg()[0].toFixed(1)}`);
  try {
    keep(name, { ...await part(), load: loadavg()[0] });
  } catch (error) {
    console.error(`${browser}: ${name} failed: ${error.stack}`);
  }
}

export async function benchViews() {
  const pages = Number(flag('pages') ?? 100_000);
  const options = { only: flag('only')?.split(','), ms: Number(flag('seconds') ?? 30) * 1_000, entries: Number(flag('entries') ?? 50_000) };
  if (!flag('skip-build')) await runNode('tools/build.mjs', flag('skip-wasm') ? ['--skip-wasm'] : []);
  const measured = {};
  const json = fromRoot('out', `bench-views-${pages}.json`);
  mkdirSync(fromRoot('out'), { recursive: true });
  for (const browser of BROWSERS.filter((name) => (flag('browser') ? name === flag('browser') : executable(name)))) {
    measured[browser] = {};
    await measure(browser, pages, options, (name, result) => {
      measured[browser][name] = result;
      writeFileSync(json, `${JSON.stringify({ pages, cores: cpus().length, processor: cpus()[0]?.model, measured }, null, 1)}\n`);
    });
  }
  console.log(`\n${pages} pages with pictures; ${cpus().length} cores, ${cpus()[0]?.model}; load ${loadavg()[0].toFixed(1)}\n\n${table(measured)}\n\nAll of it as JSON: ${json}`);
}
