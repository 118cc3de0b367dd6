/**
 * Walks through applications that other people made and holds what was on screen against what is remembered:
 * `node tests/apps/run.mjs [--browser=chrome|firefox] [--only=WORD] [--small] [--ground=plain|safe] [--seed=N]`.
 * Data come 300 to 1,500 ms late, and the package as shipped is tried.
 * `--small`: two applications alone. Prints a table; an application that cannot be had here is skipped, and it is said.
 */
import { readdirSync } from 'node:fs';
import { BROWSERS, executable } from '../../tools/lib/browser-programs.mjs';
import { fromRoot } from '../../tools/lib/paths.mjs';
import { flag } from '../../tools/lib/run.mjs';
import { Driven } from '../browser/lib/browsers.mjs';
import { Common } from '../browser/lib/common.mjs';
import { NO_CERTIFICATE } from '../browser/lib/tls.mjs';
import { checkWalk } from './lib/checks.mjs';
import { Unavailable } from './lib/install.mjs';
import { AppSite } from './lib/site.mjs';
import { Walker } from './lib/walker.mjs';

const seed = Number(flag('seed') ?? 1);
const only = flag('only');

/** A page is its address without the fragment, save that of a route in it. */
const plainAddress = (url) => url.replace(/#(?![/!]).*$/, '');

async function allApps() {
  const files = readdirSync(fromRoot('tests', 'apps', 'apps')).filter((name) => name.endsWith('.mjs')).sort();
  const apps = (await Promise.all(files.map((file) => import(`./apps/${file}`)))).map((module) => module.default);
  return apps.filter((app) => (!flag('small') || app.small) && (!only || app.name.includes(only)));
}

/** Walks through one application on one ground; returns its checks. */
async function walk(app, site, common, ground) {
  const prepared = await app.prepare();
  site.serve(prepared.answer);
  const origin = ground === 'safe' ? site.safe : `http://${app.host}.test`;
  const driven = await common.take();
  const own = await driven.own();
  const page = await driven.page();
  page.setDefaultTimeout(30_000);
  await page.bringToFront();
  const walker = new Walker(page, origin, { addressOf: app.addressOf ?? plainAddress });
  await app.walk(walker);
  await page.close();
  try {
    return await checkWalk(own, { walker, origin, mostVisits: app.mostVisits });
  } finally {
    prepared.end?.();
  }
}

function tell(app, browser, ground, checks, seconds) {
  const failed = checks.filter(({ held }) => !held);
  console.log(`${failed.length === 0 ? 'ok   ' : 'FAIL '} ${browser}, ${ground === 'safe' ? 'https' : 'http'}: ${app.name}: ${checks.length - failed.length} of ${checks.length} checks held (${seconds.toFixed(0)} s)`);
  for (const { what, route, why } of failed) console.log(`        ${what}${route ? `, ${route.replace(/^https?:\/\/[^/]+/, '')}` : ''}: ${why}`);
}

async function tryIn(browser, apps, rows) {
  const site = await AppSite.open({ seed });
  const common = new Common(() => Driven.launch(browser, { site }));
  for (const ground of flag('ground') ? [flag('ground')] : ['plain', 'safe']) {
    for (const app of apps) {
      const start = performance.now();
      let checks;
      try {
        if (ground === 'safe' && !site.safe) throw new Unavailable(NO_CERTIFICATE);
        checks = await walk(app, site, common, ground);
      } catch (error) {
        if (error instanceof Unavailable) { console.log(`skipped: ${browser}: ${app.name}: ${error.message}`); continue; }
        checks = [{ what: 'walked through', route: '', held: false, why: error.stack }];
      }
      tell(app, browser, ground, checks, (performance.now() - start) / 1000);
      rows.push({ app: app.name, browser, ground, held: checks.filter(({ held }) => held).length, all: checks.length });
      await common.giveBack(true).catch(() => common.end());
    }
  }
  await common.end();
  site.close();
}

function table(rows) {
  console.log(`\n${'application'.padEnd(44)}${'where'.padEnd(18)}held   all`);
  for (const { app, browser, ground, held, all } of rows) console.log(`${app.padEnd(44)}${`${browser}, ${ground === 'safe' ? 'https' : 'http'}`.padEnd(18)}${String(held).padStart(4)}${String(all).padStart(6)}`);
  const sum = (of) => rows.reduce((total, row) => total + row[of], 0);
  console.log(`${sum('held')} of ${sum('all')} checks held${rows.length ? ` (${(100 * sum('held') / sum('all')).toFixed(1)} %)` : ''}, seed ${seed}`);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
const rows = [];
for (const browser of flag('browser') ? [flag('browser')] : BROWSERS) {
  if (executable(browser)) await tryIn(browser, await allApps(), rows);
  else console.log(`skipped: ${browser} is not installed`);
}
table(rows);
process.exit(rows.some(({ held, all }) => held < all) ? 1 : 0);
