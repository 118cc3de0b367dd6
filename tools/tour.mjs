/**
 * The tour: a person's first day, in a real browser without a window. 40 pages of a local site are visited, one is
 * starred, each is searched by words of its own, the reeler plays, the grid opens, one page is forgotten and taken back.
 * Prints a table, writes pictures of every screen to out/tour/, ends with 1 when a page is not found.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { Driven } from '../tests/browser/lib/browsers.mjs';
import { engineOf, everything, tabId, tell } from '../tests/browser/lib/engine.mjs';
import { CORPUS, pages } from '../tests/browser/lib/pages.mjs';
import { ownPhrases } from '../tests/browser/lib/phrase.mjs';
import { Site } from '../tests/browser/lib/server.mjs';
import { sleep, until } from '../tests/browser/lib/until.mjs';
import { visit } from '../tests/browser/lib/visit.mjs';
import { fromRoot } from './lib/paths.mjs';
import { flag } from './lib/run.mjs';

const PAGES = 40;
const name = flag('browser') === 'firefox' ? 'firefox' : 'chrome';
const folder = fromRoot('out', 'tour');

const question = (q) => ({ q, sort: 'best', limit: 10, offset: 0, now: Date.now(), offsetMin: 0 });

/** Milliseconds from the moment the page was seen until a phrase of it finds it; null when it does not within 5 s. */
async function searchableAfter(engine, { ordinal, text, title, url }) {
  const [{ at }] = await engine.captions([ordinal]);
  const [phrase] = ownPhrases([text]);
  const q = phrase ? `"${phrase}"` : title;
  const found = async () => (await engine.search(question(q))).hits.some((hit) => hit.url === url);
  return until(found, { within: 5_000, every: 10 }).then(() => Date.now() - at, () => null);
}

/** Visits pages until `PAGES` are remembered; skipped ones are kept in the list with their reason. */
async function browse(page, own, site, all) {
  const engine = engineOf(own);
  const visited = [];
  for (const { path } of all) {
    if (visited.filter(({ skipped }) => !skipped).length === PAGES) break;
    const seen = await visit(page, own, site.origin + path, { picture: false });
    const searchable = seen.skipped ? null : await searchableAfter(engine, seen);
    if (!seen.skipped) await until(() => engine.image(seen.ordinal, 'thumb'), { what: `${seen.url} got no picture` });
    visited.push({ ...seen, searchable });
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

/** Pictures of the extension's pages, each given time to come to rest. */
async function shoot(view, file, rest = 1_200) {
  await view.bringToFront();
  await sleep(rest);
  await view.screenshot({ path: `${folder}/${file}.png` });
  console.log(`out/tour/${file}.png`);
}

async function screens(driven, own, visited, starred) {
  const words = visited.find(({ asked }) => asked)?.asked ?? 'web';
  for (const path of ['welcome/welcome', 'settings/settings']) await shoot(await driven.own(`views/${path}.html`), path.split('/')[0]);
  const view = await driven.own('views/playback/playback.html#/reel');
  await shoot(view, 'reeler', 2_500);
  await view.keyboard.press('Home');
  await view.keyboard.press('KeyP');
  await sleep(2_500);
  await shoot(view, 'reeler-playing', 0);
  await view.keyboard.press('KeyP');
  await view.keyboard.press('KeyV');
  await shoot(view, 'grid', 2_500);
  const results = await driven.own(`views/playback/playback.html#/grid?${new URLSearchParams({ q: words.replaceAll('"', '') })}`);
  await shoot(results, 'results', 2_500);
  const front = await driven.page();
  await front.goto(starred);
  const id = await tabId(own, starred);
  const popup = await driven.own(`views/popup/popup.html?tab=${id}`);
  await shoot(popup, 'popup');
}

/** Forgets a page and takes it back; throws when either does not hold. */
async function forgetAndBack(engine, { url }) {
  const { op, count } = await engine.mutate({ page: url }, { kind: 'forget' });
  if (count < 1 || (await engine.page(url)).remembered) throw new Error(`${url} was not forgotten`);
  await engine.undo(op);
  if (!(await engine.page(url)).remembered) throw new Error(`${url} was not taken back`);
  console.log(`forgotten and taken back: ${new URL(url).pathname}`);
}

async function tour() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const all = pages();
  if (!CORPUS) console.log('The corpus is not here (WEBMYND_CORPUS): the tour visits the sample site.');
  const site = await Site.open();
  site.serveFiles(all);
  const driven = await Driven.launch(name);
  try {
    const own = await driven.own();
    const engine = engineOf(own);
    const page = await driven.page();
    const visited = await browse(page, own, site, all);
    const remembered = visited.filter(({ skipped }) => !skipped);
    const starred = remembered.at(-1).url;
    const star = await tell(own, { kind: 'star', tabId: await tabId(own, page.url()), on: true });
    await findAll(engine, visited);
    table(visited);
    console.log(`\nstarred: ${new URL(starred).pathname} (${JSON.stringify(star)}), ${(await engine.status()).webmarks} WebMark`);
    await forgetAndBack(engine, remembered[0]);
    await screens(driven, own, remembered, starred);
    const timeline = await everything(engine);
    const lost = remembered.filter(({ rank }) => !rank);
    console.log(`${remembered.length} pages remembered, ${visited.length - remembered.length} skipped, ${timeline.length} visits, ${lost.length} not found`);
    return lost.length === 0 && remembered.length > 0;
  } finally {
    await driven.close();
    site.close();
  }
}

process.exit((await tour()) ? 0 : 1);
