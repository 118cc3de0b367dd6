/**
 * A session by script, as a person browses for twenty minutes: reading and scrolling, tabs behind, back and forward, quick looks of 1.5 s, two windows,
 * applications whose data come late. What was on screen for a second or more is held against what is found:
 * `node tests/apps/session.mjs [--browser=chrome|firefox] [--minutes=20] [--seed=N] [--wanted=99]`. Runs on the package as shipped.
 */
import { BROWSERS, executable } from '../../tools/lib/browser-programs.mjs';
import { fromRoot } from '../../tools/lib/paths.mjs';
import { flag } from '../../tools/lib/run.mjs';
import { Driven } from '../browser/lib/browsers.mjs';
import { engineOf } from '../browser/lib/engine.mjs';
import { phrases } from '../browser/lib/phrase.mjs';
import { sleep } from '../browser/lib/until.mjs';
import { AppSite } from './lib/site.mjs';
import { webOf } from './lib/web.mjs';
import { Person } from './lib/person.mjs';

const minutes = Number(flag('minutes') ?? 20);
const seed = Number(flag('seed') ?? 1);
const wanted = Number(flag('wanted') ?? 99);

const plain = (text) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ');

/** A phrase of what was seen that tells it from most others, or null. */
const phraseOf = ({ lines }, dice) => {
  const all = phrases(lines.join('\n'), 60);
  return all.length > 0 ? all[Math.floor(dice() * all.length)] : null;
};

/** Whether what was seen is found at its address. */
async function isFound(engine, { phrase, address }) {
  const { hits, forgiving } = await engine.search({ q: `"${phrase}"`, sort: 'best', limit: 60, offset: 0, now: Date.now(), offsetMin: 0 });
  return !forgiving && hits.some(({ url }) => url.replace(/#(?![/!]).*$/, '') === address);
}

/** A stay of which several things were seen counts once for each; what was seen again and again once. */
async function holdAgainst(engine, sights, dice) {
  const asked = new Map();
  for (const sight of sights) {
    const phrase = phraseOf(sight, dice);
    if (phrase) asked.set(`${sight.address} ${plain(phrase)}`, { ...sight, phrase });
  }
  const rows = [];
  for (const one of asked.values()) rows.push({ ...one, found: await isFound(engine, one) });
  return rows;
}

function tell(browser, rows, visits) {
  const deeds = [...new Set(rows.map(({ deed }) => deed))].sort();
  console.log(`\n${browser}: what was on screen, by what was done       found   all   share`);
  const line = (name, some) => {
    const found = some.filter((one) => one.found).length;
    console.log(`${name.padEnd(56)}${String(found).padStart(5)}${String(some.length).padStart(6)}${(100 * found / some.length).toFixed(1).padStart(7)} %`);
    return found / some.length;
  };
  for (const deed of deeds) line(`  ${deed}`, rows.filter((row) => row.deed === deed));
  for (const { deed, address, phrase } of rows.filter(({ found }) => !found).slice(0, 40)) console.log(`        lost: ${deed}: ${address}: "${phrase}"`);
  const share = line(`all, of ${visits} visits, seed ${seed}`, rows);
  return share * 100;
}

async function play(browser) {
  const site = await AppSite.open({ seed });
  const driven = await Driven.launch(browser, { site, dist: fromRoot('dist', browser) });
  try {
    const web = await webOf(site);
    const own = await driven.own();
    const person = new Person(driven, web, seed);
    await person.browse(minutes * 60_000);
    await sleep(10_000);
    const engine = engineOf(own);
    const rows = await holdAgainst(engine, person.sights, person.dice);
    console.log(`${browser}: ${person.deeds} deeds in ${minutes} minutes`);
    return tell(browser, rows, (await engine.status()).visits);
  } finally {
    await driven.close();
    site.close();
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
let good = true;
for (const browser of flag('browser') ? [flag('browser')] : BROWSERS) {
  if (!executable(browser)) { console.log(`skipped: ${browser} is not installed`); continue; }
  const share = await play(browser);
  good &&= share >= wanted;
  console.log(`${share >= wanted ? 'ok   ' : 'FAIL '} ${browser}: ${share.toFixed(1)} % of what was on screen is found, ${wanted} % wanted`);
}
process.exit(good ? 0 : 1);
