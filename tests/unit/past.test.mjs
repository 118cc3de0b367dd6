// The past of a browser, read in slices: a history that answers as browsers do, of any shape, and a tree of bookmarks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from '../../tools/lib/load.mjs';

process.env.TZ = 'Europe/Berlin';
const { historyCard, MOST, print, windows } = await load('extension/background/past/history.ts');
const { bookmarkCard, bookmarksIn } = await load('extension/background/past/bookmarks.ts');
const { tryAgain } = await load('extension/background/past/tries.ts');
const { cardLines } = await load('extension/bridge/cards.ts');
const settings = { pausedUntil: 'always', exclusions: ['secret.example'], defaultExclusions: true, retentionDays: null, textDays: null, sendThumbs: false, firstRunAt: null, theme: 'system' };

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 2, 3, 12);

/** Addresses with their times, asked as Chromium answers: the newest of a window, each once, with the time of its last visit wherever that is. */
function browserWith(visits) {
  const last = new Map();
  for (const { url, at } of visits) last.set(url, Math.max(last.get(url) ?? 0, at));
  let asked = 0;
  const search = async (from, until, most) => {
    asked += 1;
    const within = visits.filter(({ at }) => at >= from && at < until).sort((a, b) => b.at - a.at);
    return [...new Set(within.map(({ url }) => url))].slice(0, most).map((url) => ({ url, title: url, lastVisitTime: last.get(url) }));
  };
  return { search, visits: async (url) => visits.filter((one) => one.url === url).map(({ at, transition = 'link' }) => ({ visitTime: at, transition })), asked: () => asked };
}

async function read(source, until = NOW, since = 0) {
  const found = new Set();
  let before = until;
  for await (const { from, known } of windows(source, until, since)) {
    assert.ok(from < before, 'each window lies before the last');
    before = from;
    for (const { url } of known) found.add(url);
  }
  assert.equal(before, since);
  return found;
}

test('every address of a history is found, however it lies in time', async () => {
  const spread = Array.from({ length: 5_000 }, (_, i) => ({ url: `https://a.example/${i % 3_000}`, at: NOW - 1 - (i * 7_919_777) % (900 * DAY) }));
  const crowd = Array.from({ length: 3_000 }, (_, i) => ({ url: `https://b.example/${i}`, at: NOW - 5 * DAY }));
  const daily = Array.from({ length: 400 }, (_, i) => ({ url: 'https://c.example/', at: NOW - i * DAY - 0.5 }));
  const source = browserWith([...spread, ...crowd, ...daily, { url: 'https://old.example/', at: Date.UTC(1999, 0) }]);
  assert.equal((await read(source)).size, 3_000 + 3_000 + 2);
  assert.ok(source.asked() < 6_002 / MOST * 8, `asked ${source.asked()} times`);
  const later = await read(browserWith(spread), NOW, NOW - 10 * DAY);
  assert.deepEqual([...later].sort(), [...new Set(spread.filter(({ at }) => at >= NOW - 10 * DAY).map(({ url }) => url))].sort());
  assert.equal((await read(browserWith([]))).size, 0);
});

test('addresses that are told apart by a number are', () => {
  const prints = new Set(Array.from({ length: 200_000 }, (_, i) => print(`https://a.example/page?id=${i}`)));
  assert.equal(prints.size, 200_000);
});

test('an entry becomes a card of all visits that were pages, at the clock of their day', async () => {
  const [winter, summer] = [Date.UTC(2026, 0, 15, 12), Date.UTC(2025, 6, 15, 12)];
  const source = browserWith([
    { url: 'https://a.example/x#part', at: winter + 0.4 }, { url: 'https://a.example/x#part', at: summer, transition: 'typed' },
    { url: 'https://a.example/x#part', at: summer + 1, transition: 'auto_subframe' }, { url: 'https://a.example/x#part', at: summer + 2, transition: 'manual_subframe' },
    { url: 'https://frame.example/', at: summer, transition: 'auto_subframe' },
  ]);
  const card = await historyCard({ url: 'https://a.example/x#part', title: ' A ', lastVisitTime: winter }, source, settings);
  assert.deepEqual(card, { url: 'https://a.example/x', title: 'A', at: [winter, summer] });
  const [line] = cardLines(card).trim().split('\n').map((one) => JSON.parse(one));
  assert.deepEqual(line, { type: 'card', url: 'https://a.example/x', title: 'A', visits: [{ at: winter, offsetMin: 60 }, { at: summer, offsetMin: 120 }] });
  // A pause is about what one does now; rules are about what is kept at all.
  for (const url of ['https://frame.example/', 'https://secret.example/', 'https://mail.google.com/', 'file:///x', 'chrome://settings', 'about:blank', undefined, 'nonsense']) {
    assert.equal(await historyCard({ url, title: 'x', lastVisitTime: url === 'https://frame.example/' ? summer : NOW }, source, settings), null, url);
  }
  assert.deepEqual(await historyCard({ url: 'https://lone.example/', lastVisitTime: summer }, source, settings), { url: 'https://lone.example/', title: '', at: [summer] });
});

