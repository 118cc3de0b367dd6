/** What was left out, counted: days that are too old go, what is damaged is not there, and no address is ever among it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from '../../tools/lib/load.mjs';

// What is asked of the browser is asked when it is called.
globalThis.chrome = {};
const { localDay, sumOf, withheldFrom, WITHHELD_DAYS } = await load('extension/bridge/withheld.ts');
const TODAY = 20_500;

test('days that are too old and days to come go', () => {
  const kept = withheldFrom({ [TODAY]: { password: 1 }, [TODAY - WITHHELD_DAYS + 1]: { card: 2 }, [TODAY - WITHHELD_DAYS]: { card: 3 }, [TODAY + 1]: { paused: 4 } }, TODAY);
  assert.deepEqual(kept, { [TODAY]: { password: 1 }, [TODAY - WITHHELD_DAYS + 1]: { card: 2 } });
});

test('what is no count is not there', () => {
  for (const damaged of [null, 7, 'x', [], { x: { password: 1 } }, { [TODAY]: null }, { [TODAY]: { password: -1 } }, { [TODAY]: { password: '3' } }, { [TODAY]: { 'https://a.example/': 1 } }, { 1.5: { card: 1 } }]) {
    assert.deepEqual(withheldFrom(damaged, TODAY), {});
  }
});

test('counts are put together by day and reason', () => {
  const sum = sumOf({ 1: { password: 1, card: 2 }, 2: { paused: 1 } }, { 1: { password: 4 }, 3: { listed: 1 } });
  assert.deepEqual(sum, { 1: { password: 5, card: 2 }, 2: { paused: 1 }, 3: { listed: 1 } });
});

test('a day is that of the clock on the wall', () => {
  const noon = new Date(2026, 2, 3, 12).getTime();
  assert.equal(localDay(noon), Date.UTC(2026, 2, 3) / 86_400_000);
  assert.equal(localDay(noon + 11 * 3_600_000), localDay(noon));
  assert.equal(localDay(noon + 13 * 3_600_000), localDay(noon) + 1);
});
