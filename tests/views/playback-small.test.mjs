/** Small mends of playback that are easily lost again, over the real engine: where the toast stands, the rows of what was forgotten, hints. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { click } from '../browser/lib/click.mjs';
import { press, says, sound, until } from './stage/hands.mjs';
import { playback, views } from './stage/stage.mjs';

const boxes = (page, ...selectors) => page.evaluate((all) => all.map((one) => {
  const { top, bottom, left, right } = document.querySelector(one).getBoundingClientRect();
  return { top, bottom, left, right };
}), selectors);
/** Runs in the page: the toast is above the bar, once that has its place. */
const isAbove = () => document.querySelector('.toast').getBoundingClientRect().bottom <= document.querySelector('.selection-bar').getBoundingClientRect().top;
const toasted = (page) => page.waitForSelector('.toast:not([hidden])');

views('small things in playback', () => {
  for (const [width, height] of [[1280, 800], [360, 640]]) {
    test(`the toast covers neither the timeline nor the bar of what is selected, ${width} pixels wide`, async () => {
      const reel = await playback('#/reel', { width, height, shape: { lang: 'de' } });
      await press(reel, 'Delete');
      await toasted(reel);
      const [toast, desk, timeline] = await boxes(reel, '.toast', '.desk', '.timeline');
      assert.ok(toast.bottom <= desk.top && toast.bottom <= timeline.top && toast.top > 0 && toast.left >= 0 && toast.right <= width, JSON.stringify({ toast, desk, timeline }));
      await press(reel, 'Shift+ArrowLeft', 'Shift+ArrowLeft');
      await until(reel, () => harness.app.playback.selection.size > 0 && document.querySelector('.selection-bar').checkVisibility());
      await until(reel, isAbove);
      await sound(reel);
      const grid = await playback('#/grid', { width, height, shape: { lang: 'de' } });
      await press(grid, 'Delete');
      await toasted(grid);
      await press(grid, ' ');
      await until(grid, () => document.querySelector('.selection-bar').checkVisibility());
      await until(grid, isAbove);
      await sound(grid);
    });

    test(`rows of what was forgotten have a line between them, a name above what is said of it, and their two buttons in columns within the sheet, ${width} pixels wide`, async () => {
      const page = await playback('#/grid', { width, height, shape: { lang: 'de' } });
      await press(page, 'Delete');
      await toasted(page);
      await press(page, 'Delete');
      await until(page, () => harness.app.playback.deeds.forgets.length === 2 && document.querySelector('.glyph-undo') !== null);
      if (width < 480) await click(page, '.more');
      await click(page, '.toolbar button:has(.glyph-undo)');
      await until(page, () => document.querySelectorAll('.forgets li').length === 2);
      const rows = await page.$$eval('.forgets li', (all) => all.map((row) => {
        const { right } = row.closest('dialog').getBoundingClientRect();
        const [name, said, undo, end] = ['strong', '.quiet', 'button', 'button:last-child'].map((one) => row.querySelector(one).getBoundingClientRect());
        return {
          columns: [undo.left, end.left].map(Math.round), level: Math.round(undo.top - end.top), apart: end.left - undo.right >= 8, within: undo.right <= right && end.right <= right, large: undo.height >= 24 && end.height >= 24,
          below: said.top >= name.bottom - 1, beside: undo.left >= said.right || undo.top >= said.bottom, line: parseFloat(getComputedStyle(row).borderTopWidth) >= 1,
        };
      }));
      for (const row of rows) assert.deepEqual(row, { columns: rows[0].columns, level: 0, apart: true, within: true, large: true, below: true, beside: true, line: true });
      await sound(page);
    });
  }

  for (const [width, height] of [[320, 256], [640, 330]]) {
    test(`in a window of ${width} by ${height} the reeler's toast and bar are in sight, apart from each other and from the search`, async () => {
      const page = await playback('#/reel', { width, height, shape: { lang: 'de' } });
      await press(page, 'Delete');
      await toasted(page);
      const seen = async (...selectors) => {
        for (const { top, bottom } of await boxes(page, ...selectors)) assert.ok(top >= 0 && bottom <= height, JSON.stringify({ selectors, top, bottom }));
      };
      await seen('.toast');
      await press(page, 'ArrowLeft', 'Shift+ArrowLeft');
      await until(page, () => harness.app.playback.selection.size > 0 && document.querySelector('.selection-bar').checkVisibility());
      await until(page, isAbove);
      await seen('.toast', '.selection-bar');
      const [toast, field] = await boxes(page, '.toast', '.search');
      assert.ok(toast.top >= field.bottom, JSON.stringify({ toast, field }));
      await sound(page);
    });
  }

  test('what the empty field says ends in dots where it does not fit; what is typed does not', async () => {
    const page = await playback('#/grid', { width: 360, height: 640 });
    const dots = () => page.$eval('.search input', (field) => getComputedStyle(field).textOverflow);
    assert.equal(await dots(), 'ellipsis');
    await press(page, '/');
    await page.keyboard.type('tea');
    assert.equal(await dots(), 'clip');
    await sound(page);
  });

  test('who looks for WebMarks without having one is told how a page becomes one; who has some is not', async () => {
    const none = await playback('#/grid?q=is%3Awebmark', { memory: 'fromRight' });
    await says(none, '.empty', 'No page is a WebMark yet. The star makes one: in the toolbar, or S on a page here.');
    await sound(none);
    const page = await playback('#/grid?q=is%3Awebmark%20qwertzuiop', { memory: 'home' });
    await until(page, () => document.querySelector('.empty:not([hidden]) .drops:not([hidden]) button') !== null);
    assert.ok(!(await page.$eval('.empty', (empty) => empty.innerText)).includes('WebMark yet'));
    await sound(page);
  });
});
