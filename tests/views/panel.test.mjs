// The panel beside the page over the real engine: this page and its visits, pages of its site, search, and that it follows the tab in front.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { click } from '../browser/lib/click.mjs';
import { accessible, press, says, sound, text, until, world } from './stage/hands.mjs';
import { catalogue } from './stage/site.mjs';
import { surface, views } from './stage/stage.mjs';

const SIZE = { width: 360, height: 800 };
const THRICE = 'https://museum.example/lighthouse';
const NEWS = 'https://news.example/';
const panel = (shape, options) => surface('panel', shape, { ...SIZE, ...options });
const bring = (tab, url) => tab.evaluate((address) => globalThis.bringToFront(address), url);
const titles = (tab, list) => tab.$$eval(`${list} .title`, (all) => all.map((one) => one.textContent));
const opened = (tab) => world(tab, () => globalThis.world.opened);
const type = async (tab, words) => { await tab.focus('#q'); await tab.keyboard.type(words); };

views('the panel', () => {
  test('this page: how often, first, last, each visit by its day, and its site', async () => {
    const tab = await panel({ front: THRICE });
    assert.equal(await text(tab, '#title'), 'The lighthouse keepers of the northern coast');
    assert.equal(await text(tab, '#state'), 'You have been here 3 times. First: 22 Feb 2026. Last: today, 14:32.');
    assert.deepEqual(await tab.$$eval('#days li', (all) => all.map((one) => one.innerText.replace(/\s+/g, ' '))), ['today 14:32 14:16', '22 Feb 2026 14:38']);
    assert.equal(await tab.$eval('#days a', (link) => link.getAttribute('aria-label')), 'today, 14:32, show in playback');
    assert.deepEqual(await titles(tab, '#pages'), ['Pencil makers of the last century', 'A short history of the pencil']);
    assert.equal(await text(tab, '#site-title'), 'Pages of museum.example');
    assert.deepEqual([await titles(tab, '#trail-from'), await titles(tab, '#trail-to')], [['Beekeeping an oral history'], ['Pruning old apple trees in February']], 'where one came from and went');
    await until(tab, () => document.querySelector('#pages img') !== null);
    await accessible(tab, 'a page seen three times');
    await click(tab, '#days a');
    await until(tab, () => globalThis.world.opened.length === 1);
    assert.match((await opened(tab))[0], /playback\.html#\/reel\?t=\d+$/);
  });

  test('a page of every day: five days are in sight, twenty to be had, and all in playback', async () => {
    const tab = await panel({ front: NEWS });
    // Browsers write the hour with a zero before it, or without.
    assert.match(await text(tab, '#state'), /^You have been here 24 times\. First: 8 Feb 2026\. Last: today, 0?8:50\.$/);
    assert.equal(await tab.$$eval('#days li', (all) => all.length), 5);
    assert.equal(await text(tab, '#earlier summary'), 'Earlier days', 'of more visits than are listed the days are not counted');
    await click(tab, '#earlier summary');
    assert.equal(await tab.$$eval('#earlier li', (all) => all.filter((one) => one.checkVisibility()).length), 15);
    await accessible(tab, 'all days');
    await click(tab, '#visits-all');
    await until(tab, () => globalThis.world.opened.length === 1);
    assert.match(decodeURIComponent((await opened(tab))[0]), /playback\.html#\/reel\?t=\d+&q=https:\/\/news\.example\/$/);
    await bring(tab, THRICE);
    await until(tab, () => document.querySelector('#earlier').hidden && !document.querySelector('#earlier').open);
  });

  test('it follows the tab in front: another page, a new one, an excluded one, none', async () => {
    const tab = await panel();
    await says(tab, '#state', 'You have been here once: today, 14:41.');
    await says(tab, '#site-none', 'No other page is remembered here.');
    await bring(tab, THRICE);
    await says(tab, '#state', 'You have been here 3 times.');
    await says(tab, '#pages', 'A short history of the pencil');
    await bring(tab, 'https://museum.example/new');
    await says(tab, '#state', 'New to you. Not remembered yet.');
    assert.equal(await tab.$eval('#visits', (part) => part.hidden), true);
    assert.equal(await tab.$$eval('#pages li', (all) => all.length), 3, 'all that is known of the site');
    await bring(tab, 'https://a.intranet.example/');
    await says(tab, '#state', catalogue('en').shared_skipped_excluded);
    await says(tab, '#notice', 'Your rule “intranet.example” excludes it.');
    assert.equal(await tab.$eval('#star', (star) => star.getAttribute('aria-disabled')), 'true');
    await bring(tab, null);
    await says(tab, '#site-title', 'Seen last');
    const last = await titles(tab, '#pages');
    assert.deepEqual(last.slice(0, 2), ['Pruning old apple trees in February', 'The lighthouse keepers of the northern coast']);
    assert.equal(new Set(last).size, 20, 'one line a page');
    await bring(tab, THRICE);
    await says(tab, '#site-title', 'Pages of museum.example');
    await sound(tab);
  });

  test('the star, and a way out of what is in the way', async () => {
    const tab = await panel();
    await click(tab, '#star');
    await until(tab, async () => (await engine.page(globalThis.world.front)).star && document.querySelector('#star').getAttribute('aria-pressed') === 'true');
    await tab.evaluate(() => { globalThis.world.settings.pausedUntil = 'always'; });
    await bring(tab, THRICE);
    await says(tab, '#notice', 'Paused until you resume.');
    await click(tab, '#notice button');
    await until(tab, () => document.querySelector('#notice').hidden && document.activeElement.id === 'star');
    assert.deepEqual(await world(tab, () => globalThis.world.sent.filter(({ kind }) => kind === 'star' || kind === 'pause')), [{ kind: 'star', tabId: 7, on: true }, { kind: 'pause', until: null }]);
    await sound(tab);
  });

  test('search answers while one types, with passages; arrows walk; a page opens here, beside, or all of them in playback', async () => {
    const tab = await panel();
    await press(tab, '/');
    await tab.keyboard.type('pencil');
    await until(tab, () => document.querySelectorAll('#hits .title mark').length === 3 && document.querySelectorAll('#hits .passage mark').length > 2);
    assert.equal(await text(tab, '#count').then((words) => words.trim()), '3 pages');
    assert.equal(await tab.$eval('#beside', (part) => part.hidden), true);
    await accessible(tab, 'a search');
    await press(tab, 'ArrowDown', 'ArrowDown', 'ArrowUp');
    const first = await tab.evaluate(() => document.activeElement.href);
    assert.match(first, /^https:\/\/(museum|shop)\.example\/pencil/);
    await press(tab, 'Enter');
    await until(tab, () => globalThis.world.opened.length === 1);
    assert.deepEqual(await opened(tab), [`again ${first}`], 'in the tab in front');
    await press(tab, 'Control+Enter');
    await until(tab, () => globalThis.world.opened.length === 2);
    await tab.$eval('#hits .page', (link) => link.dispatchEvent(new MouseEvent('auxclick', { button: 1, bubbles: true, cancelable: true })));
    await until(tab, () => globalThis.world.opened.length === 3);
    assert.deepEqual((await opened(tab)).slice(1), [`beside ${first}`, `beside ${first}`]);
    assert.equal(await world(tab, () => globalThis.world.closed), false, 'the panel stays');
    assert.equal(await tab.$eval('#hits .page', (link) => link.dispatchEvent(new MouseEvent('auxclick', { button: 2, bubbles: true, cancelable: true }))), true, 'the right button is the browser\'s');
    await press(tab, 'ArrowUp', 'Enter');
    await until(tab, () => globalThis.world.opened.length === 4);
    assert.match((await opened(tab))[3], /playback\.html#\/grid\?q=pencil$/);
    await press(tab, 'Escape');
    await until(tab, () => !document.querySelector('#beside').hidden && document.querySelector('#q').value === '');
    await type(tab, 'the');
    await says(tab, '#count', 'All results in playback');
    await sound(tab);
  });

  test('where nothing is found the search is taken apart, and what was not understood is said', async () => {
    const tab = await panel();
    await type(tab, 'zeppelin garden on:never qwertz');
    await says(tab, '#advice', catalogue('en').shared_complaint_badDate.replace('$1', 'on:never'));
    await tab.$eval('#q', (field) => { field.value = ''; });
    await type(tab, 'site:museum.example label:recipes');
    await says(tab, '#count', catalogue('en').shared_nothing);
    await until(tab, () => document.querySelector('.drops') !== null);
    assert.deepEqual(await tab.$$eval('.drops button', (all) => all.map((one) => one.textContent)), ['Without site:museum.example', 'Without label:recipes']);
    await accessible(tab, 'nothing found');
    await click(tab, '.drops button:nth-child(2)');
    await until(tab, () => document.querySelectorAll('#hits li').length === 3 && document.activeElement.id === 'q');
    assert.equal(await tab.$eval('#q', (field) => field.value), 'site:museum.example');
  });

  test('less of a search is offered only where that finds something as it stands there', async () => {
    const tab = await panel();
    const offers = () => tab.evaluate(() => [...document.querySelectorAll('.drops button')].map((one) => one.textContent));
    await tab.evaluate(() => {
      const { search } = engine;
      globalThis.told = [];
      engine.search = async (request) => {
        const answer = await search(request);
        setTimeout(() => globalThis.told.push(request.q));
        return answer;
      };
    });
    await type(tab, 'xyzzy qwertzuiop');
    await says(tab, '#count', catalogue('en').shared_nothing);
    await until(tab, () => globalThis.told.includes('xyzzy') && globalThis.told.includes('qwertzuiop'));
    assert.deepEqual(await offers(), []);
    await tab.$eval('#q', (field) => { field.value = ''; });
    await type(tab, 'pencil site:nosuch.example');
    await until(tab, () => document.querySelector('.drops') !== null);
    assert.deepEqual(await offers(), ['Without site:nosuch.example']);
    // A date of several words is one part.
    await tab.$eval('#q', (field) => { field.value = ''; });
    await type(tab, 'pencil before:1 january 2020');
    await until(tab, () => document.querySelector('.drops') !== null && globalThis.told.includes('before:1 january 2020'));
    assert.deepEqual(await offers(), ['Without before:1 january 2020']);
  });

  test('what changes meanwhile is shown without losing the focus or the place', async () => {
    const tab = await panel({ front: NEWS });
    await type(tab, 'tea');
    // All of the word is answered, and not its beginning.
    await says(tab, '#count', '16 pages');
    const place = () => tab.evaluate(() => [document.activeElement.getAttribute('href'), Math.round(scrollY)]);
    await tab.evaluate(() => { document.querySelectorAll('#hits .page')[6].focus(); });
    const [href, y] = await place();
    assert.ok(y > 0, 'scrolled to it');
    const starred = await tab.evaluate(async (page) => {
      await engine.mutate({ page }, { kind: 'star', on: true });
      return document.querySelectorAll('#hits .star').length;
    }, href);
    await until(tab, (before) => document.querySelectorAll('#hits .star').length === before + 1, starred);
    assert.deepEqual(await place(), [href, y]);
    // The same without a search: the site's list, and this page's.
    await bring(tab, THRICE);
    await tab.$eval('#q', (field) => { field.value = ''; field.dispatchEvent(new InputEvent('input')); });
    await says(tab, '#pages', 'A short history of the pencil');
    await tab.focus('#pages .page');
    await tab.evaluate(() => engine.mutate({ page: 'https://museum.example/pencil' }, { kind: 'forget' }));
    await until(tab, () => document.querySelectorAll('#pages li').length === 1);
    assert.match(await tab.evaluate(() => document.activeElement.href), /pencil\/makers$/);
    await tab.evaluate((page) => engine.mutate({ page }, { kind: 'forget' }), THRICE);
    await says(tab, '#state', 'Forgotten.');
    await until(tab, () => document.querySelector('#visits').hidden);
    await sound(tab);
  });

  test('beside a page that changes its title ceaselessly it still tells what is new', async () => {
    const tab = await panel({ front: THRICE });
    await tab.evaluate((page) => {
      globalThis.restless = setInterval(() => globalThis.bringToFront(page), 20);
      return engine.mutate({ page }, { kind: 'forget' });
    }, THRICE);
    await says(tab, '#state', 'Forgotten.');
    await tab.evaluate(() => clearInterval(globalThis.restless));
    await sound(tab);
  });

  test('of a private window nothing is asked and nothing said', async () => {
    const tab = await panel({ front: THRICE, isPrivate: true });
    await says(tab, '#state', catalogue('en').shared_skipped_private);
    await says(tab, '#notice', catalogue('en').shared_skipped_private_why);
    assert.deepEqual(await world(tab, () => globalThis.world.sent.filter(({ kind }) => kind !== 'wake')), []);
    assert.deepEqual(await tab.$$eval('#visits, #trail, #site', (parts) => parts.map(({ hidden }) => hidden)), [true, true, true]);
    assert.equal(await tab.evaluate(() => document.body.innerText.includes('lighthouse')), false);
    await accessible(tab, 'a private window');
  });

  test('an empty memory and a memory that does not answer say what to do', async () => {
    const empty = await panel({ front: 'https://new.example/' }, { memory: 'empty' });
    await says(empty, '#site-none', 'Nothing is remembered yet.');
    await accessible(empty, 'an empty memory');
    const lost = await panel({ fault: { kind: 'lost', fact: '' } });
    await says(lost, '#notice', catalogue('en').shared_fault_lost);
    await type(lost, 'tea');
    await says(lost, '#problem', catalogue('en').shared_fault_lost_advice);
    await sound(lost);
  });

  test('hostile titles are text, and only http and https are live links', async () => {
    const tab = await panel({ front: 'https://evil.example/img' });
    await says(tab, '#pages', '"><script>globalThis.pwned=1</script>');
    await type(tab, 'malwort');
    await until(tab, () => document.querySelectorAll('#hits li').length === 7);
    assert.equal(await tab.evaluate(() => document.querySelectorAll('ol script, ol img[src="x"], a[href^="javascript"], a[href^="vbscript"], a[href^="view-source"]').length), 0);
    assert.equal(await tab.evaluate(() => globalThis.pwned), undefined);
    await accessible(tab, 'hostile results');
  });

  test('with the keyboard alone: the field first, then what it found, each with a ring', async () => {
    const tab = await panel({ front: THRICE });
    const order = [];
    for (let i = 0; i < 16; i++) {
      await tab.keyboard.press('Tab');
      const stop = await tab.evaluate(() => {
        const at = document.activeElement;
        return at === document.body ? null : { at: at.id || at.closest('ol')?.id || at.closest('section')?.id || at.className, ring: parseFloat(getComputedStyle(at).outlineWidth) >= 2 };
      });
      if (!stop || (i > 0 && stop.at === 'q')) break;
      assert.ok(stop.ring, stop.at);
      order.push(stop.at);
    }
    assert.deepEqual(order, ['q', 'star', 'days', 'days', 'days', 'trail-from', 'trail-from', 'trail-to', 'trail-to', 'pages', 'pages', 'pages', 'pages', 'play', 'gear']);
  });
});
