/**
 * What a movement costs, as counts: the page is laid out once for a frame, and little is asked of the engine on the way. Never times: they are the
 * machine's. What is written outside of a frame, or looked up after it was written, is laid out twice, and is found here.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import { settle, sound, until } from './stage/hands.mjs';
import { BROWSER, counted, views } from './stage/stage.mjs';

const STOPS = 90;

/** Holds the mouse down on a bar and goes along it and back without waiting for what the page makes of it; gives what was counted. The page's clock stands meanwhile: however slow the machine is, nobody rests on the way. */
async function dragged(page, selector) {
  const { x, y, width, height } = await (await page.$(selector)).boundingBox();
  const at = (share) => (width > height ? [x + width * share, y + height / 2] : [x + width / 2, y + height * share]);
  await page.mouse.move(...at(0.1));
  await page.mouse.down();
  await until(page, () => harness.app.playback.memory.pictures.idle);
  const calls = await page.evaluate(() => {
    const stood = performance.now();
    performance.now = () => stood;
    globalThis.frames = 0;
    const count = () => { globalThis.frames += 1; globalThis.counting = requestAnimationFrame(count); };
    count();
    return { ...harness.engine.calls };
  });
  const before = await page.metrics();
  const moves = [];
  for (let stop = 0; stop < STOPS; stop += 1) {
    // As fast at its ends as between them, and not back to the first place: there one rested.
    moves.push(page.mouse.move(...at(0.9 - 0.8 * Math.abs(1 - (1.5 * stop) / STOPS))));
    await sleep(16);
  }
  await Promise.all(moves);
  const after = await page.metrics();
  const seen = await page.evaluate(() => { cancelAnimationFrame(globalThis.counting); return { frames: globalThis.frames, calls: { ...harness.engine.calls } }; });
  const asked = Object.fromEntries(Object.entries(seen.calls).map(([method, count]) => [method, count - (calls[method] ?? 0)]));
  return { frames: seen.frames, layouts: after.LayoutCount - before.LayoutCount, styles: after.RecalcStyleCount - before.RecalcStyleCount, asked };
}

/** The clock goes on, and the hand lets go. */
async function rests(page) {
  await page.evaluate(() => { delete performance.now; });
  await page.mouse.up();
  await until(page, () => document.querySelectorAll('.tile .picture > img, .frame:not([hidden]) .picture > img').length > 7);
}

/** How many pictures are on the screen in the end, while the hand is still on its way; the row that has the focus is in the document wherever it is. */
async function pictured(page) {
  await until(page, () => harness.app.playback.memory.pictures.idle);
  await settle(page);
  return page.$$eval('.tile .picture > img, .frame:not([hidden]) .picture > img', (all) => all.filter((one) => { const { top, bottom } = one.getBoundingClientRect(); return bottom > 0 && top < innerHeight; }).length);
}

/** Two are the driver's own: it begins and ends to count between frames. */
const isOnce = ({ frames, layouts, styles }) => frames > 5 && layouts <= frames + 2 && styles <= frames + 4;

if (BROWSER === 'chrome') {
  views('the work of a movement', () => {
    test('the grid by its rail: one layout a frame; titles and pictures are asked for where one rests', async () => {
      const page = await counted('total=100000');
      const seen = await dragged(page, '.rail');
      assert.ok(isOnce(seen), JSON.stringify(seen));
      assert.deepEqual([seen.asked.captions <= 2, await pictured(page)], [true, 0], `${JSON.stringify(seen)}: nothing is read of what flies past`);
      await rests(page);
      await sound(page);
    });

    for (const view of ['grid', 'reel']) {
      test(`${view}: what was seen last is named with the days, and its pictures are asked for at once: frames are not waited for`, async () => {
        const page = await counted('total=100000&frameless', `#/${view}`);
        await until(page, () => document.querySelectorAll('.tile .picture > img, .frame:not([hidden]) .picture > img').length > 2);
        assert.equal(await page.evaluate(() => harness.engine.calls.captions), 1, 'they came with the days');
        await sound(page);
      });
    }

    test('the reeler by the bar of the whole memory: one layout a frame; pictures are asked for of what is seen, words and activity where one rests', async () => {
      const page = await counted('total=100000', '#/reel');
      const seen = await dragged(page, '.overview');
      assert.ok(isOnce(seen), JSON.stringify(seen));
      const { captions = 0, histogram = 0, sessions = 0 } = seen.asked;
      assert.ok(captions <= 3 && histogram + sessions <= 4, `${JSON.stringify(seen)}: the page's clock stands, so that nobody could read what flies past`);
      assert.ok(await pictured(page) <= 5, 'the middle and those beside it');
      await rests(page);
      await sound(page);
    });
  });
}
