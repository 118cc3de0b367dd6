/** Words of the search on pictures: lit where they stand, in results, tiles and frames, and gone with the search. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { press, sound, until } from './stage/hands.mjs';
import { playback, views } from './stage/stage.mjs';

/** Of each picture in a place: where the engine says that words stand on it, and where the drawing puts them, in pixels of the screen. */
const drawn = (page, selector) => page.$$eval(selector, (all) => all.map((one) => {
  const svg = one.querySelector('.lit-words:not([hidden])');
  const image = one.querySelector('.full:not([hidden])') ?? one.querySelector('.picture > img');
  if (!svg || !image) return null;
  const { left, top, width, height } = image.getBoundingClientRect();
  const ratio = image.naturalWidth / image.naturalHeight;
  // The image covers its box, cut on the right and below.
  const [wide, tall] = ratio > width / height ? [height * ratio, height] : [width, width / ratio];
  const path = svg.querySelector('path').getAttribute('d');
  // Without its line, of which browsers differ in whether it counts.
  const { x, y, width: across, height: down } = svg.querySelector('path').getBBox();
  const { a, d, e, f } = svg.querySelector('path').getScreenCTM();
  return { image: [left, top, wide, tall], box: [e + a * x, f + d * y, e + a * (x + across), f + d * (y + down)], count: path.split('z').length - 1 };
}).filter(Boolean));

/** The bounds of all places, in pixels of the screen. */
function bounds(places, [left, top, wide, tall]) {
  const boxes = Array.from({ length: places.length / 4 }, (_, at) => places.slice(4 * at, 4 * at + 4));
  const x = (units) => left + (units / 4_096) * wide;
  const y = (units) => top + (units / 4_096) * tall;
  return [x(Math.min(...boxes.map(([at]) => at))), y(Math.min(...boxes.map(([, at]) => at))), x(Math.max(...boxes.map(([at, , by]) => at + by))), y(Math.max(...boxes.map(([, at, , by]) => at + by)))];
}

async function liesRight(page, selector, ordinal) {
  await until(page, (place) => document.querySelector(`${place} .lit-words:not([hidden])`) !== null, selector);
  const [first] = await drawn(page, selector);
  const places = await page.evaluate((of) => [...harness.app.playback.lit.get(of)], ordinal);
  const wanted = bounds(places, first.image);
  assert.equal(first.count, places.length / 4);
  // What is drawn is a little larger than its words.
  first.box.forEach((at, side) => assert.ok(Math.abs(at - wanted[side]) < 4, `${selector}: ${first.box} for ${wanted}`));
}

views('words on pictures', () => {
  test('results, frames and tiles show where the words of the search stand, until it ends', async () => {
    const page = await playback('#/grid?q=the');
    await until(page, () => document.querySelectorAll('.result .lit-words:not([hidden])').length > 1);
    const lit = await page.evaluate(() => {
      const { grid, playback } = harness.app;
      const [, cell] = [...grid.pool.cells()].find(([, { ordinal }]) => (playback.lit.get(ordinal)?.length ?? 0) > 0);
      cell.element.setAttribute('data-lit', '');
      cell.link.focus();
      return cell.ordinal;
    });
    await liesRight(page, '.result[data-lit]', lit);
    await press(page, 'v');
    await until(page, () => document.querySelector('.frame.middle .full:not([hidden])') !== null);
    assert.equal(await page.evaluate(() => harness.app.here), lit);
    await liesRight(page, '.frame.middle', lit);
    await sound(page);
    await press(page, 'Escape');
    await until(page, () => !harness.app.playback.search.active && document.querySelector('.frame .lit-words:not([hidden])') === null);
  });

  test('they are asked for by the dozen, and no more than are near the screen', async () => {
    const page = await playback();
    await page.evaluate(() => {
      globalThis.asked = [];
      const { litWords } = harness.engine;
      harness.engine.litWords = (request, ordinals) => {
        globalThis.asked.push(ordinals.length);
        return litWords.call(harness.engine, request, ordinals);
      };
    });
    await press(page, '/');
    await page.keyboard.type('the');
    await until(page, () => document.querySelector('.result .lit-words:not([hidden])') !== null && harness.app.playback.memory.pictures.idle);
    const { asked, results } = await page.evaluate(() => ({ asked: globalThis.asked, results: harness.app.playback.search.length }));
    assert.ok(results > 100, `${results} results`);
    // Each letter is a search of its own, of which only the last is sure to be asked about.
    assert.ok(asked.length <= 12 && asked.every((count) => count <= 32), `asked for ${asked}`);
    assert.ok(asked.reduce((sum, count) => sum + count, 0) <= 120, `${asked} pictures for a screen`);
  });
});
