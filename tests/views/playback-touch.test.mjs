/** Fingers in both views: real touch input, a swipe that runs out on a frame, two fingers on timeline and grid, a press that selects. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { press, sound, until } from './stage/hands.mjs';
import { BROWSER, playback, views } from './stage/stage.mjs';

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const selected = (page) => page.evaluate(() => harness.app.playback.selection.size);
const here = (page) => page.evaluate(() => harness.app.here);
const rests = (page) => until(page, () => harness.app.reel.drive.atRest && Number.isInteger(harness.app.reel.drive.position));
const boxOf = (page, selector) => page.$eval(selector, (element) => { const { x, y, width, height } = element.getBoundingClientRect(); return { x, y, width, height }; });

/** Two fingers that move apart, or together, around a place. */
async function pinch(page, { x, y }, from, to) {
  const fingers = [await page.touchscreen.touchStart(x - from, y), await page.touchscreen.touchStart(x + from, y)];
  for (let step = 1; step <= 8; step++) {
    const away = from + ((to - from) * step) / 8;
    await fingers[0].move(x - away, y);
    await fingers[1].move(x + away, y);
  }
  return fingers;
}

const lift = async (fingers) => { for (const finger of fingers) await finger.end(); };

/** The tile of an item, by its middle. */
const tile = (page, item) => page.evaluate((at) => {
  const { x, y, width, height } = harness.app.grid.cellAt(at).element.getBoundingClientRect();
  return { x: x + width / 2, y: y + height / 2 };
}, item);

