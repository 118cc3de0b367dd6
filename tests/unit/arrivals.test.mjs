/** Pages that come at once are remembered in one turn, and never before what was asked for ahead of them. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { loadFrom } from '../../tools/lib/load.mjs';
import { fromRoot } from '../../tools/lib/paths.mjs';

let [Arrivals, Queue] = [];
before(async () => {
  const files = ['arrivals.ts', 'queue.ts'].map((file) => `export * from '${fromRoot('extension', 'host', file)}';`);
  ({ Arrivals, Queue } = await loadFrom({ stdin: { contents: files.join(''), resolveDir: fromRoot() } }));
});

/** Arrivals over a queue, and what was done in it, turn by turn. */
function house(answer = (page) => ({ visit: page })) {
  const queue = new Queue(() => undefined, () => undefined);
  const turns = [];
  const arrivals = new Arrivals(queue, (seen) => queue.run(async () => {
    const pages = await seen();
    turns.push(pages.join(' '));
    return pages.map((page) => answer(page));
  }));
  return { arrivals, turns, other: (name) => queue.run(() => { turns.push(name); }) };
}

test('pages that wait for the same turn share it, eight at most', async () => {
  const { arrivals, turns, other } = house();
  const busy = other('busy');
  const pages = Array.from({ length: 10 }, (_, nth) => `p${nth}`);
  const kept = await Promise.all(pages.map((page) => arrivals.remember(page)));
  await busy;
  assert.deepEqual(kept.map(({ visit }) => visit), pages, 'each has its own answer');
  assert.deepEqual(turns, ['busy', 'p0 p1 p2 p3 p4 p5 p6 p7', 'p8 p9']);
});

test('pages that come one by one to a queue that is at rest share a turn, too', async () => {
  const { arrivals, turns } = house();
  const { port1, port2 } = new MessageChannel();
  const kept = new Promise((resolve) => {
    const all = [];
    port1.on('message', (page) => { if (all.push(arrivals.remember(page)) === 3) resolve(Promise.all(all)); });
  });
  for (const page of ['a', 'b', 'c']) port2.postMessage(page);
  await kept;
  port1.close();
  assert.deepEqual(turns, ['a b c']);
});

test('what was asked for between two pages is done between them', async () => {
  const { arrivals, turns, other } = house();
  await Promise.all([arrivals.remember('a'), arrivals.remember('b'), other('forget'), arrivals.remember('c'), arrivals.remember('d')]);
  assert.deepEqual(turns, ['a b', 'forget', 'c d']);
  await arrivals.remember('e');
  assert.deepEqual(turns, ['a b', 'forget', 'c d', 'e'], 'a page that comes after a turn began has its own');
});

test('a page that cannot be kept spoils no other; a turn that fails fails all of it', async () => {
  const refused = { kind: 'invalid', fact: 'no page' };
  const { arrivals } = house((page) => (page === 'bad' ? refused : { visit: page }));
  const answers = await Promise.allSettled(['a', 'bad', 'b'].map((page) => arrivals.remember(page)));
  assert.deepEqual(answers.map(({ value, reason }) => value?.visit ?? reason), ['a', refused, 'b']);
  const broken = house(() => { throw new Error('the disk is full'); });
  const failed = await Promise.allSettled([broken.arrivals.remember('a'), broken.arrivals.remember('b')]);
  assert.deepEqual(failed.map(({ reason }) => reason.message), Array(2).fill('the disk is full'));
});
