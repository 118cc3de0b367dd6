/** Frames are turned in space where the screen keeps up with it, and lie flat where it does not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { until } from './stage/hands.mjs';
import { playback, views } from './stage/stage.mjs';

const turned = (page) => page.evaluate(() => [...document.querySelectorAll('.frame:not([hidden])')].filter((frame) => frame.style.transform.includes('rotateY')).length);

/** Moves the film to and fro over as many frames of the screen, each of which takes `ms` longer than it has to. */
const moved = (page, frames, ms) => page.evaluate((count, late) => new Promise((done) => {
  const { drive } = harness.app.reel;
  const from = Math.round(drive.position);
  const step = (left) => {
    drive.hold(from - 0.1 - (left % 7) / 10);
    const begun = performance.now();
    while (performance.now() - begun < late);
    if (left === 0) done();
    else requestAnimationFrame(() => step(left - 1));
  };
  step(count);
}), frames, ms);

views('frames in space', () => {
  test('where they come late they lie flat', async () => {
    const page = await playback('#/reel');
    await until(page, () => document.querySelectorAll('.frame:not([hidden])').length > 6);
    await moved(page, 5, 0);
    assert.ok(await turned(page) > 5, 'at first they are turned');
    await moved(page, 250, 40);
    assert.equal(await turned(page), 0);
    assert.equal(await page.$eval('.strip-frames', (frames) => getComputedStyle(frames).perspective), 'none');
  });
});
