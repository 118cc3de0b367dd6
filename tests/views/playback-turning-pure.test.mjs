/** When the strip's frames are turned in space, and when they lie flat. No browser is needed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from '../../tools/lib/load.mjs';

const { Turning } = await load('extension/views/playback/reel/turning.ts');
const DAY = 24 * 3_600_000;

const storage = () => {
  const kept = new Map();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
};
const took = (turning, ...times) => { for (let round = 0; round < 120; round += 1) turning.took(times[round % times.length]); return turning.isFlat; };

test('frames lie flat where a sixth of them comes late, in every tab of that day, and are tried again the next', () => {
  const kept = storage();
  const turning = new Turning(() => false, kept);
  assert.equal(took(turning, 16.7), false);
  assert.equal(took(turning, 16.7, 16.7, 16.7, 16.7, 16.7, 16.7, 16.7, 33.4), false, 'one of eight');
  assert.equal(took(turning, 16.7, 16.7, 16.7, 33.4), true, 'one of four');
  const then = Date.now();
  assert.equal(new Turning(() => false, kept, then).isFlat, true);
  assert.equal(new Turning(() => false, kept, then + DAY + 1).isFlat, false);
  assert.equal(new Turning(() => false, kept, then - DAY).isFlat, false, 'a clock that was ahead');
});

test('a tab that was away says nothing of its frames; who wants no motion has them flat', () => {
  assert.equal(took(new Turning(() => false, storage()), 60_000), false);
  const kept = storage();
  assert.equal(took(new Turning(() => true, kept), 33.4), true);
  assert.equal(new Turning(() => false, kept).isFlat, false, 'and that is kept for nobody');
});
