import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limitsOf } from '../browser/lib/pace.mjs';
import { HASTE } from '../../tools/lib/brisk.mjs';

const WAITS = [
  'SEEN', 'QUIET', 'PATIENCE', 'STILL_PATIENCE', 'LATER_LOOK', 'GATHER', 'LONGEST_GATHER', 'PAUSE', 'LONGEST_PAUSE', 'LOOK', 'LOOK_AT_ADDRESS', 'LONGEST_GLANCE',
  'FIRST_WAIT', 'LONGEST_WAIT', 'ANSWER', 'KEPT',
];

test('the brisk build waits less, always by the same part, and is the shipped one in every other number', async () => {
  const [shipped, brisk] = await Promise.all([limitsOf(1), limitsOf(HASTE)]);
  const numbers = Object.keys(shipped).filter((name) => typeof shipped[name] === 'number');
  assert.ok(WAITS.every((name) => numbers.includes(name)), numbers.join());
  for (const name of numbers) assert.equal(brisk[name], WAITS.includes(name) ? shipped[name] / HASTE : shipped[name], name);
});

test('people are waited for a second, and as long as they were', async () => {
  const { SEEN, QUIET, PATIENCE } = await limitsOf(1);
  assert.deepEqual([SEEN, QUIET, PATIENCE], [1_000, 400, 4_000]);
});