test('many visits of one address are several lines', () => {
  const at = Array.from({ length: 2_500 }, (_, i) => NOW - i);
  const lines = cardLines({ url: 'https://a.example/', title: 'A', at }).trim().split('\n').map((line) => JSON.parse(line));
  assert.deepEqual(lines.map(({ visits }) => visits.length), [1_000, 1_000, 500]);
  assert.deepEqual(lines.flatMap(({ visits }) => visits.map((visit) => visit.at)), at);
});

test('bookmarks of both browsers, with the folders that the person made', () => {
  const chromium = [{ id: '0', title: '', children: [
    { id: '1', title: 'Bookmarks bar', children: [
      { id: '5', title: 'Tea', dateAdded: 1, children: [
        { id: '6', title: 'Green', url: 'https://a.example/#x', dateAdded: NOW },
        { id: '7', title: 'Deeper', children: [{ id: '8', title: ' Black ', url: 'https://b.example/' }] },
      ] },
      { id: '9', title: 'Bar', url: 'https://c.example/', dateAdded: NOW - 1 },
    ] },
    { id: '2', title: 'Other bookmarks', children: [{ id: '10', title: 'Let', url: 'javascript:alert(1)' }, { id: '11', title: 'S', url: 'https://secret.example/' }] },
  ] }];
  const cards = bookmarksIn(chromium).map((one) => bookmarkCard(one, settings));
  assert.deepEqual(cards, [
    { url: 'https://a.example/', title: 'Green', at: [NOW], star: true, labels: ['Tea'] },
    { url: 'https://b.example/', title: 'Black', at: [null], star: true, labels: ['Tea', 'Deeper'] },
    { url: 'https://c.example/', title: 'Bar', at: [NOW - 1], star: true, labels: [] },
    null, null,
  ]);
  const firefox = [{ id: 'root________', title: '', type: 'folder', children: [
    { id: 'menu________', title: 'Bookmarks Menu', type: 'folder', children: [
      { id: 'a', title: '', url: 'data:', type: 'separator', dateAdded: NOW }, { id: 'b', title: 'Recent', url: 'place:sort=8', type: 'bookmark' },
      { id: 'c', title: 'Tea', type: 'folder', children: [{ id: 'd', title: 'Green', url: 'https://a.example/', type: 'bookmark', dateAdded: NOW }] },
    ] },
    { id: 'unfiled_____', title: 'Other Bookmarks', type: 'folder', children: [] },
  ] }];
  assert.deepEqual(bookmarksIn(firefox).map((one) => bookmarkCard(one, settings)), [null, { url: 'https://a.example/', title: 'Green', at: [NOW], star: true, labels: ['Tea'] }]);
  let deep = { id: 'x', title: 'leaf', url: 'https://deep.example/' };
  for (let i = 0; i < 100_000; i += 1) deep = { id: `${i}`, title: `f${i}`, children: [deep] };
  assert.equal(bookmarksIn([deep])[0].labels.length, 16);
});

test('what an engine could not do is tried again soon, and no longer than it is wanted', async () => {
  const tried = async (answers, wantedFor = Infinity) => {
    let tries = 0;
    await tryAgain(async () => answers[tries++] ?? false, () => tries < wantedFor, [1, 1, 1]);
    return tries;
  };
  assert.deepEqual(await Promise.all([tried([true]), tried([false, true]), tried([]), tried([], 2)]), [1, 2, 4, 2]);
});
