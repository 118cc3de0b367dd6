/** How looks reach the background: kept until they are answered, the newest of a visit alone, and that of a page that goes at once. */
import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';
import { loadFrom } from '../../tools/lib/load.mjs';
import { fromRoot } from '../../tools/lib/paths.mjs';

let [deliver, hurry] = [];
/** What was sent, and how to answer it, in order. */
let sent;
before(async () => {
  globalThis.chrome = { runtime: { id: 'ours', sendMessage: (body) => new Promise((answer) => { sent.push({ body, answer }); }) } };
  ({ deliver, hurry } = await loadFrom({ entryPoints: [fromRoot('extension', 'content', 'deliver.ts')], define: { HASTE: '1000' } }));
});
beforeEach(() => { sent = []; });

const soon = () => new Promise((resolve) => { setTimeout(resolve, 20); });
const lookOf = (id, look) => ({ kind: 'seen', id, look });
const looks = () => sent.map(({ body }) => body.look);

test('of the looks that come while one is answered the newest alone is sent', async () => {
  const done = [0, 1, 2].map((look) => deliver(lookOf('a', look)));
  assert.deepEqual(looks(), [0]);
  sent[0].answer({ kind: 'acknowledged' });
  await soon();
  assert.deepEqual(looks(), [0, 2]);
  sent[1].answer({ kind: 'acknowledged' });
  assert.deepEqual(await Promise.all(done), Array(3).fill({ kind: 'kept' }));
});

test('what waits for an answer goes at once when its page does', async () => {
  void deliver(lookOf('b', 0));
  hurry();
  assert.deepEqual(looks(), [0], 'it is on its way');
  void deliver(lookOf('b', 1));
  hurry();
  assert.deepEqual(looks(), [0, 1]);
  sent[0].answer({ kind: 'acknowledged' });
  sent[1].answer({ kind: 'acknowledged' });
  await soon();
  sent[2]?.answer({ kind: 'acknowledged' });
});

test('a look that cannot be kept is sent again, and one that is refused is not', async () => {
  const done = deliver(lookOf('c', 0));
  sent[0].answer({ kind: 'later', fault: {}, afterMs: 1 });
  await soon();
  sent[1].answer(undefined);
  await soon();
  assert.deepEqual(looks(), [0, 0, 0]);
  sent[2].answer({ kind: 'skipped', reason: 'excluded' });
  assert.deepEqual(await done, { kind: 'refused', reason: 'excluded' });
});

test('a look whose answer is lost on its way is sent again', async () => {
  const done = deliver(lookOf('d', 0));
  assert.deepEqual(looks(), [0]);
  await new Promise((resolve) => { setTimeout(resolve, 400); });
  assert.ok(sent.length > 1, 'it was sent once');
  sent.at(-1).answer({ kind: 'acknowledged' });
  assert.deepEqual(await done, { kind: 'kept' });
});
