import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from '../../tools/lib/load.mjs';

const { makeRoom } = await load('extension/background/make-room.ts');

/** A memory that holds so many megabytes, in a vault or not; `old`: how many texts are older than so many days. */
function memory({ megabytes, inVault, old }) {
  const asked = [];
  return {
    asked, status: async () => ({ journalBytes: megabytes * 900_000, indexBytes: megabytes * 100_000 }), vault: async () => (inVault ? {} : null),
    thin: async (days) => { asked.push(days); return { thinned: old.filter((age) => age > days).length }; },
  };
}
const after = async (textBudget, shape) => { const engine = memory(shape); await makeRoom({ textBudget }, engine); return engine.asked; };

test('texts beyond their room leave a step at a time, the oldest first, and only where a vault keeps them', async () => {
  assert.deepEqual(await after(100, { megabytes: 120, inVault: true, old: [400, 40] }), [1825, 1095, 730, 365]);
  assert.deepEqual(await after(100, { megabytes: 120, inVault: true, old: [20] }), [1825, 1095, 730, 365, 180, 90, 60, 30], 'what is younger than a month stays');
  assert.deepEqual(await after(100, { megabytes: 100, inVault: true, old: [400] }), [], 'it fits');
  assert.deepEqual(await after(100, { megabytes: 120, inVault: false, old: [4_000] }), [], 'nobody else keeps them');
  assert.deepEqual(await after(null, { megabytes: 9_000, inVault: true, old: [4_000] }), [], 'no room was set');
});
