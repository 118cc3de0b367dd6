/** Playback over frames that are counted and not remembered: a million of them, pictures of every shape, an engine that is lost. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { focused, isAt, place, press, settle, shows, sound, until } from './stage/hands.mjs';
import { BROWSER, counted, views } from './stage/stage.mjs';

views('playback of many frames', () => {
  test('the oldest of 100,000 pages is reached, and the way back is exact', async () => {
    const page = await counted('total=100000&bigDay=20000');
    await press(page, 'Control+End');
    await isAt(page, 0);
    await until(page, () => document.activeElement.textContent.includes(':'));
    await focused(page, '.rows');
    const title = await page.evaluate(() => harness.engine.page_(0).title);
    await until(page, (words) => document.activeElement.textContent.includes(words), title);
    await press(page, 'Control+Home');
    await isAt(page, 99_999);
    await focused(page, '.rows');
    await sound(page);
  });

  test('arrows held down never lose the focus', async () => {
    const page = await counted('total=5000');
    const steps = BROWSER === 'firefox' ? 120 : 300;
    for (let i = 0; i < steps; i++) {
      await page.keyboard.press(i % 7 === 6 ? 'ArrowDown' : 'ArrowRight');
      if (i % 25 === 0) await focused(page, '.rows');
    }
    await focused(page, '.rows');
    const { ordinal } = await place(page);
    assert.ok(ordinal < 4999 - steps * 0.86, `${ordinal}`);
    await sound(page);
  });

  if (BROWSER !== 'chrome') return;

  test('a million pages: every end is reached through the compressed track, the wheel moves by what it was asked', async () => {
    const page = await counted('total=1000000');
    assert.ok(await page.evaluate(() => harness.app.grid.scroller.compressed));
    await press(page, 'Control+End');
    await isAt(page, 0);
    await focused(page, '.rows');
    await press(page, 'Control+Home');
    await page.mouse.move(500, 400);
    const from = await page.evaluate(() => harness.app.grid.scroller.top);
    await page.mouse.wheel({ deltaY: 300 });
    await until(page, (y) => Math.abs(harness.app.grid.scroller.top - y - 300) < 1, from);
    await sound(page);
  });

  test('dragging the rail from end to end leaves a small document and no picture queue', async () => {
    const page = await counted('total=100000');
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
    await sound(page);
  });

  test('an engine that is lost is named, pictures stay, and it is asked again', async () => {
    const page = await counted('total=300');
    await until(page, () => document.querySelectorAll('.tile img').length > 5);
    await page.evaluate(() => { harness.engine.lost = true; harness.engine.tell(); });
    await until(page, () => document.querySelector('.banner:not([hidden])') !== null);
    assert.ok(await page.evaluate(() => document.querySelectorAll('.tile img').length > 5));
    await page.evaluate(() => { harness.engine.lost = false; });
    await until(page, () => document.querySelector('.banner').hidden);
    await sound(page);
  });

  test('the timeline drags through time and the label under the needle is the frame in the middle', async () => {
    const page = await counted('total=20000', '#/reel');
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
    await sound(page);
  });

  for (const height of [560, 713, 800, 1500]) {
    test(`pictures of windows 1280 x ${height} keep the edge where lines begin`, async () => {
      const page = await counted(`total=60&edged=1&height=${height}`, '#/reel');
      await until(page, () => document.querySelector('.frame.middle:not([hidden]) .full:not([hidden])')?.complete && harness.app.playback.memory.pictures.idle);
      const box = await page.$eval('.frame.middle:not([hidden])', (frame) => { const { x, y, width, height: tall } = frame.getBoundingClientRect(); return { x, y, width, tall }; });
      assert.ok(Math.abs(box.width / box.tall / (1280 / height) - 1) < 0.01, `${box.width} x ${box.tall}`);
      await shows(page, box.x + 3, box.y + box.tall / 2, [255, 0, 255], 'the left edge');
      await shows(page, box.x + box.width - 4, box.y + box.tall / 2, [0, 255, 0], 'the right edge');
      await press(page, 'v');
      await until(page, () => document.querySelectorAll('.tile .picture > img').length > 12 && harness.app.playback.memory.pictures.idle);
      await settle(page);
      const tiles = await page.$$eval('.tile', (all) => all.filter((tile) => tile.querySelector('img') && tile.getBoundingClientRect().bottom < innerHeight).map((tile) => {
        const { left, right, top, height: tall } = tile.querySelector('.picture').getBoundingClientRect();
        return { left, right, y: top + tall / 2, arabic: /[\u0600-\u06ff]/.test(tile.textContent) };
      }));
      const [western, arabic] = [tiles.find((tile) => !tile.arabic), tiles.find((tile) => tile.arabic)];
      assert.ok(western && arabic, 'both are on screen');
      await shows(page, western.left + 3, western.y, [255, 0, 255], 'a tile begins at the left');
      await shows(page, arabic.right - 4, arabic.y, [0, 255, 0], 'a page of a language written from the right begins there');
      await sound(page);
    });
  }
});
