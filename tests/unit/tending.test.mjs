/** The host's idle work on a clock of the test's own. */
import assert from 'node:assert/strict';
import { before, mock, test } from 'node:test';
import { loadFrom } from '../../tools/lib/load.mjs';
import { fromRoot } from '../../tools/lib/paths.mjs';

let Tending;
before(async () => { ({ Tending } = await loadFrom({ entryPoints: [fromRoot('extension', 'host', 'tending.ts')] })); });

/** Lets promises that are on their way come to their ends. */
const breathe = async () => { for (let i = 0; i < 40; i += 1) await Promise.resolve(); };

test('what the last process could not settle is settled after a quiet while, though nothing changes', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  let now = 0;
  const clock = mock.method(performance, 'now', () => now);
  const awake = [];
  let settled = 0;
  const face = {
    tend: async () => false, topUp: async () => undefined, settle: () => { settled += 1; return false; },
    sweep: async () => undefined, fade: async () => false, status: async () => ({ rebuilding: null }),
  };
  const queue = { idle: true, run: async (task) => task() };
  new Tending(face, queue, () => undefined, (on) => awake.push(on));
  const pass = async (ms) => {
    now += ms;
    mock.timers.tick(ms);
    await breathe();
  };
  try {
    for (let i = 0; i < 10; i += 1) await pass(1_000);
    assert.deepEqual([settled, awake.at(-1)], [0, true], 'it stays awake for it');
    for (let i = 0; i < 10; i += 1) await pass(1_000);
    assert.equal(settled, 1);
    for (let i = 0; i < 100; i += 1) await pass(1_000);
    assert.deepEqual([settled, awake.at(-1)], [1, false], 'once, and then it may sleep');
  } finally {
    clock.mock.restore();
    mock.timers.reset();
  }
});
