/** Of the frames that stand behind others only a slice is drawn: nobody sees that, and it is little. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { place, press, settle, sound, until } from './stage/hands.mjs';
import { playback, views } from './stage/stage.mjs';

const WHOLE = '.frame { --cut-start: 0px !important; --cut-end: 0px !important; --pivot: 50% !important; }';

/** Runs in the page: all that was asked for is here, and drawn: a full image is shown some frames after it came. */
const isDrawn = () => harness.app.playback.memory.pictures.idle
  && [...document.querySelectorAll('.frame:not([hidden]) img[src]')].every((image) => image.complete && (!image.classList.contains('full') || !image.hidden));

/** Holds the film at a position, with all its pictures. */
async function held(page, position) {
  await page.evaluate(async (at) => {
    harness.app.reel.drive.hold(at);
    // It asks for its pictures with the next frame.
    for (let n = 0; n < 2; n++) await new Promise(requestAnimationFrame);
  }, position);
  await until(page, isDrawn);
  await settle(page);
}

/** A star in the middle, once every visit of the page has it. */
async function starred(page) {
  await press(page, 's');
  await until(page, () => harness.app.playback.deeds.latest?.kind === 'star');
  await page.evaluate(() => harness.app.playback.memory.refresh());
}

/** A sheet beside the page's own ones. */
const dressed = (page, css) => page.evaluate((rules) => {
  globalThis.sheet ??= new CSSStyleSheet();
  globalThis.sheet.replaceSync(rules);
  document.adoptedStyleSheets = [globalThis.sheet];
}, css);

const pictureOf = async (page) => (await page.$('.strip')).screenshot({ encoding: 'base64' });

/** How many pixels of a picture are none of those, and none between those, that lie there in the other: edges are drawn by parts of pixels. */
const differing = (page, ...pictures) => page.evaluate(async (pngs) => {
  const [a, b] = await Promise.all(pngs.map(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const brush = new OffscreenCanvas(image.width, image.height).getContext('2d');
    brush.drawImage(image, 0, 0);
    return brush.getImageData(0, 0, image.width, image.height);
  }));
  const isBetween = (at) => [0, 1, 2].every((channel) => {
    const there = beside.map((away) => b.data[at + away + channel] ?? 0);
    return a.data[at + channel] >= Math.min(...there) - 16 && a.data[at + channel] <= Math.max(...there) + 16;
  });
  const beside = [-1, 0, 1].flatMap((row) => [-1, 0, 1].map((column) => 4 * (row * a.width + column)));
  let count = a.width === b.width && a.height === b.height ? 0 : Infinity;
  for (let at = 0; at < a.data.length; at += 4) count += isBetween(at) ? 0 : 1;
  return count;
}, pictures);

/** What all frames take up, in that of the middle one. */
const drawn = (page) => page.evaluate(() => {
  const areas = [...document.querySelectorAll('.frame:not([hidden])')].map((frame) => [frame.classList.contains('middle'), frame.offsetWidth * frame.offsetHeight]);
  return areas.reduce((sum, [, area]) => sum + area, 0) / areas.find(([middle]) => middle)[1];
});

views('slices of frames', () => {
  for (const [what, hash, options] of [
    ['wide', '#/reel', {}], ['narrow', '#/reel', { width: 420 }], ['from the right', '#/reel', { shape: { rtl: true }, memory: 'fromRight' }],
  ]) {
    test(`${what}: looks as if all were drawn, at rest and on the way`, async () => {
      const page = await playback(hash, options);
      if (options.width) await page.setViewport({ width: options.width, height: 800 });
      const { total } = await place(page);
      const middle = Math.min(total - 8, Math.floor(total / 2));
      await held(page, middle);
      await starred(page);
      for (const position of [middle, middle + 0.2, middle + 0.45, middle + 0.6, middle + 0.9]) {
        await held(page, position);
        const sliced = await pictureOf(page);
        if (position === middle) assert.ok(await drawn(page) < 6, `${await drawn(page)} times the middle one`);
        await dressed(page, WHOLE);
        await settle(page);
        const whole = await pictureOf(page);
        await dressed(page, '');
        const count = await differing(page, sliced, whole);
        assert.ok(count <= 20, `${count} pixels differ at ${position - middle}`);
      }
      await sound(page);
    });
  }
});
