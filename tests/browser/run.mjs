/**
 * Runs the stories in real browsers: `node tests/browser/run.mjs [--browser=chrome|firefox] [--room=capture|web|views|vault] [--only=WORD] [--long]`.
 * Several of these may run at the same time. Needs `node tools/build.mjs` and `node tools/build.mjs --brisk` before. The times go to out/story-times-BROWSER.json, or -BROWSER-ROOM.json.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { flag } from '../../tools/lib/run.mjs';
import { filesBelow, fromRoot } from '../../tools/lib/paths.mjs';
import { BROWSERS, executable } from '../../tools/lib/browser-programs.mjs';
import { CORPUS } from './lib/pages.mjs';
import { Stage, briskOf, shippedOf } from './lib/stage.mjs';

const long = Boolean(flag('long'));
const only = flag('only');
/** A folder of stories, by what they need: pages alone, the extension's views as well, or the vault's server and the command line. */
const room = flag('room');

async function allStories() {
  const folder = fromRoot('tests', 'browser', 'stories', ...(room ? [room] : []));
  const files = filesBelow(folder).filter((name) => name.endsWith('.mjs'));
  return (await Promise.all(files.map((file) => import(`${folder}/${file}`)))).flatMap((module) => module.default);
}

function tell(browser, name, { outcome, why, seconds }) {
  if (outcome === 'skipped') console.log(`skipped: ${browser}: ${name}: ${why}`);
  else console.log(`${outcome.padEnd(5)} ${browser}: ${name} (${seconds.toFixed(1)} s)${why ? `\n${why}` : ''}`);
}

/** What is not there that the stories of a browser need. */
const missing = (browser) => [executable(browser) ? null : browser, ...[briskOf(browser), shippedOf(browser)].filter((dist) => !existsSync(dist))].filter(Boolean);

async function playAll(browser, stories) {
  // Those that wait more than they work are played beside the others.
  const [beside, inTurn] = [stories.filter(({ waits }) => waits), stories.filter(({ waits }) => !waits)];
  return (await Promise.all([playInTurn(browser, beside), playInTurn(browser, inTurn)])).flat();
}

async function playInTurn(browser, stories) {
  const stage = await Stage.open(browser, long);
  const results = [];
  for (const story of stories) {
    const result = await stage.play(story);
    tell(browser, story.name, result);
    results.push({ name: story.name, ...result });
  }
  await stage.close();
  return results;
}

/** The slowest first. */
function tellTimes(browser, results) {
  const sorted = results.map(({ name, outcome, seconds }) => ({ name, outcome, seconds: Math.round(seconds * 10) / 10 })).sort((a, b) => b.seconds - a.seconds);
  for (const { name, seconds } of sorted) console.log(`${seconds.toFixed(1).padStart(8)} s  ${browser}: ${name}`);
  mkdirSync(fromRoot('out'), { recursive: true });
  writeFileSync(fromRoot('out', `story-times-${[browser, room].filter(Boolean).join('-')}.json`), `${JSON.stringify(sorted, null, 1)}\n`);
}

// The driver would end its browsers and go on; with the process they end as well.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));
if (!CORPUS) console.log('The corpus is not here (WEBMYND_CORPUS): the stories use the sample site.');
const stories = await allStories();
const outcomes = [];
for (const browser of flag('browser') ? [flag('browser')] : BROWSERS) {
  const lacks = missing(browser);
  if (lacks.length > 0) {
    console.log(`FAIL  ${browser}: not there: ${lacks.join(', ')}`);
    outcomes.push('FAIL');
    continue;
  }
  const results = await playAll(browser, stories.filter(({ name, browsers, slow }) => (long || only || !slow) && (!only || name.includes(only)) && (browsers?.includes(browser) ?? true)));
  tellTimes(browser, results);
  outcomes.push(...results.map(({ outcome }) => outcome));
}
if (outcomes.length === 0) {
  console.log('no story is called so');
  outcomes.push('FAIL');
}
const count = (which) => outcomes.filter((outcome) => outcome === which).length;
console.log(`${count('ok')} passed, ${count('FAIL')} failed, ${count('skipped')} skipped`);
process.exit(count('FAIL') > 0 ? 1 : 0);
