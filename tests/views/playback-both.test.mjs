/** What both views share, over the real engine: one selection, one picture for all visits of a capture, all visits of what was found. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAt, place, press, says, sound, until } from './stage/hands.mjs';
import { playback, views } from './stage/stage.mjs';

const selected = (page) => page.evaluate(() => harness.app.playback.selection.ranges.map(([from, to]) => [from, to]));
const bar = (page, words) => says(page, '.selection-bar [role=status]', words);
const counted = (page) => until(page, () => harness.app.playback.search.matches !== null);

views('both views', () => {
  test('what is selected in one view is selected in the other, and switching loses nothing', async () => {
    const page = await playback();
    const { total } = await place(page);
    await press(page, 'ArrowRight', ' ', 'Shift+ArrowRight');
    const two = [[total - 3, total - 1]];
    assert.deepEqual(await selected(page), two);
    await press(page, 'v');
    await until(page, () => document.querySelectorAll('.frame.selected:not([hidden])').length === 2);
    assert.deepEqual(await selected(page), two);
    await bar(page, '2 visits selected on 1 day');
    assert.equal(await page.$eval('.selection-bar .danger .bar-name', (name) => name.textContent), 'Forget these visits');
    await isAt(page, total - 3);
    assert.match(await page.$eval('.strip', (strip) => strip.ariaLabel), /, selected,/);
    await press(page, 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'Shift+ArrowRight');
    assert.deepEqual(await selected(page), [[total - 4, total - 1]], 'the range goes on where it was left');
    await press(page, ' ');
    assert.deepEqual(await selected(page), [[total - 3, total - 1]], 'Space takes one out of it');
    await press(page, 'ArrowLeft', ' ', 'v');
    await until(page, () => document.querySelectorAll('.tile[aria-selected=true]').length === 3);
    assert.deepEqual(await selected(page), [[total - 5, total - 4], [total - 3, total - 1]]);
    await page.goBack();
    await until(page, () => harness.app.playback.place.view === 'reel');
    assert.equal((await selected(page)).length, 2, 'the way back is a switch, too');
    await press(page, 'Escape');
    assert.deepEqual(await selected(page), []);
    await until(page, () => document.querySelector('.selection-bar').hidden && document.querySelector('.frame.selected:not([hidden])') === null);
    await press(page, ' ');
    await until(page, () => harness.app.reel.film.playing || harness.app.here === harness.app.playback.memory.total - 1);
    await sound(page);
  });

  test('in the reeler keys select a day, a session, all; a press with Ctrl or Shift selects frames', async () => {
    const page = await playback('#/reel');
    const { total } = await place(page);
    await press(page, 'Shift+ ');
    await until(page, () => harness.app.playback.selection.size === 16);
    await press(page, 'Shift+ ');
    assert.deepEqual(await selected(page), []);
    await press(page, 'Control+a');
    assert.deepEqual(await selected(page), [[0, total]]);
    await press(page, 'Escape', 'Control+Shift+ArrowLeft');
    await until(page, () => harness.app.playback.selection.size > 0);
    const [[from, to]] = await selected(page);
    assert.deepEqual([from, to], [(await place(page)).ordinal, total], 'back to where the session began');
    await press(page, 'Escape', 'Control+End');
    await until(page, () => harness.app.reel.drive.atRest);
    const side = await page.evaluate((ordinal) => {
      const frames = [...document.querySelectorAll('.frame:not([hidden])')].map((frame) => frame.getBoundingClientRect());
      const middle = document.querySelector('.frame.middle:not([hidden])').getBoundingClientRect();
      const left = Math.max(...frames.filter(({ left: x }) => x < middle.left - 2).map(({ left: x }) => x));
      return { x: (left + middle.left) / 2, y: middle.top + middle.height / 2, ordinal };
    }, total - 2);
    await page.keyboard.down('Control');
    await page.mouse.click(side.x, side.y);
    await page.keyboard.up('Control');
    assert.deepEqual(await selected(page), [[side.ordinal, side.ordinal + 1]]);
    await isAt(page, side.ordinal);
    await sound(page);
  });

  test('star, label and forget in the reeler are about what was selected in the grid', async () => {
    const page = await playback();
    const { total } = await place(page);
    await press(page, 'ArrowRight', 'ArrowRight', 'ArrowRight', ' ', 'Shift+ArrowRight', 'v', 's');
    await until(page, () => document.querySelectorAll('.frame.selected.starred:not([hidden])').length === 2);
    await press(page, 'Delete');
    await says(page, '.toast', 'Forgot 2 visits.');
    await until(page, (left) => harness.app.playback.visits === left, total - 2);
    assert.deepEqual(await selected(page), []);
    await sound(page);
  });

  test('with a search what is selected stands for its pages, whichever view shows it', async () => {
    const page = await playback('#/grid?q=pencil');
    await counted(page);
    await press(page, 'Control+a');
    await bar(page, 'hits selected');
    const hits = await selected(page);
    await press(page, 'v');
    assert.deepEqual(await selected(page), hits);
    assert.equal(await page.$eval('.selection-bar .danger .bar-name', (name) => name.textContent), 'Forget these pages');
    await press(page, 'Shift+ArrowLeft');
    await bar(page, 'visits selected');
    await press(page, 'Control+k', 'x');
    await until(page, () => harness.app.playback.selection.size === 0);
    await sound(page);
  });

  test('fifty visits of one capture ask for one picture', async () => {
    const page = await playback('#/grid', { memory: 'often' });
    await page.evaluate(() => {
      const { engine, app } = harness;
      globalThis.asked = { thumb: [], full: [], icon: [] };
      const image = engine.image;
      engine.image = (ordinal, size) => { asked[size].push(ordinal); return image(ordinal, size); };
      app.playback.memory.pictures.reset();
      app.grid.draw();
    });
    const shown = () => until(page, () => harness.app.playback.memory.pictures.idle && document.querySelectorAll('.tile img, .frame img').length > 3);
    await until(page, () => asked.thumb.length > 0);
    await shown();
    for (let screen = 0; screen < 6; screen++) await press(page, 'PageDown');
    await press(page, 'Control+End');
    await isAt(page, 0);
    await shown();
    await press(page, 'v', 'ArrowRight', 'ArrowRight', 'ArrowRight');
    await until(page, () => harness.app.reel.drive.atRest && harness.app.playback.memory.pictures.idle && asked.full.length > 0);
    await press(page, 'ArrowRight', 'ArrowRight');
    await until(page, () => harness.app.here === 5 && harness.app.reel.drive.atRest && harness.app.playback.memory.pictures.idle);
    const asked = await page.evaluate(() => Object.fromEntries(Object.entries(globalThis.asked).map(([size, all]) => [size, all.filter((ordinal) => ordinal < 50).length])));
    assert.deepEqual(asked, { thumb: 1, full: 1, icon: asked.icon });
    assert.ok(asked.icon <= 1, `${asked.icon} icons`);
    await sound(page);
  });

  test('older visits of a found page are hits: N goes through them, the count tells them, results do not repeat it', async () => {
    const page = await playback('#/grid?q=%22wrote+down+every+lantern%22');
    await counted(page);
    const { ordinals, visits, pages } = await page.evaluate(() => {
      const { matches } = harness.app.playback.search;
      return { ordinals: [...matches.ordinals], visits: [...matches.visits], pages: matches.pages };
    });
    assert.ok(visits.length === ordinals.length + 2 && ordinals.every((one) => visits.includes(one)), `${ordinals} of ${visits}`);
    await until(page, (n) => document.querySelectorAll('.result:not(.pending)').length === n, pages);
    await press(page, 'v');
    await isAt(page, visits.at(-1));
    for (const older of visits.slice(0, -1).reverse()) {
      await press(page, 'Shift+N');
      await isAt(page, older);
      await until(page, () => harness.app.reel.drive.atRest && document.querySelector('.frame.middle.hit:not([hidden])') !== null);
    }
    await says(page, '.hits .number', `Hit 1 of ${visits.length}`);
    await press(page, 'n');
    await isAt(page, visits[1]);
    const ticks = await page.evaluate(async () => {
      const { engine, app } = harness;
      const { firstAt, lastAt } = app.playback.memory.overview;
      const { hits } = await engine.histogram(firstAt, lastAt + 1, 2048, app.playback.search.matches.visits);
      return hits.reduce((sum, n) => sum + n, 0);
    });
    assert.equal(ticks, visits.length);
    // The page of an older visit is where the grid of hits goes on.
    await press(page, 'Shift+N', 'v');
    await until(page, () => document.activeElement.classList.contains('result-link'));
    assert.match(await page.evaluate(() => document.activeElement.textContent), /lighthouse/);
    await sound(page);
  });
});
