/** What playback's address says, and the steps of the browser's history, over the real engine: whoever reloads, or goes back, is where they were. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { focused, isAt, place, press, sound, until } from './stage/hands.mjs';
import { playback, views } from './stage/stage.mjs';

const search = (page, words) => page.evaluate((q) => harness.app.field.put(q), words);
/** As by Enter: what is searched for next is another step of the history. */
const commit = (page) => page.evaluate(() => harness.app.playback.place.commit());
const asks = (page, q) => until(page, (wanted) => (new URLSearchParams(location.hash.split('?')[1]).get('q') ?? '') === wanted, q);
const namesFrame = (page) => until(page, () => /id=[0-9a-f]{32}/.test(location.hash));
const finds = (page, q) => until(page, (wanted) => harness.app.playback.search.q === wanted && !harness.app.playback.search.busy, q);
/** Goes through the browser's history as its buttons do. */
const go = (page, steps) => page.evaluate((count) => { history.go(count); }, steps);

views('the address of playback', () => {
  for (const view of ['grid', 'reel']) {
    test(`a search that was left is not in the address of the ${view} any more, also where it led nowhere else`, async () => {
      const page = await playback(`#/${view}`);
      const before = await place(page);
      await namesFrame(page);
      // The newest page is its best hit: nobody moves.
      await search(page, 'pruning');
      await asks(page, 'pruning');
      await search(page, 'pencil');
      await asks(page, 'pencil');
      await search(page, 'pruning');
      await asks(page, 'pruning');
      await search(page, '');
      await asks(page, '');
      await isAt(page, before.ordinal);
      await sound(page);
    });
  }

  test('a frame that an address names stands whole on the screen, below the heading of its day', async () => {
    const page = await playback('#/grid');
    await press(page, 'PageDown', 'PageDown', 'PageDown');
    await namesFrame(page);
    const other = await playback(await page.evaluate(() => location.hash));
    await focused(other, '.rows');
    await until(other, () => {
      const { top, bottom } = document.activeElement.closest('.tile').getBoundingClientRect();
      const heading = document.querySelector('.sticky-day')?.getBoundingClientRect() ?? document.querySelector('.toolbar').getBoundingClientRect();
      return top >= heading.bottom && bottom <= innerHeight;
    });
    await sound(other);
  });

  test('a step of the history keeps the frame that it was left at, also where results do not show it', async () => {
    const page = await playback('#/reel?q=pencil');
    await namesFrame(page);
    await press(page, 'Control+Home');
    await isAt(page, 0);
    await until(page, () => harness.app.reel.drive.atRest && document.querySelector('.reel-title').textContent !== '');
    await press(page, 'v');
    await until(page, () => location.hash.startsWith('#/grid') && /id=/.test(location.hash));
    const left = await page.evaluate(() => location.hash);
    await search(page, 'lighthouse');
    await asks(page, 'lighthouse');
    await go(page, -1);
    await finds(page, 'pencil');
    await until(page, () => harness.app.playback.place.ordinal === 0);
    // Whatever is written by and by is the same frame.
    await page.evaluate(() => harness.app.playback.place.keep());
    assert.equal(await page.evaluate(() => location.hash), left);
    await sound(page);
  });

  test('whoever goes back quickly is at the last step, whichever answer comes last', async () => {
    const page = await playback('#/grid');
    await namesFrame(page);
    for (const words of ['pencil', 'lighthouse', 'harbour']) {
      await search(page, words);
      await asks(page, words);
      await commit(page);
    }
    await page.evaluate(() => {
      // The frame of the first step back is found last.
      const { ordOf } = harness.engine;
      let calls = 0;
      const held = new Promise((go) => { globalThis.letGo = go; });
      harness.engine.ordOf = async (id) => {
        const first = ++calls === 1;
        const found = await ordOf(id);
        if (first) await held;
        return found;
      };
    });
    await go(page, -1);
    await finds(page, 'lighthouse');
    await until(page, () => location.hash.includes('lighthouse'));
    await go(page, -2);
    await finds(page, '');
    await until(page, () => harness.app.field.input.value === '');
    const { ordinal, total } = await place(page);
    assert.equal(ordinal, total - 1);
    await page.evaluate(async () => {
      globalThis.letGo();
      await new Promise((go) => { setTimeout(go); });
    });
    assert.equal((await place(page)).ordinal, total - 1);
    await sound(page);
  });

  test('a sheet is shut by going back, and the focus is in the view that comes', async () => {
    const page = await playback('#/grid');
    await namesFrame(page);
    await press(page, 'v');
    await until(page, () => location.hash.startsWith('#/reel'));
    for (const key of ['l', '?']) {
      await press(page, key);
      await page.waitForSelector('dialog[open]');
      await go(page, -1);
      await until(page, () => harness.app.grid.shown && document.querySelector('dialog') === null);
      await focused(page, '.rows');
      await go(page, 1);
      await until(page, () => harness.app.reel.shown);
      await focused(page, '.reel-view');
    }
    await sound(page);
  });
});
