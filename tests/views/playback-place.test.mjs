/** Where one is in playback, over the real engine: switching, new pages, numbers that change, keys that lead round the page. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { click } from '../browser/lib/click.mjs';
import { focused, isAt, named, place, press, sound, until } from './stage/hands.mjs';
import { BROWSER, playback, views } from './stage/stage.mjs';

/** New pages arrive while the view looks on, after all that are there. */
const arrive = (page, count, from = 0) => page.evaluate(async (wanted, first) => {
  for (let n = first; n < first + wanted; n++) {
    await harness.engine.remember({
      id: (0xfff000 + n).toString(16).padStart(32, '0'), at: Date.now() - 60_000 + n * 1000, offsetMin: 60, url: `https://new.example/${n}`,
      title: `A new page, ${n}`, html: `<p>This is the new page of number ${n}, and it says so in a sentence.</p>`,
    });
  }
}, count, from);

views('the place in playback', () => {
  test('switching keeps the place, in both directions and by the address', async () => {
    const page = await playback();
    for (let i = 0; i < 8; i++) await press(page, 'PageDown');
    const { ordinal, total } = await place(page);
    await press(page, 'v');
    assert.deepEqual(await place(page), { view: 'reel', ordinal, total });
    await focused(page, '.reel-view');
    await press(page, 'ArrowLeft', 'ArrowLeft');
    await until(page, () => harness.app.reel.drive.atRest);
    await press(page, 'v');
    assert.deepEqual(await place(page), { view: 'grid', ordinal: ordinal - 2, total });
    await focused(page, '.rows');
    await until(page, () => /id=[0-9a-f]{32}/.test(location.hash));
    await sound(page);
    const other = await playback(await page.evaluate(() => location.hash));
    assert.equal((await place(other)).ordinal, ordinal - 2);
    await sound(other);
  });

  test('new pages wait behind a chip; at the newest page they are followed', async () => {
    const page = await playback();
    const { total } = await place(page);
    await arrive(page, 1);
    await until(page, (wanted) => harness.app.playback.memory.total === wanted, total + 1);
    await isAt(page, total);
    await press(page, 'ArrowDown');
    const before = await place(page);
    await arrive(page, 3, 1);
    await until(page, () => document.querySelector('.fresh:not([hidden])')?.textContent === '3 new visits');
    assert.deepEqual(await place(page), before, 'nothing moves by itself');
    await click(page, '.fresh');
    await until(page, (wanted) => harness.app.playback.memory.total === wanted, total + 4);
    await isAt(page, total + 3);
    await sound(page);
  });

  for (const [view, width, height] of [['grid', 1280, 800], ['reel', 900, 700], ['reel', 360, 640], ['grid', 320, 256]]) {
    test(`the button of new visits covers nothing of the ${view}, ${width} pixels wide`, async () => {
      const page = await playback(`#/${view}`, { width, height, shape: { lang: 'de' } });
      await press(page, view === 'grid' ? 'ArrowDown' : 'ArrowLeft');
      await arrive(page, 3);
      await page.waitForSelector('.fresh:not([hidden])');
      const [button, below, across] = await page.evaluate(() => {
        const boxes = ['.fresh', '.views', '.toolbar'].map((one) => document.querySelector(one).getBoundingClientRect());
        const others = [...document.querySelectorAll('.toolbar :is(input, button, .count)')].filter((one) => !one.matches('.fresh') && one.checkVisibility() && one.clientWidth > 1);
        const met = others.filter((one) => { const box = one.getBoundingClientRect(); return box.right > boxes[0].left && box.left < boxes[0].right && box.bottom > boxes[0].top && box.top < boxes[0].bottom; });
        return [boxes[0].bottom, boxes[1].top, met.map((one) => one.className)];
      });
      assert.ok(button <= below, `${button} is over ${below}`);
      assert.deepEqual(across, []);
      await sound(page);
    });
  }

  test('a renumbered memory keeps the page that was in focus', async () => {
    const page = await playback();
    await press(page, 'ArrowDown', 'ArrowRight');
    await until(page, () => document.activeElement.textContent.includes('.'));
    const before = await place(page);
    const name = await named(page);
    await page.evaluate(async () => {
      const { gen } = harness.app.playback.memory.overview;
      const { op } = await harness.engine.mutate({ selection: { gen, ranges: [[0, 40]] } }, { kind: 'forget' });
      await harness.engine.forgetNow(op);
    });
    await until(page, (wanted) => harness.app.playback.memory.total === wanted, before.total - 40);
    await until(page, (words) => document.activeElement.textContent === words, name);
    await isAt(page, before.ordinal - 40);
    await focused(page, '.rows');
    await sound(page);
  });

  test('an empty memory says that pages are remembered only where they are', async () => {
    for (const [settings, words] of [[{}, 'Remembering is on'], [{ pausedUntil: 'always' }, 'Not remembered: paused.']]) {
      const page = await playback('#/grid', { memory: 'empty', shape: { settings } });
      await until(page, (wanted) => document.querySelector('.recording:not([hidden])')?.textContent === wanted, words);
      await sound(page);
    }
  });

  test('where nothing is remembered the focus stands in the field from the beginning, and nothing scrolls or opens', async () => {
    for (const view of ['grid', 'reel']) {
      const page = await playback(`#/${view}`, { memory: 'empty' });
      const stands = () => until(page, () => document.activeElement?.matches('.search input') && scrollY === 0 && [...document.querySelectorAll('body *')].every((one) => one.scrollTop === 0 || one.tagName === 'INPUT') && !document.querySelector('.completions:not([hidden])'));
      await stands();
      // Neither does a key of a view leave it on nothing.
      await page.evaluate(() => document.activeElement.blur());
      await press(page, 'ArrowLeft');
      await stands();
      await sound(page);
    }
  });

  test('whoever forgets everything while looking on is in the field', async () => {
    for (const view of ['grid', 'reel']) {
      const page = await playback(`#/${view}`);
      await until(page, () => document.querySelector('#views').contains(document.activeElement));
      await page.evaluate(() => harness.engine.clear());
      await until(page, () => document.querySelector('.empty:not([hidden])') !== null);
      await until(page, () => document.activeElement?.matches('.search input'));
      await sound(page);
    }
  });

  if (BROWSER !== 'chrome') return;

  test('the place on screen holds when the window changes and when tiles grow', async () => {
    const page = await playback();
    for (let i = 0; i < 8; i++) await press(page, 'PageDown');
    const where = () => page.evaluate(() => ({ top: Math.round(document.activeElement.getBoundingClientRect().top), ordinal: harness.app.here }));
    const before = await where();
    await page.setViewport({ width: 900, height: 800 });
    await until(page, () => harness.app.grid.layout.columns === 3);
    const narrow = await where();
    assert.ok(Math.abs(narrow.top - before.top) <= 1 && narrow.ordinal === before.ordinal, JSON.stringify([before, narrow]));
    await press(page, '+');
    const large = await where();
    assert.ok(Math.abs(large.top - before.top) <= 1, JSON.stringify([before, large]));
    await sound(page);
  });

  test('pictures on screen are not drawn again when the room changes or a page arrives', async () => {
    const page = await playback();
    await until(page, () => harness.app.playback.memory.pictures.idle && document.querySelectorAll('.tile img').length > 5);
    const kept = () => [...document.querySelectorAll('.tile img')].filter((image) => image.marked).length;
    await page.evaluate(() => { for (const image of document.querySelectorAll('.tile img')) image.marked = true; });
    const before = await page.evaluate(kept);
    await page.evaluate(() => harness.app.grid.relayout());
    assert.equal(await page.evaluate(kept), before);
    const { total } = await place(page);
    await arrive(page, 1);
    await until(page, (wanted) => harness.app.playback.memory.total === wanted, total + 1);
    assert.ok(await page.evaluate(kept) >= before - 2, 'the last ones may have left the screen');
    await sound(page);
  });

  test('only web addresses are ever opened', async () => {
    const page = await playback();
    await press(page, 'Control+Enter');
    await until(page, () => world.opened.length === 1);
    assert.match((await page.evaluate(() => world.opened))[0], /^https:\/\//);
    // The engine keeps no such address; the view must not rely on that.
    await page.evaluate(() => {
      const { captions } = harness.engine;
      harness.engine.captions = async (ordinals) => (await captions(ordinals)).map((one) => ({ ...one, url: 'javascript:alert(1)' }));
      void harness.app.playback.memory.refresh();
    });
    await until(page, () => [...document.querySelectorAll('.tile-link')].every((link) => !link.hasAttribute('href')));
    await press(page, 'Control+Enter');
    assert.equal(await page.evaluate(() => world.opened.length), 1);
    await sound(page);
  });

  test('Tab crosses the page in at most 12 stops and F6 goes round the regions', async () => {
    const page = await playback();
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
    await sound(page);
  });
});
