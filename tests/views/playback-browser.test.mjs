/** The playback page in real headless browsers over the seeded engine, under the strictest content policy. No retries. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { BROWSERS, done, focused, named, open as openAt, pixel, place, press, until } from './playback-page.mjs';
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
    await page.click('.fresh');
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
    await page.evaluate(() => document.querySelector('.toast .icon').click());
    await page.click('[aria-label="Recently forgotten"]');
    await until(page, () => document.querySelectorAll('.forgets li').length === 2);
    await page.evaluate(() => document.querySelector('.forgets button').click());
    await until(page, () => document.querySelectorAll('.tile.forgotten').length === 1 && document.querySelectorAll('.forgets li').length === 1);
    await page.evaluate(() => document.querySelector('.forgets .danger').click());
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

  test('the film plays, stops at any hand and at the end', async () => {
    const page = await open(browser, 'total=60', '#/reel');
    await press(page, 'Control+Home', 'p');
    await until(page, () => harness.app.here >= 2);
    assert.equal(await page.$eval('.play', (button) => button.getAttribute('aria-label')), 'Pause');
    await press(page, ' ');
    assert.equal(await page.evaluate(() => harness.app.reel.film.playing), false);
    await press(page, 'Control+End', 'ArrowLeft');
    await page.select('.controls select', '16');
    await page.focus('.strip');
    await press(page, 'p');
    await until(page, () => harness.app.here === 59 && !harness.app.reel.film.playing);
    await done(page);
  });

  test('the timeline drags through time and the label under the needle is the frame in the middle', async () => {
    const page = await open(browser, 'total=20000', '#/reel');
    const box = await (await page.$('.timeline')).boundingBox();
    await page.mouse.move(box.x + 640, box.y + 40);
    await page.mouse.down();
    for (let x = 640; x <= 1200; x += 40) await page.mouse.move(box.x + x, box.y + 40);
    await page.mouse.up();
    await until(page, () => harness.app.here < 19_980 && harness.app.reel.drive.atRest);
    await until(page, () => {
      const frame = harness.app.playback.memory.frames.get(harness.app.here);
      return frame && Math.abs(harness.app.reel.timeline.now - frame.at) < 1;
    });
    await until(page, () => document.querySelector('.timeline').getAttribute('aria-valuenow') === String(harness.app.here));
    await done(page);
  });

  for (const height of [560, 713, 800, 1500]) {
    test(`pictures of windows 1280 x ${height} keep the edge where lines begin`, async () => {
      const page = await open(browser, `total=60&edged=1&height=${height}`, '#/reel');
      await until(page, () => document.querySelector('.frame.middle:not([hidden]) .full:not([hidden])')?.complete && harness.app.playback.memory.pictures.idle);
      const box = await page.$eval('.frame.middle:not([hidden])', (frame) => { const { x, y, width, height: tall } = frame.getBoundingClientRect(); return { x, y, width, tall }; });
      assert.ok(Math.abs(box.width / box.tall / (1280 / height) - 1) < 0.01, `${box.width} x ${box.tall}`);
      assert.deepEqual(await pixel(page, box.x + 3, box.y + box.tall / 2), [255, 0, 255], 'the left edge');
      assert.deepEqual(await pixel(page, box.x + box.width - 4, box.y + box.tall / 2), [0, 255, 0], 'the right edge');
      await press(page, 'v');
      await until(page, () => document.querySelectorAll('.tile .picture > img').length > 12 && harness.app.playback.memory.pictures.idle);
      const tiles = await page.$$eval('.tile', (all) => all.filter((tile) => tile.querySelector('img') && tile.getBoundingClientRect().bottom < innerHeight).map((tile) => {
        const { left, right, top, height: tall } = tile.querySelector('.picture').getBoundingClientRect();
        return { left, right, y: top + tall / 2, arabic: /[\u0600-\u06ff]/.test(tile.textContent) };
      }));
      const [western, arabic] = [tiles.find((tile) => !tile.arabic), tiles.find((tile) => tile.arabic)];
      assert.ok(western && arabic, 'both are on screen');
      assert.deepEqual(await pixel(page, western.left + 3, western.y), [255, 0, 255], 'a tile begins at the left');
      assert.deepEqual(await pixel(page, arabic.right - 4, arabic.y), [0, 255, 0], 'a page of a language written from the right begins there');
      await done(page);
    });
  }

  test('a memory of a minute is shown whole: the needle goes, a click goes where it points, the bar below reaches both ends', async () => {
    const page = await open(browser, 'total=40&within=60000', '#/reel');
    await until(page, () => document.querySelector('.level').textContent === 'All');
    const { first, last } = await page.evaluate(async () => ({ first: (await harness.engine.frames(0, 1)).at[0], last: (await harness.engine.frames(39, 40)).at[0] }));
    const shown = await page.evaluate(() => ({ centre: harness.app.reel.timeline.centre, span: harness.app.reel.timeline.span }));
    assert.deepEqual(shown, { centre: (first + last) / 2, span: 15 * 60_000 });
    const box = await (await page.$('.timeline')).boundingBox();
    const needle = () => page.$eval('.needle', (line) => line.getBoundingClientRect().x + 1);
    const xOf = (at) => box.x + box.width / 2 + ((at - shown.centre) / shown.span) * box.width;
    await until(page, (x) => Math.abs(document.querySelector('.needle').getBoundingClientRect().x + 1 - x) < 2, xOf(last));
    await page.mouse.click(xOf(first), box.y + 40);
    await until(page, () => harness.app.here === 0 && harness.app.reel.drive.atRest);
    await until(page, (x) => Math.abs(document.querySelector('.needle').getBoundingClientRect().x + 1 - x) < 2, xOf(first));
    assert.deepEqual(await page.evaluate(() => harness.app.reel.timeline.centre), shown.centre, `time stood, the needle is at ${await needle()}`);
    const bar = await (await page.$('.overview')).boundingBox();
    for (const [x, end] of [[bar.x + bar.width - 2, 39], [bar.x + 2, 0]]) {
      await page.mouse.click(x, bar.y + 14);
      await until(page, (ordinal) => harness.app.here === ordinal, end);
    }
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

  test('a reader who wants no motion gets none', async () => {
    const page = await open(browser, 'total=200', '#/reel');
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    await press(page, 'ArrowLeft');
    const { rest, turned } = await page.evaluate(() => ({
      rest: harness.app.reel.drive.atRest, turned: [...document.querySelectorAll('.frame:not([hidden])')].some((frame) => /rotateY\(-?[1-9]/.test(frame.style.transform)),
    }));
    assert.deepEqual({ rest, turned }, { rest: true, turned: false });
    await done(page);
  });

  test('in a right-to-left page left is newer, as the strip shows it', async () => {
    const page = await open(browser, 'total=300&rtl=1&dir=rtl', '#/reel');
    await press(page, 'ArrowRight');
    assert.equal((await place(page)).ordinal, 298);
    await until(page, () => harness.app.reel.drive.atRest);
    const { newer, older } = await page.evaluate(() => {
      const xs = [...document.querySelectorAll('.frame:not([hidden])')].map((frame) => ({ x: frame.getBoundingClientRect().x, middle: frame.classList.contains('middle') }));
      const middle = xs.find((frame) => frame.middle).x;
      return { newer: xs.filter((frame) => frame.x < middle).length, older: xs.filter((frame) => frame.x > middle).length };
    });
    assert.ok(newer === 1 && older === 7, `${newer} to the left, ${older} to the right`);
    await press(page, 'v', 'ArrowLeft');
    assert.equal((await place(page)).ordinal, 297, 'in the grid left is the next tile');
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
