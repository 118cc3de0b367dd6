// The address of a server is written in one way, in the extension as in the engine.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { load } from '../../tools/lib/load.mjs';

const { serverOrigin } = await load('extension/bridge/server-origin.ts');

test('an address is written in one way', () => {
  for (const [typed, origin] of JSON.parse(readFileSync(new URL('../../core/engine/tests/origins.json', import.meta.url), 'utf8'))) {
    assert.equal(serverOrigin(typed), origin, typed);
  }
});
