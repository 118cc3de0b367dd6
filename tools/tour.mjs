/**
 * The tour: a person's first day, in a real browser without a window. 40 pages of a local site are visited, one is
 * starred, each is searched by words of its own, the reeler plays, the grid opens, one page is forgotten and taken back;
 * an account is made at a vault's server, and a second device joins it and has everything.
 * Prints a table, writes pictures of every screen to out/tour/, ends with 1 when a page is not found.
 *
 *   --browser=firefox  in Firefox instead of Chromium
 *   --site=sample      the project's own sample site, even where the corpus is
 *   --pictures         the same, and the README's pictures are written anew from it, to docs/pictures/
 */
import { rmSync } from 'node:fs';
import { Driven } from '../tests/browser/lib/browsers.mjs';
import { engineOf, everything, tabId, tell } from '../tests/browser/lib/engine.mjs';
import { createAccount, joinAccount, settingsOf, synced } from '../tests/browser/lib/account.mjs';
import { CORPUS, pages } from '../tests/browser/lib/pages.mjs';
import { ownPhrases } from '../tests/browser/lib/phrase.mjs';
import { Site } from '../tests/browser/lib/server.mjs';
import { until } from '../tests/browser/lib/until.mjs';
import { visit } from '../tests/browser/lib/visit.mjs';
import { samplePages } from '../tests/site/site.mjs';
import { fromRoot } from './lib/paths.mjs';
import { README_PICTURES, writePictures } from './lib/pictures.mjs';
import { flag } from './lib/run.mjs';
import { Screens } from './lib/screens.mjs';
import { VaultServer } from './lib/vault-server.mjs';

const PAGES = 40;
/** The page that is starred: not the last, so that the film goes on behind it. */
const STARRED = 36;
const name = flag('browser') === 'firefox' ? 'firefox' : 'chrome';
const folder = fromRoot('out', 'tour');
const sample = !CORPUS || flag('site') === 'sample' || flag('pictures') === true;

const SAMPLE_WORDS = 'night sky';

const question = (q) => ({ q, sort: 'best', limit: 10, offset: 0, now: Date.now(), offsetMin: 0 });

/** Milliseconds from the moment the page was seen until a phrase of it finds it; null when it does not within 5 s. */
async function searchableAfter(engine, { ordinal, text, title, url }) {
  const [{ at }] = await engine.captions([ordinal]);
  const [phrase] = ownPhrases([text]);
  const q = phrase ? `"${phrase}"` : title;
  const found = async () => (await engine.search(question(q))).hits.some((hit) => hit.url === url);
  return until(found, { within: 5_000, every: 10 }).then(() => Date.now() - at, () => null);
}

/** Two or three words that bring up more than one page: fixed for the sample site, else from a page's title. */
function wordsFor(remembered) {
  if (sample) return SAMPLE_WORDS;
  const long = remembered.map(({ title }) => title.match(/\p{L}{4,}/gu) ?? []).find((words) => words.length >= 3);
  return (long ?? ['web', 'page']).slice(0, 3).join(' ');
}

/** Visits pages until `PAGES` are remembered; skipped ones are kept in the list with their reason. */
async function browse(page, own, site, all) {
  const engine = engineOf(own);
  const visited = [];
  for (const { path, host } of all) {
    if (visited.filter(({ skipped }) => !skipped).length === PAGES) break;
    const seen = await visit(page, own, (host ? site.originAs(host) : site.origin) + path, { picture: false });
    const searchable = seen.skipped ? null : await searchableAfter(engine, seen);
    if (!seen.skipped) await until(() => engine.image(seen.ordinal, 'thumb'), { what: `${seen.url} got no picture` });
    visited.push({ ...seen, searchable });
    if (!seen.skipped && visited.filter(({ skipped }) => !skipped).length === STARRED) {
      const star = await tell(own, { kind: 'star', tabId: await tabId(own, page.url()), on: true });
      console.log(`\nstarred: ${decodeURIComponent(new URL(page.url()).pathname)} (${JSON.stringify(star)})`);
    }
    process.stdout.write(seen.skipped ? 's' : '.');
  }
  console.log('');
  return visited;
}

