/** Pages that are opened from here and are gone: what was seen of them stands in their place, and in no living page's. */
import { createServer } from 'node:http';
import { click, clickWords } from '../../lib/click.mjs';
import { engineOf, remembered, tabId, tell } from '../../lib/engine.mjs';
import { pageOf, wordsOf } from '../../lib/made.mjs';
import { pace } from '../../lib/pace.mjs';
import { sleep, until } from '../../lib/until.mjs';

const GONE = 'views/gone/gone.html';
const ERROR = pageOf(900, { title: 'Not found' });

const tabsOf = (own) => own.evaluate(async () => {
  const { tabs } = globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome;
  return (await tabs.query({})).map(({ id, url, status, index, active }) => ({ id, url, status, index, active }));
});

/** What a story needs of a browser: its memory, and pages that are visited and left. */
async function begin(driven) {
  const own = await driven.own();
  const engine = engineOf(own);
  const visit = async (url) => {
    const page = await driven.page();
    await page.goto(url);
    await remembered(engine, url);
    await page.close();
    return engine.page(url);
  };
  return { own, engine, visit };
}

/** The tab that `open` brings, once it has come to its end: a page of ours, or it is known that none comes. */
async function tabAfter(own, open, isWanted = () => true) {
  const before = new Set((await tabsOf(own)).map(({ id }) => id));
  await open();
  const fresh = async () => (await tabsOf(own)).find(({ id, url, status }) => !before.has(id) && status === 'complete' && isWanted(url ?? ''));
  return until(fresh, { within: 30_000, what: 'no such tab came' }).catch(async (error) => { throw new Error(`${error.message}: ${JSON.stringify(await tabsOf(own))}`); });
}
const isGone = (url) => url.includes(GONE);

/** Opens a remembered page as the background is told to. */
const openFrame = (own, url, ordinal) => () => tell(own, { kind: 'open', url, ordinal, how: 'front' });

/** The page of ours that stands in the place of one that is gone. */
const goneView = (driven) => until(async () => {
  for (const page of await driven.browser.pages()) {
    if (await page.evaluate((path) => location.href.includes(path) && document.body.dataset.settled === 'true', GONE).catch(() => false)) return page;
  }
  return null;
}, { what: 'the page of what was kept did not come' });

const wordsIn = (view) => view.evaluate(() => document.querySelector('main').innerText);

/** Long enough for whatever would be shown to be there. */
const calm = () => sleep(pace.longEnough);

const close = (own, id) => own.evaluate((tab) => (globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome).tabs.remove(tab), id);

/** A server of its own that can be stopped. */
async function passing(strikes) {
  const server = createServer((_, response) => { response.setHeader('content-type', 'text/html'); response.end(pageOf(7, { title: 'A passing server' })); });
  await new Promise((ready) => { server.listen(0, '127.0.0.1', ready); });
  const end = () => new Promise((ended) => { server.closeAllConnections(); server.close(ended); });
  strikes(end);
  return { url: `http://127.0.0.1:${server.address().port}/page`, end };
}

