import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from '../../tools/lib/load.mjs';

const { pageAddress, siteOf } = await load('extension/bridge/address.ts');

test('a page is its address without the fragment, a name or a password', () => {
  assert.equal(pageAddress('https://Example.com/a#part'), 'https://example.com/a');
  assert.equal(pageAddress('https://example.com/a#'), 'https://example.com/a');
  assert.equal(pageAddress('https://me:secret@example.com/'), 'https://example.com/');
  assert.equal(pageAddress('https://example.com.:81/a'), 'https://example.com:81/a');
  assert.equal(pageAddress('https://example.com/#/inbox'), 'https://example.com/#/inbox');
  assert.equal(pageAddress('https://example.com/#!route'), 'https://example.com/#!route');
});

test('what is no web page has no address', () => {
  for (const url of ['about:blank', 'ftp://example.com/', 'data:,x', 'nonsense', '', undefined, `https://example.com/${'x'.repeat(9_000)}`]) {
    assert.equal(pageAddress(url), null);
  }
});

test('a site is the host as a person names it', () => {
  assert.equal(siteOf('https://www.example.com:81/x'), 'example.com');
  assert.equal(siteOf('nonsense'), '');
});
