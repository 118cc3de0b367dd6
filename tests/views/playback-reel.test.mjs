/** The reeler over the real engine: film, timeline, directions. Exact pictures and long films: playback-many.test.mjs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAt, place, press, sound, until } from './stage/hands.mjs';
import { BROWSER, playback, views } from './stage/stage.mjs';

views('the reeler', () => {
  test('seconds are counted as the engine counts minutes, without what was forgotten', async () => {
    const page = await playback('#/reel', { memory: 'minute' });
    const { fine, coarse } = await page.evaluate(async () => {
      const { engine, app, fineHistogram } = harness;
      await engine.mutate({ selection: { gen: app.playback.memory.overview.gen, ranges: [[10, 12]] } }, { kind: 'forget' });
      const from = Math.floor((Date.now() - 5 * 60_000) / 60_000) * 60_000;
      const hits = Uint32Array.of(3, 12, 30);
      const sums = ({ counts, starred, hits: lit }) => [counts, starred, lit].map((column) => [...column]);
      return { fine: sums(await fineHistogram(engine, from, from + 600_000, 5000, hits)), coarse: sums(await engine.histogram(from, from + 600_000, 10, hits)) };
    });
    const minutes = fine.map((column) => Array.from({ length: 10 }, (_, i) => column.slice(i * 12, i * 12 + 12).reduce((sum, n) => sum + n, 0)));
    assert.deepEqual(minutes, coarse.map((column) => column.slice(0, 10)));
    assert.equal(minutes[0].reduce((sum, n) => sum + n, 0), 38);
    await sound(page);
  });

  test('the title opens its page by the background: in front, with Ctrl and the middle button behind; with Shift the browser does', async () => {
    const page = await playback('#/reel');
    await until(page, () => document.querySelector('.reel-title[href]') !== null);
    const shown = await page.evaluate(() => ({ url: document.querySelector('.reel-title').href, ordinal: harness.app.here }));
    const done = await page.evaluate(() => {
      const title = document.querySelector('.reel-title');
      const kinds = [['click', {}], ['click', { ctrlKey: true }], ['auxclick', { button: 1 }], ['click', { shiftKey: true }], ['auxclick', { button: 2 }]];
      // What is left to the browser is not done here.
      addEventListener('click', (event) => event.preventDefault(), { once: false });
      return kinds.map(([kind, more]) => {
        const before = world.sent.length;
        title.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true, ...more }));
        return world.sent.slice(before);
      });
    });
    const opens = (how) => [{ kind: 'open', ...shown, how }];
    assert.deepEqual(done, [opens('front'), opens('behind'), opens('behind'), [], []]);
    await sound(page);
  });

  test('the film plays, stops at any hand and at the end', async () => {
    const page = await playback('#/reel');
    const { total } = await place(page);
    await press(page, 'Control+Home', 'p');
    await until(page, () => harness.app.here >= 2);
    assert.equal(await page.$eval('.play', (button) => button.getAttribute('aria-label')), 'Pause');
    await press(page, ' ');
    assert.equal(await page.evaluate(() => harness.app.reel.film.playing), false);
    await press(page, 'Control+End', 'ArrowLeft');
    await page.select('.controls select', '16');
    await page.focus('.strip');
    await press(page, 'p');
    await until(page, (last) => harness.app.here === last && !harness.app.reel.film.playing, total - 1);
    await sound(page);
  });

  if (BROWSER !== 'chrome') return;

  test('a memory of a minute is shown whole: the needle goes, a click goes where it points, the bar below reaches both ends', async () => {
    const page = await playback('#/reel', { memory: 'minute' });
    await until(page, () => document.querySelector('.level').textContent === 'All');
    const { first, last } = await page.evaluate(async () => ({ first: (await harness.engine.frames(0, 1)).at[0], last: (await harness.engine.frames(39, 40)).at[0] }));
    const shown = await page.evaluate(() => ({ centre: harness.app.reel.timeline.centre, span: harness.app.reel.timeline.span }));
    assert.deepEqual(shown, { centre: (first + last) / 2, span: 10 * 60_000 });
    const box = await (await page.$('.timeline')).boundingBox();
    const xOf = (at) => box.x + box.width / 2 + ((at - shown.centre) / shown.span) * box.width;
    const needleAt = (there) => until(page, (x) => Math.abs(document.querySelector('.needle').getBoundingClientRect().x + 1 - x) < 2, there);
    await needleAt(xOf(last));
    await page.mouse.click(xOf(first), box.y + 40);
    await until(page, () => harness.app.here === 0 && harness.app.reel.drive.atRest);
    await needleAt(xOf(first));
    assert.equal(await page.evaluate(() => harness.app.reel.timeline.centre), shown.centre, 'time stood');
    const bar = await (await page.$('.overview')).boundingBox();
    for (const [x, end] of [[bar.x + bar.width - 2, 39], [bar.x + 2, 0]]) {
      await page.mouse.click(x, bar.y + 14);
      await until(page, (ordinal) => harness.app.here === ordinal, end);
    }
    await sound(page);
  });

  test('a reader who wants no motion gets none', async () => {
    const page = await playback('#/reel');
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    await press(page, 'ArrowLeft');
    const { rest, turned } = await page.evaluate(() => ({
      rest: harness.app.reel.drive.atRest, turned: [...document.querySelectorAll('.frame:not([hidden])')].some((frame) => /rotateY\(-?[1-9]/.test(frame.style.transform)),
    }));
    assert.deepEqual({ rest, turned }, { rest: true, turned: false });
    await sound(page);
  });

  test('in a right-to-left page left is newer, as the strip shows it', async () => {
    const page = await playback('#/reel', { memory: 'fromRight', shape: { rtl: true } });
    const { total } = await place(page);
    await press(page, 'ArrowRight');
    await isAt(page, total - 2);
    await until(page, () => harness.app.reel.drive.atRest);
    const { newer, older } = await page.evaluate(() => {
      const xs = [...document.querySelectorAll('.frame:not([hidden])')].map((frame) => ({ x: frame.getBoundingClientRect().x, middle: frame.classList.contains('middle') }));
      const middle = xs.find((frame) => frame.middle).x;
      return { newer: xs.filter((frame) => frame.x < middle).length, older: xs.filter((frame) => frame.x > middle).length };
    });
    assert.ok(newer === 1 && older === 7, `${newer} to the left, ${older} to the right`);
    await press(page, 'v', 'ArrowLeft');
    await isAt(page, total - 3, 'in the grid left is the next tile');
    await sound(page);
  });
});
