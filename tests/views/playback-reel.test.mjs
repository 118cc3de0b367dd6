/** The reeler in a real headless browser over the seeded engine: film, timeline, pictures. No retries. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { BROWSERS, done, open as openAt, pixel, place, press, until } from './playback-page.mjs';
import { serve } from './playback-site.mjs';

let site;
before(async () => { site = await serve(); });
after(() => site.close());
const open = (...asked) => openAt(site, ...asked);

describe('the reeler in chromium', { skip: existsSync(BROWSERS.chromium.executablePath) ? false : 'no chromium' }, () => {
  let browser;
  before(async () => {
    browser = await puppeteer.launch({ headless: true, ...BROWSERS.chromium });
    browser.name = 'chromium';
  });
  after(() => browser.close());

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
    assert.deepEqual(shown, { centre: (first + last) / 2, span: 10 * 60_000 });
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
});
