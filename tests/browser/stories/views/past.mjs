/** What a browser knew before: a real history made by visiting, and real bookmarks, taken in by a click; and through a kill. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BRISK } from '../../../../tools/lib/brisk.mjs';
import { fromRoot } from '../../../../tools/lib/paths.mjs';
import { engineOf, everything, remembered } from '../../lib/engine.mjs';
import { pageOf, wordsOf } from '../../lib/made.mjs';
import { GIVEN, addHistory, api, done, past, permitted, press } from '../../lib/past.mjs';
import { sleep, until } from '../../lib/until.mjs';

function given(set) {
  if (set.browser === 'firefox') return fromRoot(BRISK, set.browser);
  const folder = mkdtempSync(join(tmpdir(), 'webmynd-permitted-'));
  set.strikes(() => rmSync(folder, { recursive: true, force: true }));
  return permitted(fromRoot(BRISK, set.browser), folder);
}

const pause = (own, until_) => api(own, (browser, pausedUntil) => browser.storage.local.set({ pausedUntil }), until_);

const serveAll = (site) => {
  for (const [n, path] of ['/before', '/twice', '/seen', '/left', '/inside'].entries()) site.serve(path, pageOf(n + 1, { title: path }));
  site.serve('/around', pageOf(9, { title: '/around', body: `<iframe src="${site.origin}/inside"></iframe>` }));
};

export default [{
  name: 'the history that was there before becomes cards of all visits at the clock of the day, and a visit fills the card',
  async run(set) {
    const { site, launch, assert } = set;
    serveAll(site);
    process.env.TZ = 'Asia/Kolkata';
    set.strikes(() => { delete process.env.TZ; });
    const driven = await launch({ dist: given(set), prefs: GIVEN });
    const own = await driven.own();
    const engine = engineOf(own);
    await pause(own, 'always');
    await api(own, (browser, line) => browser.storage.local.set({ exclusions: [line] }), `${new URL(site.origin).host}/left`);
    const page = await driven.page();
    // The last one is left out by the person: what stands in front when the pause ends is looked at again.
    for (const path of ['/before', '/twice', '/around', '/seen', '/before', '/twice', '/left']) await page.goto(site.origin + path);
    await pause(own, null);
    await page.goto(`${site.origin}/seen`);
    await remembered(engine, `${site.origin}/seen`);

    const welcome = await press(driven, '#history');
    const { total, pages } = await done(own, 'pastHistory');
    const visits = async (path) => (await engine.page(site.origin + path)).visits;
    assert.deepEqual(await Promise.all(['/before', '/twice', '/around', '/seen', '/left', '/inside'].map(visits)), [2, 2, 1, 1, 0, 0], `${total} looked at`);
    assert.equal(pages, 3);
    assert.ok((await everything(engine)).every(({ offsetMin }) => offsetMin === 330), 'at the clock of the person');
    await until(() => welcome.evaluate(() => /3 pages were taken in/.test(document.querySelector('#history').innerText)), { what: 'the welcome page does not say it' });

    await page.bringToFront();
    await page.goto(`${site.origin}/before`);
    await until(async () => (await engine.page(`${site.origin}/before`)).visits === 3, { what: 'the visit was not remembered' });
    const filled = await engine.page(`${site.origin}/before`);
    assert.equal(filled.captures, 1, 'no version beside an empty one');
    const { hits } = await engine.search({ q: `${wordsOf(1).split(' ')[0]} `, sort: 'best', limit: 5, offset: 0, now: Date.now(), offsetMin: 0 });
    assert.deepEqual(hits.map(({ url }) => url), [`${site.origin}/before`]);

    await welcome.bringToFront();
    await welcome.click('#history button');
    await until(async () => (await past(own, 'pastHistory')).startedAt > 0 && (await past(own, 'pastHistory')).at === 'done' && (await past(own, 'pastHistory')).since > 0, { what: 'it was not done again' });
    assert.equal(await visits('/before'), 3, 'again it adds nothing');
  },
}, {
  name: 'bookmarks become WebMarks of their day, with their folders as labels',
  async run(set) {
    const { site, launch, assert } = set;
    serveAll(site);
    const driven = await launch({ dist: given(set), prefs: GIVEN });
    const own = await driven.own();
    const engine = engineOf(own);
    const page = await driven.page();
    await page.goto(`${site.origin}/seen`);
    await remembered(engine, `${site.origin}/seen`);
    // The permission comes with the first click; in it there is nothing yet.
    const welcome = await press(driven, '#bookmarks');
    await done(own, 'pastBookmarks');
    const made = await api(own, async (browser, origin) => {
      const tea = await browser.bookmarks.create({ title: 'Tea' });
      const green = await browser.bookmarks.create({ title: 'Green', parentId: tea.id });
      const { dateAdded } = await browser.bookmarks.create({ title: 'Before', url: `${origin}/before#top`, parentId: green.id });
      await browser.bookmarks.create({ title: 'Seen', url: `${origin}/seen`, parentId: tea.id });
      await browser.bookmarks.create({ title: 'Run', url: 'javascript:void(0)', parentId: tea.id });
      return dateAdded;
    }, site.origin);
    await welcome.bringToFront();
    await welcome.click('#bookmarks button');
    await until(async () => (await engine.page(`${site.origin}/before`)).star, { what: 'the bookmark is no WebMark' });
    const { left } = await done(own, 'pastBookmarks');
    const [before, seen] = await Promise.all(['/before', '/seen'].map((path) => engine.page(site.origin + path)));
    assert.deepEqual([before.labels.sort(), before.visits, before.lastAt], [['Green', 'Tea'], 1, Math.round(made)]);
    assert.deepEqual([seen.star, seen.labels, seen.visits], [true, ['Tea'], 1], 'one that was seen has its visit');
    assert.equal(left, 1);
  },
}, {
  name: 'a history that is being taken in goes on after the browser was killed, and nothing of it is twice',
  async run(set) {
    const { site, launch, assert, note } = set;
    const COUNT = set.long ? 20_000 : 2_000;
    const options = { profile: set.profile(), dist: given(set), prefs: GIVEN };
    let driven = await launch(options);
    let own = await driven.own();
    // Before there is a history: where the permission has to be given, it comes with the first click.
    await (await press(driven, '#history')).close();
    await done(own, 'pastHistory');
    await addHistory(own, site.origin, COUNT);
    // Chromium writes what it knows ten seconds later, Firefox sooner.
    await sleep(12_000);
    const welcome = await press(driven, '#history');
    await until(async () => { const one = await past(own, 'pastHistory'); return one.at === 'running' && one.looked > 100; }, { every: 10, within: 60_000, what: 'nothing was taken in' });
    // The page that asked for it is not needed.
    await welcome.close();
    const { looked } = await past(own, 'pastHistory');
    await driven.kill();
    driven = await launch(options);
    own = await driven.own();
    const engine = engineOf(own);
    const standing = await past(own, 'pastHistory');
    // An extension that is there for a test alone has lost what it was given.
    if (!await api(own, (browser) => browser.permissions.contains({ permissions: ['history'] }))) {
      await until(async () => (await past(own, 'pastHistory')).at === 'stopped', { what: 'it goes on without the permission' });
      await (await press(driven, '#history')).close();
    }
    await done(own, 'pastHistory');
    const all = (await everything(engine)).filter(({ url }) => url.includes('/many/'));
    const known = await api(own, (browser, count) => browser.history.search({ text: 'many', startTime: 0, maxResults: count }).then((list) => list.length), COUNT);
    note(`killed after ${looked} of ${COUNT}, went on from ${standing?.looked}, the browser itself knows ${known}`);
    const addresses = new Set(all.map(({ url }) => url));
    assert.ok(known > COUNT / 2 && addresses.size >= known && addresses.size <= COUNT, `${addresses.size} of ${known}`);
    assert.ok(standing.looked < COUNT, 'it was cut off');
    assert.equal(all.length, addresses.size, 'one visit each');
  },
}];
