/** Which page a page was come to from, by what the browser tells of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from '../../tools/lib/load.mjs';

globalThis.chrome ??= { runtime: { getURL: (path) => path } };
const { cameFrom } = await load('extension/background/trail.ts');
const step = (url) => ({ visit: '0'.repeat(32), url });
const FOUND = 'https://found.example/search?q=tea&page=2';

test('a link is one where the referrer is the page before, or as much of it as the browser tells another site', () => {
  const to = 'https://a.example/tea';
  const came = (referrer, url = FOUND) => cameFrom(step(url), to, referrer, false);
  assert.equal(came('https://found.example/'), true, 'of another site the browser tells the site');
  assert.equal(came(FOUND), true);
  assert.equal(came(`${FOUND}#part`), true);
  assert.equal(came('https://found.example/search?q=coffee'), false, 'another page of that site');
  assert.equal(came('https://found.example/other'), false);
  assert.equal(came('http://found.example/'), false, 'another origin');
  assert.equal(cameFrom(step(FOUND), 'https://found.example/about', 'https://found.example/', false), false, 'within a site the whole address is told: that was its first page');
  for (const none of ['', 'about:blank', 'nonsense', 'https://elsewhere.example/']) assert.equal(came(none), false, none);
});

test('a route of the same document came from the page before, and a page that is loaded again from nowhere', () => {
  assert.equal(cameFrom(step('https://app.example/a'), 'https://app.example/b', '', true), true);
  assert.equal(cameFrom(step('https://app.example/a'), 'https://app.example/a', '', true), false);
  assert.equal(cameFrom(step(FOUND), FOUND, FOUND, false), false);
});