views('fingers', () => {
  test('a swipe runs on and comes to rest on a frame; a finger that rests before it lets go throws nothing; one that lands stops it', async () => {
    const page = await playback('#/reel', { memory: 'home' });
    await press(page, 'Control+Home');
    await rests(page);
    const strip = await boxOf(page, '.strip');
    const y = strip.y + strip.height / 2;
    // All at once, so that it is fast however slow this machine is.
    const throwFilm = async (wait) => {
      const finger = await page.touchscreen.touchStart(strip.x + 1150, y);
      if (wait > 0) for (const x of [850, 550, 250]) await finger.move(strip.x + x, y);
      await pause(wait);
      await Promise.all(wait > 0 ? [finger.end()] : [...[850, 550, 250].map((x) => finger.move(strip.x + x, y)), finger.end()]);
    };
    const swipe = async (wait) => {
      await throwFilm(wait);
      await rests(page);
      return here(page);
    };
    const way = 900 / await page.evaluate(() => harness.app.reel.strip.step);
    const slow = await swipe(400);
    assert.equal(slow, Math.round(way), 'where the finger left it');
    // Where this machine was busy between the last move and the end the finger did rest: then it is done again.
    let [from, to] = [slow, await swipe(0)];
    for (let again = 0; again < 8 && to - from < way + 1.5; again++) [from, to] = [to, await swipe(0)];
    assert.ok(to - from > way + 1.5, `from ${from} by ${way} to ${to}`);
    await throwFilm(0);
    const finger = await page.touchscreen.touchStart(strip.x + 640, y);
    const held = await page.evaluate(() => harness.app.reel.drive.position);
    await pause(150);
    assert.equal(await page.evaluate(() => harness.app.reel.drive.position), held);
    await finger.end();
    await rests(page);
    await sound(page);
  });

  test('two fingers on the timeline take time apart, and what is between them stays there', async () => {
    const page = await playback('#/reel', { memory: 'home' });
    await press(page, '+');
    await until(page, () => document.querySelector('.level').textContent === 'Day');
    for (let step = 0; step < 30; step++) await press(page, 'ArrowLeft');
    await rests(page);
    await until(page, () => harness.app.reel.timeline.shown.from > 0);
    const box = await boxOf(page, '.timeline');
    const at = { x: box.x + box.width / 2 + 150, y: box.y + 40 };
    const under = () => page.evaluate(() => harness.app.reel.timeline.after(harness.app.reel.timeline.now, 150));
    const [span, moment] = [await page.evaluate(() => harness.app.reel.timeline.span), await under()];
    const fingers = await pinch(page, at, 60, 180);
    await until(page, (before) => Math.abs(before / harness.app.reel.timeline.span - 3) < 0.1, span);
    await until(page, (before, ms) => Math.abs(harness.app.reel.timeline.after(harness.app.reel.timeline.now, 150) - before) < ms, moment, span / 1280 * 4);
    await lift(fingers);
    await rests(page);
    await until(page, () => {
      const frame = harness.app.playback.memory.frames.get(harness.app.here);
      return frame && Math.abs(harness.app.reel.timeline.now - frame.at) < 1;
    });
    assert.ok(await page.evaluate((before) => harness.app.reel.timeline.span < before / 2.5, span), 'it stays so');
    await lift(await pinch(page, at, 200, 40));
    assert.ok(await page.evaluate((before) => harness.app.reel.timeline.span > before, span));
    await sound(page);
  });

  test('two fingers on the grid change the size of its tiles, and what is between them stays on screen', async () => {
    const page = await playback('#/grid', { memory: 'home' });
    await page.evaluate(() => harness.app.grid.scroller.to(1500));
    await until(page, () => document.querySelectorAll('.tile').length > 12);
    const before = await page.evaluate(() => harness.app.grid.step);
    const between = await page.evaluate(() => harness.app.grid.nearest(600, 400));
    await lift(await pinch(page, { x: 600, y: 400 }, 100, 160));
    assert.ok(await page.evaluate((step) => harness.app.grid.step > step, before));
    const { y } = await tile(page, between);
    assert.ok(y > 0 && y < 800, `${y}`);
    await lift(await pinch(page, { x: 600, y: 400 }, 200, 90));
    assert.ok(await page.evaluate((step) => harness.app.grid.step < step, before));
    assert.deepEqual([await selected(page), await page.evaluate(() => harness.app.playback.place.view)], [0, 'grid'], 'it is no press');
    await sound(page);
  });

  test('a long press selects and goes on selecting as the finger moves, to the edge and beyond; the next touch is a touch again', async () => {
    const page = await playback('#/grid', { memory: 'home' });
    await until(page, () => document.querySelectorAll('.tile').length > 12 && harness.app.playback.memory.pictures.idle);
    const [first, second, fifth] = [await tile(page, 0), await tile(page, 1), await tile(page, 5)];
    const finger = await page.touchscreen.touchStart(first.x, first.y);
    await until(page, () => harness.app.playback.selection.size === 1);
    await finger.move(second.x, second.y);
    await until(page, () => harness.app.playback.selection.size === 2);
    await finger.move(fifth.x, fifth.y);
    await until(page, () => harness.app.playback.selection.size === 6);
    await finger.move(second.x, second.y);
    await until(page, () => harness.app.playback.selection.size === 2);
    assert.equal(await page.evaluate(() => harness.app.grid.scroller.top), 0, 'nothing scrolled');
    await finger.move(second.x, 790);
    await until(page, () => harness.app.grid.scroller.top > 300 && harness.app.playback.selection.size > 10);
    await finger.end();
    const size = await selected(page);
    await pause(100);
    assert.equal(await selected(page), size);
    assert.equal(await page.evaluate(() => harness.app.playback.place.view), 'grid', 'it was no click');
    const shown = await page.evaluate(() => {
      const { selection, memory } = harness.app.playback;
      const free = [...harness.app.grid.pool.cells()].find(([item, cell]) => {
        const { top, bottom } = cell.element.getBoundingClientRect();
        return top > 150 && bottom < 650 && !selection.has(memory.total - 1 - item);
      });
      return free?.[0] ?? -1;
    });
    if (shown >= 0) {
      const { x, y } = await tile(page, shown);
      await page.touchscreen.tap(x, y);
      await until(page, (n) => harness.app.playback.selection.size === n + 1, size);
    }
    await press(page, 'Escape');
    assert.equal(await selected(page), 0);
    await sound(page);
  });

  test('a long press on a frame of the reeler selects it, and a tap after it takes it back', async () => {
    const page = await playback('#/reel', { memory: 'home' });
    await rests(page);
    const middle = await boxOf(page, '.frame.middle:not([hidden])');
    const at = [middle.x + middle.width / 2, middle.y + middle.height / 2];
    const finger = await page.touchscreen.touchStart(...at);
    await until(page, () => harness.app.playback.selection.size === 1);
    await finger.end();
    assert.equal(await selected(page), 1);
    await page.touchscreen.tap(...at);
    await until(page, () => harness.app.playback.selection.size === 0);
    await sound(page);
  });

  if (BROWSER !== 'chrome') return;

  test('where fingers are, all that is pressed is 44 pixels high, and pulling does not load the page anew', async () => {
    for (const [hash, keys, width] of [['#/grid', [' '], 1280], ['#/grid?q=tea', [], 390], ['#/reel?q=tea', ['Shift+ArrowLeft'], 1280], ['#/reel', [], 390]]) {
      const page = await playback(hash, { width });
      await page.setViewport({ width, height: 800, hasTouch: true, isMobile: true });
      await until(page, () => matchMedia('(pointer: coarse)').matches);
      await press(page, ...keys);
      const small = await page.evaluate(() => [...document.querySelectorAll('button, select, input, a.button, .timeline, .overview, .rail')]
        .filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest('.tools'))
        .map((element) => ({ name: element.ariaLabel ?? element.className, ...element.getBoundingClientRect().toJSON() }))
        .filter(({ height, width: wide }) => height > 0 && (height < 43.5 || wide < 24)).map(({ name, height, width: wide }) => `${name}: ${wide} x ${height}`));
      assert.deepEqual(small, [], `${hash} at ${width}`);
      assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).overscrollBehaviorY), 'none');
      await page.setViewport({ width, height: 800, hasTouch: false, isMobile: false });
    }
  });
});
