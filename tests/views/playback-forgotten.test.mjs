/** Frames that are forgotten keep their places for a while: nobody is led to them, and no key does anything with them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { focused, isAt, place, press, sound, until } from './stage/hands.mjs';
import { playback, views } from './stage/stage.mjs';

/** Another page forgets these visits: [from, to] pairs, counted from the newest. */
const forget = (page, ...ranges) => page.evaluate(async (all) => {
  const { gen, total } = await harness.engine.overview();
  await harness.engine.mutate({ selection: { gen, ranges: all.map(([from, to]) => [total - to, total - from]) } }, { kind: 'forget' });
}, ranges);
const hidden = (page, count) => until(page, (wanted) => harness.app.playback.memory.hidden.reduce((sum, [from, to]) => sum + to - from, 0) === wanted, count);
const rests = (page) => until(page, () => harness.app.reel.drive.atRest);

views('what is forgotten', () => {
  for (const view of ['grid', 'reel']) {
    test(`is not where the ${view} opens, and new pages are followed from there`, async () => {
      const first = await playback(`#/${view}`);
      await forget(first, [0, 2]);
      await hidden(first, 2);
      const page = await playback(`#/${view}`, { memory: 'as it is' });
      const { total } = await place(page);
      await isAt(page, total - 3);
      await page.evaluate(() => harness.engine.remember({ id: 'f'.repeat(32), at: Date.now(), offsetMin: 60, url: 'https://new.example/', title: 'A new page', html: '<p>This is the new page, and it says so in a sentence.</p>' }));
      await isAt(page, total);
      await sound(page);
    });
  }

  test('is stepped over by the keys that lead to an end of the film, of a day, and past both', async () => {
    const page = await playback('#/reel');
    const { total } = await place(page);
    const day = await page.evaluate(() => { const { memory } = harness.app.playback; return memory.total - memory.overview.dayStart[memory.dayOf(memory.total - 1)]; });
    await forget(page, [0, 2], [day - 1, day], [total - 1, total]);
    await hidden(page, 4);
    for (const [key, there] of [['Control+End', total - 3], ['ArrowRight', total - 3], ['End', total - 3], ['Home', total - day + 1], ['Control+Home', 1], ['ArrowLeft', 1]]) {
      await press(page, key);
      await rests(page);
      await isAt(page, there, key);
    }
    await until(page, () => !['', 'Forgotten'].includes(document.querySelector('.reel-title').textContent));
    await sound(page);
  });

  test('is not played: the film begins anew behind it, and its end is before it', async () => {
    const page = await playback('#/reel');
    const { total } = await place(page);
    await forget(page, [0, 2], [total - 2, total]);
    await hidden(page, 4);
    await press(page, 'Control+End');
    await rests(page);
    await press(page, 'p');
    assert.ok(await page.evaluate(() => harness.app.here) >= 2);
    await isAt(page, 3);
    await press(page, 'p', 'Control+End');
    await rests(page);
    await press(page, 'ArrowLeft', 'p');
    await until(page, (last) => harness.app.here === last && !harness.app.reel.film.playing, total - 3);
    await sound(page);
  });

  test('has no sheet, no star and no place in the reeler', async () => {
    const page = await playback('#/grid');
    await until(page, () => document.activeElement.closest('.tile') !== null);
    const { total } = await place(page);
    await forget(page, [0, 2]);
    await until(page, () => document.activeElement.closest('.tile.forgotten') !== null);
    await page.evaluate(() => { const { mutate } = harness.engine; globalThis.deeds = 0; harness.engine.mutate = (...all) => { globalThis.deeds += 1; return mutate(...all); }; });
    for (const key of ['l', 't', 'd', 's', 'Enter', 'Delete']) {
      await press(page, key);
      assert.deepEqual(await page.evaluate(() => [document.querySelector('dialog'), harness.app.playback.place.view, globalThis.deeds]), [null, 'grid', 0], key);
    }
    await press(page, 'v');
    await isAt(page, total - 3);
    await focused(page, '.reel-view');
    await sound(page);
  });
});