async function findAll(engine, visited) {
  const found = visited.filter(({ skipped }) => !skipped);
  const phrases = ownPhrases(found.map(({ text }) => text));
  for (const [i, one] of found.entries()) {
    const q = phrases[i] ? `"${phrases[i]}"` : one.title;
    const { hits } = await engine.search(question(q));
    one.rank = hits.findIndex(({ url }) => url === one.url) + 1;
    one.asked = q;
  }
}

function table(visited) {
  const cut = (text, width) => (text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width));
  console.log(`\n${'page'.padEnd(48)} ${'captured'.padEnd(18)} ${'searchable after'.padStart(16)} ${'found at rank'.padStart(14)}`);
  for (const { url, skipped, searchable, rank } of visited) {
    const path = decodeURIComponent(new URL(url).pathname);
    const ms = searchable === null ? '' : `${Math.round(searchable)} ms`;
    console.log(`${cut(path, 48)} ${cut(skipped ? `no: ${skipped}` : 'yes', 18)} ${ms.padStart(16)} ${(skipped ? '' : rank ? String(rank) : 'NOT FOUND').padStart(14)}`);
  }
}

/** Forgets a page and takes it back; throws when either does not hold. */
async function forgetAndBack(engine, { url }) {
  const { op, count } = await engine.mutate({ page: url }, { kind: 'forget' });
  if (count < 1 || (await engine.page(url)).remembered) throw new Error(`${url} was not forgotten`);
  await engine.undo(op);
  if (!(await engine.page(url)).remembered) throw new Error(`${url} was not taken back`);
  console.log(`forgotten and taken back: ${new URL(url).pathname}`);
}

/** The name of a page's visit, as an address of the playback page carries it. */
async function visitOf(engine, { ordinal }) {
  const [{ id, at }] = await engine.captions([ordinal]);
  return { id, t: at };
}

/** Makes an account, lets a second device join; throws when that one has not everything. */
async function secondDevice(driven, screens, visits) {
  const data = fromRoot('out', 'tour-vault');
  rmSync(data, { recursive: true, force: true });
  const server = await VaultServer.start({ data });
  const second = await Driven.launch(name);
  try {
    const place = { origin: server.origin, account: 'tour', device: 'desk' };
    const settings = await settingsOf(driven);
    const { passphrase } = await createAccount(settings, place);
    await screens.shoot(settings, 'vault', { of: '#vault' });
    const there = await settingsOf(second);
    await joinAccount(there, { ...place, device: 'sofa' }, passphrase);
    await synced(there);
    const arrived = (await engineOf(there).status()).visits;
    console.log(`a second device joined: ${arrived} of ${visits} visits`);
    if (arrived !== visits) throw new Error('the second device has not everything');
  } finally {
    await second.close();
    await server.stop('SIGTERM');
  }
}

async function firstDay(driven, site, all) {
  const own = await driven.own();
  const engine = engineOf(own);
  const screens = new Screens(driven, folder);
  await screens.empty();
  const visited = await browse(await driven.page(), own, site, all);
  const remembered = visited.filter(({ skipped }) => !skipped);
  await findAll(engine, visited);
  table(visited);
  console.log(`\n${(await engine.status()).webmarks} WebMark`);
  await forgetAndBack(engine, remembered[0]);
  const starred = remembered[Math.min(STARRED, remembered.length) - 1];
  await screens.all({ own, middle: await visitOf(engine, starred), words: wordsFor(remembered), popupOf: starred.url });
  const timeline = await everything(engine);
  await secondDevice(driven, screens, timeline.length);
  const lost = remembered.filter(({ rank }) => !rank);
  console.log(`${remembered.length} pages remembered, ${visited.length - remembered.length} skipped, ${timeline.length} visits, ${lost.length} not found`);
  return lost.length === 0 && remembered.length > 0;
}

async function tour() {
  rmSync(folder, { recursive: true, force: true });
  if (!CORPUS) console.log('The corpus is not here (WEBMYND_CORPUS): the tour visits the sample site.');
  const all = sample ? samplePages() : pages();
  const site = await Site.open();
  site.serveFiles(all);
  const driven = await Driven.launch(name, { site });
  try {
    if (!await firstDay(driven, site, all)) return false;
    if (flag('pictures')) await writePictures(driven, folder, fromRoot('docs', 'pictures'), README_PICTURES);
    return true;
  } finally {
    await driven.close();
    site.close();
  }
}

process.exit((await tour()) ? 0 : 1);
