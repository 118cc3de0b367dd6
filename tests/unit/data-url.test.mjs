import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from '../../tools/lib/load.mjs';

const { bytesOfDataUrl } = await load('extension/background/data-url.ts');

test('bytes and media type come out of a data: address', () => {
  const found = bytesOfDataUrl(`data:image/png;charset=x;base64,${Buffer.from([0, 255, 7]).toString('base64')}`);
  assert.equal(found.mime, 'image/png');
  assert.deepEqual([...new Uint8Array(found.bytes)], [0, 255, 7]);
});

test('anything else gives null', () => {
  for (const url of ['', 'https://example.com/', 'data:image/png,plain', 'data:image/png;base64,***', 'data:;base64,AA==']) {
    assert.equal(bytesOfDataUrl(url), null, url);
  }
});
