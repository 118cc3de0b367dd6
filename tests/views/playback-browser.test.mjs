/** The playback page in real headless browsers over the seeded engine, under the strictest content policy. No retries. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { click } from '../browser/lib/click.mjs';
import { BROWSERS, done, focused, named, open as openAt, place, press, until } from './playback-page.mjs';
import { serve } from './playback-site.mjs';

let site;
before(async () => { site = await serve(); });
after(() => site.close());
const open = (...asked) => openAt(site, ...asked);

for (const [name, settings] of Object.entries(BROWSERS)) {
  describe(name, { skip: existsSync(settings.executablePath) ? false : `${settings.executablePath} is not there` }, () => {
    let browser;
    before(async () => {
      browser = await puppeteer.launch({ headless: true, ...settings });
      browser.name = name;
    });
    after(() => browser.close());

    test('the oldest of 100,000 pages is reached, and the way back is exact', async () => {
      const page = await open(browser, 'total=100000&bigDay=20000');
      await press(page, 'Control+End');
      assert.equal((await place(page)).ordinal, 0);
      await until(page, () => document.activeElement.textContent.includes(':'));
      await focused(page, '.rows');
      const title = await page.evaluate(() => harness.engine.page_(0).title);
      await until(page, (words) => document.activeElement.textContent.includes(words), title);
      await press(page, 'Control+Home');
      assert.equal((await place(page)).ordinal, 99_999);
      await focused(page, '.rows');
      await done(page);
    });

    test('arrows held down never lose the focus', async () => {
      const page = await open(browser, 'total=5000');
      const steps = name === 'firefox' ? 120 : 300;
      for (let i = 0; i < steps; i++) {
        await page.keyboard.press(i % 7 === 6 ? 'ArrowDown' : 'ArrowRight');
        if (i % 25 === 0) await focused(page, '.rows');
      }
      await focused(page, '.rows');
      const { ordinal } = await place(page);
      assert.ok(ordinal < 4999 - steps * 0.86, `${ordinal}`);
      await done(page);
    });

    test('what is forgotten goes at once and Ctrl+Z brings it back', async () => {
      const page = await open(browser, 'total=400');
      await press(page, 'ArrowRight');
      await until(page, () => document.activeElement.textContent.includes('.'));
      const before = await named(page);
      await press(page, 'Delete');
      await until(page, () => document.querySelectorAll('.tile.forgotten').length === 1);
      await until(page, () => document.querySelector('.toast:not([hidden]) [role=status]')?.textContent === 'Forgot 1 page.');
      await until(page, () => !document.activeElement.closest('.forgotten'));
      await focused(page, '.rows');
      assert.equal((await place(page)).ordinal, 397, 'the focus goes to the next page that stays');
      await press(page, 'Control+z');
      await until(page, () => document.querySelectorAll('.tile.forgotten').length === 0);
      await press(page, 'ArrowLeft');
      assert.equal(await named(page), before);
      await done(page);
    });

    test('switching keeps the place, in both directions and by the address', async () => {
      const page = await open(browser, 'total=3000');
      for (let i = 0; i < 8; i++) await press(page, 'PageDown');
      const { ordinal } = await place(page);
      await press(page, 'v');
      assert.deepEqual(await place(page), { view: 'reel', ordinal, total: 3000 });
      await focused(page, '.reel-view');
      await press(page, 'ArrowLeft', 'ArrowLeft');
      await until(page, () => harness.app.reel.drive.atRest);
      await press(page, 'v');
      assert.deepEqual(await place(page), { view: 'grid', ordinal: ordinal - 2, total: 3000 });
      await focused(page, '.rows');
      await until(page, () => /id=[0-9a-f]{32}/.test(location.hash));
      const hash = await page.evaluate(() => location.hash);
      const other = await open(browser, 'total=3000', hash);
      assert.equal((await place(other)).ordinal, ordinal - 2);
      await done(other);
      await done(page);
    });

    test('searching as one types shows results, lights hits and leaves again', async () => {
      const page = await open(browser, 'total=2000&latency=20');
      await press(page, '/');
      await page.keyboard.type('night trains', { delay: 15 });
      await until(page, () => harness.app.playback.search.total > 0 && !harness.app.playback.search.busy && document.querySelectorAll('.result mark').length > 4);
      assert.match(await page.$eval('.count', (count) => count.textContent), /^\d+ pages on \d+ days$/);
      await press(page, 'Enter');
      await until(page, () => document.activeElement.classList.contains('result-link'));
      await press(page, 'ArrowDown', 'v');
      await until(page, () => document.querySelector('.frame.middle.hit') !== null);
      const first = (await place(page)).ordinal;
      await press(page, 'Shift+N');
      await until(page, (from) => harness.app.here < from, first);
      assert.ok(await page.evaluate(() => harness.app.playback.search.isHit(harness.app.here)));
      await press(page, 'Escape');
      await until(page, () => !harness.app.playback.search.active);
      await focused(page, '.reel-view');
      await done(page);
    });
  });
}

describe('chromium alone', { skip: existsSync(BROWSERS.chromium.executablePath) ? false : 'no chromium' }, () => {
  let browser;
  before(async () => {
    browser = await puppeteer.launch({ headless: true, ...BROWSERS.chromium });
    browser.name = 'chromium';
  });
  after(() => browser.close());

  test('a million pages: every end is reached through the compressed track, the wheel moves by what it was asked', async () => {
    const page = await open(browser, 'total=1000000');
    assert.ok(await page.evaluate(() => harness.app.grid.scroller.compressed));
    await press(page, 'Control+End');
    assert.equal((await place(page)).ordinal, 0);
    await focused(page, '.rows');
    await press(page, 'Control+Home');
    await page.mouse.move(500, 400);
    const from = await page.evaluate(() => harness.app.grid.scroller.top);
    await page.mouse.wheel({ deltaY: 300 });
    await until(page, (y) => Math.abs(harness.app.grid.scroller.top - y - 300) < 1, from);
    await done(page);
  });

  test('dragging the rail from end to end leaves a small document and no picture queue', async () => {
    const page = await open(browser, 'total=100000');
    await page.mouse.move(1260, 70);
    await page.mouse.down();
    for (let y = 70; y < 790; y += 12) await page.mouse.move(1260, y);
    await page.mouse.move(1260, 799);
    await page.mouse.up();
    await until(page, () => Math.abs(harness.app.grid.scroller.top - harness.app.grid.scroller.last) < 2);
    await until(page, () => harness.app.playback.memory.pictures.idle);
    const { calls, urls, tiles } = await page.evaluate(() => ({ calls: harness.engine.calls, urls: harness.urls, tiles: document.querySelectorAll('.tile').length }));
    assert.ok(tiles <= 180, `${tiles} tiles`);
    assert.ok(calls.image < 900, `${calls.image} pictures were read for 61 stops`);
    assert.ok(urls.made - urls.revoked <= 1100, 'object URLs are given back');
    await done(page);
  });

  test('the place on screen holds when the window changes and when tiles grow', async () => {
    const page = await open(browser, 'total=4000');
    for (let i = 0; i < 12; i++) await press(page, 'PageDown');
    const where = () => page.evaluate(() => ({ top: Math.round(document.activeElement.getBoundingClientRect().top), ordinal: harness.app.here }));
    const before = await where();
    await page.setViewport({ width: 900, height: 800 });
    await until(page, () => harness.app.grid.layout.columns === 3);
    const narrow = await where();
    assert.ok(Math.abs(narrow.top - before.top) <= 1 && narrow.ordinal === before.ordinal, JSON.stringify([before, narrow]));
    await press(page, '+');
    const large = await where();
    assert.ok(Math.abs(large.top - before.top) <= 1, JSON.stringify([before, large]));
    await done(page);
  });

  test('selecting by keys, starring what is selected, and clearing', async () => {
    const page = await open(browser, 'total=300&blank=1');
    await press(page, ' ', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowLeft');
    assert.equal(await page.evaluate(() => harness.app.playback.selection.size), 2);
    await press(page, 's');
    await until(page, () => document.querySelectorAll('.tile.starred[aria-selected=true]').length === 2);
    assert.match(await page.$eval('.selection-bar [role=status]', (bar) => bar.textContent), /^2 pages selected on 1 day$/);
    await press(page, 'Control+a');
    assert.equal(await page.evaluate(() => harness.app.playback.selection.size), 300);
    await press(page, 'Escape');
    assert.equal(await page.evaluate(() => harness.app.playback.selection.size), 0);
    await focused(page, '.rows');
    await done(page);
  });

  test('new pages wait behind a chip; at the newest page they are followed', async () => {
    const page = await open(browser, 'total=300');
    await page.evaluate(() => harness.engine.append(1));
    await until(page, () => harness.app.playback.memory.total === 301);
    assert.equal((await place(page)).ordinal, 300);
    await press(page, 'ArrowDown');
    const before = await place(page);
    await page.evaluate(() => harness.engine.append(3));
    await until(page, () => document.querySelector('.fresh:not([hidden])')?.textContent === '3 new pages');
    assert.deepEqual(await place(page), before, 'nothing moves by itself');
    await click(page, '.fresh');
    await until(page, () => harness.app.playback.memory.total === 304);
    assert.equal((await place(page)).ordinal, 303);
    await done(page);
  });

  test('a renumbered memory keeps the page that was in focus', async () => {
    const page = await open(browser, 'total=300');
    await press(page, 'ArrowDown', 'ArrowRight');
    await until(page, () => document.activeElement.textContent.includes('.'));
    const before = await place(page);
    const name = await named(page);
    await page.evaluate(() => harness.engine.purge(40));
    await until(page, () => harness.app.playback.memory.total === 260);
    await until(page, (words) => document.activeElement.textContent === words, name);
    assert.equal((await place(page)).ordinal, before.ordinal - 40);
    await focused(page, '.rows');
    await done(page);
  });

  test('what was forgotten can be taken back from the list when the toast is gone', async () => {
    const page = await open(browser, 'total=100');
    await press(page, 'Delete', 'Delete');
    await until(page, () => document.querySelectorAll('.tile.forgotten').length === 2);
    await click(page, '.toast .icon');
    await click(page, '[aria-label="Recently forgotten"]');
    await until(page, () => document.querySelectorAll('.forgets li').length === 2);
    await click(page, '.forgets button');
    await until(page, () => document.querySelectorAll('.tile.forgotten').length === 1 && document.querySelectorAll('.forgets li').length === 1);
    await click(page, '.forgets .danger');
    await until(page, () => document.querySelector('dialog') === null && document.querySelector('[aria-label="Recently forgotten"]').hidden);
    await done(page);
  });

  test('an engine that is lost is named, pictures stay, and it is asked again', async () => {
    const page = await open(browser, 'total=300');
    await until(page, () => document.querySelectorAll('.tile img').length > 5);
    await page.evaluate(() => { harness.engine.lost = true; harness.engine.append(0); });
    await until(page, () => document.querySelector('.banner:not([hidden])') !== null);
    assert.ok(await page.evaluate(() => document.querySelectorAll('.tile img').length > 5));
    await page.evaluate(() => { harness.engine.lost = false; });
    await until(page, () => document.querySelector('.banner').hidden);
    await done(page);
  });

  test('pictures on screen are not drawn again when the room changes or a page arrives', async () => {
    const page = await open(browser, 'total=300');
    await until(page, () => harness.app.playback.memory.pictures.idle && document.querySelectorAll('.tile img').length > 5);
    const kept = () => [...document.querySelectorAll('.tile img')].filter((image) => image.marked).length;
    await page.evaluate(() => { for (const image of document.querySelectorAll('.tile img')) image.marked = true; });
    const before = await page.evaluate(kept);
    await page.evaluate(() => harness.app.grid.relayout());
    assert.equal(await page.evaluate(kept), before);
    await page.evaluate(() => harness.engine.append(1));
    await until(page, () => harness.app.playback.memory.total === 301);
    assert.ok(await page.evaluate(kept) >= before - 2, 'the last ones may have left the screen');
    await done(page);
  });

  test('what a query means that was not understood is said, and the rest is searched', async () => {
    const page = await open(browser, 'total=300', '#/grid?q=tea+after%3Asomeday');
    await until(page, () => document.querySelector('.complaints li')?.textContent.includes('after:someday'));
    assert.match(await page.$eval('.complaints li', (line) => line.textContent), /is no date/);
    assert.ok(await page.evaluate(() => harness.app.playback.search.total > 0));
    await done(page);
  });

  test('starring and forgetting in results keep the place among them', async () => {
    const page = await open(browser, 'total=900', '#/grid?q=tea');
    await press(page, 'ArrowDown');
    const before = await named(page);
    await press(page, 's');
    await until(page, () => document.activeElement.closest('.tile.starred') !== null);
    await until(page, () => !harness.app.playback.search.busy);
    assert.equal(await named(page), before);
    const total = await page.evaluate(() => harness.app.playback.search.total);
    await press(page, 'Delete');
    await until(page, (was) => harness.app.playback.search.total === was - 1, total);
    await until(page, () => document.activeElement.classList.contains('result-link'));
    assert.equal(await page.evaluate(() => harness.app.grid.item), 2);
    assert.notEqual(await named(page), before);
    await done(page);
  });

  test('a search by address begins at its best hit, on top and in focus, in both views', async () => {
    for (const hash of ['#/grid?q=night', '#/grid?q=night&sort=newest', '#/reel?q=night']) {
      const page = await open(browser, 'total=900&latency=15', hash);
      await until(page, () => harness.app.playback.search.total > 10 && harness.app.playback.search.hit(0) !== null);
      const { first, newest } = await page.evaluate(() => ({ first: harness.app.playback.search.hit(0).ordinal, newest: harness.app.playback.memory.total - 1 }));
      assert.notEqual(first, newest);
      assert.equal((await place(page)).ordinal, first, hash);
      if (hash.startsWith('#/grid')) {
        assert.deepEqual(await page.evaluate(() => [harness.app.grid.item, harness.app.grid.scroller.top]), [0, 0], hash);
        await focused(page, '.result:first-child');
      }
      await done(page);
    }
  });

  test('a new search shows its best hit on top wherever one was, and leaving it leads back', async () => {
    const page = await open(browser, 'total=3000');
    for (let i = 0; i < 9; i++) await press(page, 'PageDown');
    const before = await place(page);
    await press(page, '/');
    for (const words of ['night', ' trains']) {
      await page.keyboard.type(words);
      await until(page, (q) => harness.app.playback.search.q.endsWith(q) && !harness.app.playback.search.busy, words);
      const { best, top, item } = await page.evaluate(() => ({ best: harness.app.playback.search.hit(0).ordinal, top: harness.app.grid.scroller.top, item: harness.app.grid.item }));
      assert.deepEqual({ top, item }, { top: 0, item: 0 });
      assert.equal((await place(page)).ordinal, best);
    }
    await press(page, 'Escape');
    await until(page, () => !harness.app.playback.search.active);
    assert.deepEqual(await place(page), before, 'nothing was looked at');
    await page.keyboard.type('night');
    await until(page, () => harness.app.playback.search.total > 0 && !harness.app.playback.search.busy);
    await press(page, 'ArrowDown');
    await focused(page, '.result');
    await press(page, 'ArrowDown');
    const chosen = await place(page);
    await press(page, 'Escape');
    await until(page, () => !harness.app.playback.search.active);
    assert.deepEqual(await place(page), chosen, 'what was looked at stays');
    await done(page);
  });

  test('an empty memory says that pages are remembered only where they are', async () => {
    for (const [query, words] of [['total=0', 'Remembering is on'], ['total=0&obstacle=shared_skipped_paused', 'Not remembered: paused.']]) {
      const page = await open(browser, query);
      await until(page, (wanted) => document.querySelector('.recording:not([hidden])')?.textContent === wanted, words);
      await done(page);
    }
  });

  test('an older answer never replaces a newer one', async () => {
    const page = await open(browser, 'total=300');
    const total = await page.evaluate(async () => {
      const { engine, app } = harness;
      const { search } = Object.getPrototypeOf(engine);
      engine.search = async (request) => {
        const answer = await search.call(engine, request);
        await new Promise((later) => { setTimeout(later, request.q === 'tea' ? 300 : 10); });
        return answer;
      };
      const slow = app.playback.search.set('tea');
      await app.playback.search.set('zeppelin');
      await slow;
      return app.playback.search.total;
    });
    assert.equal(total, 0, 'the answer for tea came last and was dropped');
    await done(page);
  });

  test('only web addresses are ever opened', async () => {
    const page = await open(browser, 'total=50');
    await press(page, 'Control+Enter');
    await until(page, () => harness.opened.length === 1);
    assert.match((await page.evaluate(() => harness.opened))[0], /^https:\/\//);
    await page.evaluate(() => { harness.engine.page_ = (i) => ({ ...Object.getPrototypeOf(harness.engine).page_.call(harness.engine, i), url: 'javascript:alert(1)' }); harness.engine.append(0); });
    await until(page, () => [...document.querySelectorAll('.tile-link')].every((link) => !link.hasAttribute('href')));
    await press(page, 'Control+Enter');
    assert.equal(await page.evaluate(() => harness.opened.length), 1);
    await done(page);
  });

  test('Tab crosses the page in at most 12 stops and F6 goes round the regions', async () => {
    const page = await open(browser, 'total=300');
    const stops = [];
    for (let i = 0; i < 14; i++) {
      await press(page, 'Tab');
      stops.push(await page.evaluate(() => document.activeElement === document.body ? 'end' : document.activeElement.className || document.activeElement.tagName));
    }
    assert.ok(new Set(stops).has('end') || stops.lastIndexOf(stops[0]) > 0, stops.join(' '));
    assert.ok(new Set(stops).size <= 12, stops.join(' '));
    await page.focus('.search input');
    await press(page, 'F6');
    await focused(page, '.rows');
    await press(page, 'F6');
    await focused(page, '.rail');
    await press(page, 'F6');
    assert.equal(await page.evaluate(() => document.activeElement.type), 'search');
    await done(page);
  });
});
