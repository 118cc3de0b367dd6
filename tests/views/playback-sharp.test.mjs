/** On a screen of two pixels for each of a style sheet, tiles are as sharp as the full image is, and hold no more than a screen of pixels. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { press, settle, sound, until } from './stage/hands.mjs';
import { playback, views } from './stage/stage.mjs';

/** How much of a tile's picture is fine: the mean difference between neighbours, over the pixels of the screen. */
async function fineness(page, selector) {
  const box = await page.$eval(selector, (one) => { const { x, y, width, height } = one.getBoundingClientRect(); return { x: Math.ceil(x) + 3, y: Math.ceil(y) + 3, width: Math.floor(width) - 6, height: Math.floor(height) - 6 }; });
  const png = await page.screenshot({ clip: box, encoding: 'base64' });
  return page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const brush = new OffscreenCanvas(width, height).getContext('2d');
    brush.drawImage(image, 0, 0);
    const { data: rgba } = brush.getImageData(0, 0, width, height);
    let sum = 0;
    for (let at = 4; at < rgba.length - 4; at += 4) sum += Math.abs(2 * rgba[at + 1] - rgba[at - 3] - rgba[at + 5]);
    return { width, fine: sum / (width * height) };
  }, png);
}

const sharpened = (page) => until(page, () => {
  const tiles = [...document.querySelectorAll('.tile')].filter((one) => { const { top, bottom } = one.getBoundingClientRect(); return bottom > 0 && top < innerHeight && one.querySelector('.picture > img'); });
  return tiles.length > 3 && tiles.every((one) => one.querySelector('.sharp'));
});

views('sharp pictures', () => {
  test('at two pixels tiles are drawn from the full image: sharper by a third and more, in sight alone, and gone with the view', async () => {
    const page = await playback('#/grid', { pixels: 2 });
    await sharpened(page);
    await settle(page);
    const tile = '.tile:has(.sharp) .picture';
    const sharp = await fineness(page, tile);
    await page.evaluate(() => { for (const one of document.querySelectorAll('.sharp')) one.hidden = true; });
    const soft = await fineness(page, tile);
    assert.ok(sharp.fine > soft.fine * 1.33, `${JSON.stringify(sharp)} against ${JSON.stringify(soft)}`);
    const held = () => page.evaluate(() => ({
      pixels: [...document.querySelectorAll('.sharp')].reduce((sum, { width, height }) => sum + width * height, 0), screen: innerWidth * innerHeight * devicePixelRatio ** 2,
      away: [...document.querySelectorAll('.sharp')].filter((one) => { const { top, bottom } = one.closest('.tile').getBoundingClientRect(); return bottom <= 0 || top >= innerHeight; }).length,
    }));
    const first = await held();
    assert.ok(first.pixels < 1.5 * first.screen, JSON.stringify(first));
    for (let n = 0; n < 3; n++) await press(page, 'PageDown');
    await sharpened(page);
    await until(page, () => ![...document.querySelectorAll('.sharp')].some((one) => { const { top, bottom } = one.closest('.tile').getBoundingClientRect(); return bottom <= 0 || top >= innerHeight; }));
    assert.ok((await held()).pixels < 1.5 * first.screen);
    await press(page, 'v');
    await until(page, () => document.querySelector('.sharp') === null);
    await sound(page);
  });

  test('where a thumbnail is sharp enough, and where there is no full image, it stands', async () => {
    const plain = await playback('#/grid');
    await until(plain, () => harness.app.playback.memory.pictures.idle && document.querySelectorAll('.tile .picture > img').length > 5);
    await new Promise((done) => setTimeout(done, 600));
    assert.equal(await plain.evaluate(() => document.querySelectorAll('.sharp').length), 0);
    const page = await playback('#/grid', { pixels: 2, memory: 'unruly' });
    await until(page, () => document.querySelectorAll('.sharp').length > 0);
    await press(page, 'End');
    // No picture of one page over another: what is covered shows the same as what covers it.
    assert.ok(await page.evaluate(() => [...document.querySelectorAll('.sharp')].every((one) => one.previousElementSibling?.naturalWidth > 0 && one.width > one.previousElementSibling.naturalWidth)));
    await sound(page);
  });
});
