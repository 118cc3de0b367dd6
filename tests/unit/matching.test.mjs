/** All matches come in slices, between which others have their turn; who asks anew gives up what they asked before. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { loadFrom } from '../../tools/lib/load.mjs';
import { fromRoot } from '../../tools/lib/paths.mjs';

let [Matchings, Queue] = [];
before(async () => {
  const files = ['matching.ts', 'queue.ts'].map((file) => `export * from '${fromRoot('extension', 'host', file)}';`);
  ({ Matchings, Queue } = await loadFrom({ stdin: { contents: files.join(''), resolveDir: fromRoot() } }));
});

/** A face whose matches take so many slices, and what was done in its queue, turn by turn. */
function house(slices) {
  const queue = new Queue(() => undefined, () => undefined);
  const [turns, freed] = [[], []];
  const face = {
    matching: ({ q }) => ({ q, left: slices, free: () => freed.push(q) }),
    matchesSome: (matching) => { turns.push(matching.q); matching.left -= 1; return matching.left > 0 ? null : { of: matching.q }; },
  };
  const matchings = new Matchings((work) => queue.run(() => work(face)));
  return { matchings, turns, freed, other: (name) => queue.run(() => { turns.push(name); }) };
}

test('what is asked between two slices has its turn', async () => {
  const { matchings, turns, freed, other } = house(3);
  const found = matchings.of({ q: 'a', asker: 'me' });
  await other('search');
  assert.deepEqual(await found, { of: 'a' });
  assert.deepEqual(turns, ['search', 'a', 'a', 'a']);
  assert.deepEqual(freed, ['a']);
});

test('a message that comes meanwhile is heard before the last slice', async () => {
  const { matchings, turns, other } = house(10_000);
  const letter = new Promise((typed) => { setTimeout(() => typed(other('letter')), 1); });
  await matchings.of({ q: 'a', asker: 'me' });
  await letter;
  assert.ok(turns.indexOf('letter') < turns.length - 1, `${turns.indexOf('letter')} of ${turns.length}`);
});

test('the next question of the same asker gives up the matches before, that of another does not', async () => {
  const { matchings, freed, other } = house(50);
  const all = [matchings.of({ q: 'a', asker: 'me' }), matchings.of({ q: 'b', asker: 'you' }), matchings.of({ q: 'c' })];
  await other('a moment');
  matchings.ask({ q: 'ab', asker: 'me' });
  const answers = await Promise.allSettled(all);
  assert.deepEqual(answers.map(({ value, reason }) => value?.of ?? reason.kind), ['retry', 'b', 'c']);
  assert.deepEqual(freed.sort(), ['a', 'b', 'c']);
  assert.deepEqual(await matchings.of({ q: 'ab', asker: 'me' }), { of: 'ab' });
});