export default [{
  name: 'a result in the grid that answers 404 gives way to what was seen; the page is asked for once, and Back leads to its own answer',
  async run({ site, common, assert }) {
    const driven = await common();
    const { own, visit } = await begin(driven);
    let asked = 0;
    site.serve('/page', pageOf(1, { title: 'The page that was' }));
    const { visits } = await visit(`${site.origin}/page`);
    assert.equal(visits, 1);
    site.serve('/page', () => { asked += 1; return ERROR; }, { status: 404 });
    const playback = await driven.own(`views/playback/playback.html#/grid?q=${encodeURIComponent('title:was')}`);
    await until(() => playback.evaluate(() => document.querySelector('#views a[href]') !== null && document.activeElement !== document.body));
    const tab = await tabAfter(own, async () => { await playback.bringToFront(); await playback.keyboard.down('Control'); await playback.keyboard.press('Enter'); await playback.keyboard.up('Control'); }, isGone);
    assert.match(tab.url, /#visit=[0-9a-f]{32}&why=missing$/);
    const view = await goneView(driven);
    const words = await wordsIn(view);
    for (const part of ['You saw this on', 'does not exist (404)', 'The page that was', wordsOf(1)]) assert.ok(words.includes(part), `${part}: ${words}`);
    assert.equal(asked, 1, 'the page was asked for once');
    await until(() => view.evaluate(() => document.querySelector('#picture img') !== null || document.querySelector('#picture p') !== null));
    await view.evaluate(() => history.back());
    await until(async () => (await tabsOf(own)).some(({ id, url }) => id === tab.id && url === `${site.origin}/page`), { what: 'Back did not lead to the answer' });
    await calm();
    assert.equal((await tabsOf(own)).find(({ id }) => id === tab.id).url, `${site.origin}/page`, 'it is not caught again');
  },
}, {
  name: "a hit of the popup that answers 410 gives way, also without a body; all the same it is opened, and tried again it lives",
  async run({ site, common, assert }) {
    const driven = await common();
    const { own, visit } = await begin(driven);
    site.serve('/taken', pageOf(2, { title: 'Taken away' }));
    const url = `${site.origin}/taken`;
    await visit(url);
    site.serve('/taken', '', { status: 410 });
    const popup = await driven.own(`views/popup/popup.html?tab=${await tabId(own, `${driven.extension}/manifest.json`)}`);
    await until(() => popup.evaluate(() => document.body.dataset.settled === 'true'));
    await popup.type('#q', 'title:taken');
    await until(() => popup.evaluate(() => document.querySelector('#hits a.page') !== null));
    const tab = await tabAfter(own, () => click(popup, '#hits a.page'), isGone);
    assert.match(tab.url, /why=taken$/);
    const at = async () => (await tabsOf(own)).find(({ id }) => id === tab.id)?.url ?? '';
    site.serve('/taken', ERROR, { status: 410 });
    await clickWords(await goneView(driven), 'Try again');
    await until(async () => !isGone(await at()), { every: 5, what: 'it was not asked for again' }).catch(() => undefined);
    await until(async () => isGone(await at()), { what: 'it is still gone, and that is not said' });
    await (await goneView(driven)).evaluate(() => document.querySelector('.acts a[rel]').click());
    await until(async () => await at() === url, { what: 'it was not opened all the same' });
    await calm();
    assert.equal(await at(), url);
    await close(own, tab.id);
    const again = await tabAfter(own, openFrame(own, url, null), isGone);
    site.serve('/taken', pageOf(2, { title: 'Taken away' }));
    await clickWords(await goneView(driven), 'Try again');
    await until(async () => (await tabsOf(own)).some(({ id, url: now }) => id === again.id && now === url), { what: 'it did not come back' });
    await calm();
    assert.equal((await tabsOf(own)).find(({ id }) => id === again.id).url, url);
  },
}, {
  name: "the reeler's title opens one tab: a click in front, the middle button and Ctrl behind; what is gone gives way in all of them",
  async run({ site, common, assert }) {
    const driven = await common();
    const { own, visit } = await begin(driven);
    site.serve('/title', pageOf(9, { title: 'By its title' }));
    await visit(`${site.origin}/title`);
    site.serve('/title', ERROR, { status: 404 });
    const playback = await driven.own('views/playback/playback.html#/reel');
    await until(() => playback.evaluate(() => document.querySelector('.reel-title[href]') !== null));
    for (const [button, key, isInFront] of [['middle', null, false], ['left', 'Control', false], ['left', null, true]]) {
      await playback.bringToFront();
      const before = (await tabsOf(own)).length;
      const tab = await tabAfter(own, async () => {
        if (key) await playback.keyboard.down(key);
        await playback.click('.reel-title', { button });
        if (key) await playback.keyboard.up(key);
      }, isGone);
      assert.deepEqual([(await tabsOf(own)).length - before, tab.active], [1, isInFront], `${button} ${key}`);
      await close(own, tab.id);
    }
  },
}, {
  name: 'a server that is away gives way to what was seen, and so does a name that nobody knows',
  async run({ launch, browser, assert, strikes }) {
    const [driven, server] = [await launch(browser === 'firefox' ? { prefs: { 'network.proxy.no_proxies_on': 'nowhere.test', 'network.dns.disabled': true } } : {}), await passing(strikes)];
    const { own, engine, visit } = await begin(driven);
    const { lastOrdinal } = await visit(server.url);
    await server.end();
    const refused = await tabAfter(own, openFrame(own, server.url, lastOrdinal), isGone);
    assert.match(refused.url, /why=refused$/);
    assert.ok((await wordsIn(await goneView(driven))).includes('takes no connection'));
    await close(own, refused.id);
    const unknown = browser === 'firefox' ? 'http://nowhere.test/page' : 'http://nowhere.example/page';
    const { ordinal } = await engine.remember({ id: 'e'.repeat(32), at: Date.now(), offsetMin: 0, url: unknown, title: 'Of nowhere', html: '<p>Words of a page of nowhere.</p>' });
    const nowhere = await tabAfter(own, openFrame(own, unknown, ordinal), isGone);
    assert.match(nowhere.url, /why=unknown$/);
    assert.ok((await wordsIn(await goneView(driven))).includes('cannot be found'));
  },
}, {
  name: 'what answers otherwise, leads on, or still has its name is left alone, and so is every page while the switch is off',
  async run({ site, common, assert }) {
    const driven = await common();
    const { own, visit } = await begin(driven);
    const answers = {
      '/lives': {}, '/fails': { status: 500 }, '/asks': { status: 401 }, '/closed': { status: 403 }, '/busy': { status: 503 }, '/leads': { status: 302, headers: { location: '/home' } },
      '/named': { status: 404, title: 'Page /named' }, '/script': { status: 404, script: "location.replace('/home')", active: true }, '/nothing': { status: 204 },
    };
    site.serve('/home', pageOf(3, { title: 'Home' }));
    for (const [path, { status, headers, title = 'An error', script, active = false }] of Object.entries(answers)) {
      const url = `${site.origin}${path}`;
      site.serve(path, pageOf(path.length, { title: `Page ${path}` }));
      const { lastOrdinal } = await visit(url);
      site.serve(path, status === 204 ? '' : pageOf(path.length + 50, { title: status ? title : `Page ${path}`, script }), { status, headers, active });
      const tab = await tabAfter(own, openFrame(own, url, lastOrdinal));
      await calm();
      const now = (await tabsOf(own)).find(({ id }) => id === tab.id);
      assert.ok(now && !isGone(now.url), `${path}: ${now?.url}`);
      assert.ok(status === 204 || now.url === (['/leads', '/script'].includes(path) ? `${site.origin}/home` : url), `${path}: ${now.url}`);
      await close(own, tab.id);
    }
    site.serve('/off', pageOf(4, { title: 'Off' }));
    const { lastOrdinal } = await visit(`${site.origin}/off`);
    site.serve('/off', ERROR, { status: 404 });
    await own.evaluate(() => (globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome).storage.local.set({ showGone: false }));
    const tab = await tabAfter(own, openFrame(own, `${site.origin}/off`, lastOrdinal));
    await calm();
    assert.equal((await tabsOf(own)).find(({ id }) => id === tab.id).url, `${site.origin}/off`);
  },
}, {
  name: 'a tab that was not opened here is left alone; a person who goes elsewhere meanwhile is not brought back',
  async run({ site, common, assert }) {
    const driven = await common();
    const { own, visit } = await begin(driven);
    const url = `${site.origin}/slow`;
    site.serve('/slow', pageOf(5, { title: 'Slow' }));
    site.serve('/else', pageOf(6, { title: 'Elsewhere' }));
    const { lastOrdinal } = await visit(url);
    let answer = () => {};
    site.serve('/slow', () => new Promise((resolve) => { answer = () => resolve(ERROR); }), { status: 404 });
    const before = new Set((await tabsOf(own)).map(({ id }) => id));
    await openFrame(own, url, lastOrdinal)();
    const fresh = await until(async () => (await tabsOf(own)).find(({ id }) => !before.has(id)));
    await own.evaluate((tab, to) => (globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome).tabs.update(tab, { url: to }), fresh.id, `${site.origin}/else`);
    await until(async () => (await tabsOf(own)).some(({ id, url: now, status }) => id === fresh.id && now === `${site.origin}/else` && status === 'complete'));
    answer();
    site.serve('/slow', ERROR, { status: 404 });
    const page = await driven.page();
    await page.goto(url);
    await calm();
    assert.deepEqual((await tabsOf(own)).filter(({ url: now }) => isGone(now)), []);
  },
}, {
  name: 'an error of a server takes the place of nothing that was kept; of a page that was never seen it is remembered as ever',
  async run({ site, common, assert }) {
    const driven = await common();
    const { own, engine, visit } = await begin(driven);
    for (const [path, status] of [['/lost', 404], ['/taken', 410], ['/broken', 500]]) {
      const url = `${site.origin}${path}`;
      site.serve(path, pageOf(status, { title: `Was ${path}` }));
      await visit(url);
      site.serve(path, pageOf(status + 1, { title: 'An error' }), { status });
      const page = await driven.page();
      await page.goto(url);
      await page.bringToFront();
      const id = (await tabsOf(own)).find(({ url: now }) => now === url).id;
      await until(async () => (await tell(own, { kind: 'tabState', tabId: id })).skipped === 'errorAnswer', { what: `${path} has no reason` });
      await calm();
      const { visits, lastOrdinal } = await engine.page(url);
      assert.equal(visits, 1, path);
      assert.ok((await engine.text(lastOrdinal)).text.includes(wordsOf(status)), path);
      await page.close();
    }
    site.serve('/new', pageOf(8, { title: 'An application that calls itself missing' }), { status: 404 });
    await visit(`${site.origin}/new`);
    const page = await driven.page();
    await page.goto(`${site.origin}/new`);
    await until(async () => (await engine.page(`${site.origin}/new`)).visits === 2, { what: 'the second visit of what has its name' });
  },
}];
