// Which answers say that a page is gone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from '../../tools/lib/load.mjs';

const { isErrorAnswer, isNamedAlike, isSamePage, whyGone } = await load('extension/bridge/gone.ts');
const PAGE = 'https://www.example.org/page';

test('404 and 410 say so, wherever they come from; no other status does', () => {
  assert.equal(whyGone(PAGE, { url: PAGE, status: 404 }, true), 'missing');
  assert.equal(whyGone(PAGE, { url: 'https://example.net/moved', status: 410 }, false), 'taken');
  for (const status of [0, 200, 204, 206, 301, 304, 400, 401, 402, 403, 405, 407, 408, 418, 429, 451, 500, 502, 503, 504, 522]) assert.equal(whyGone(PAGE, { url: PAGE, status }, true), null, status);
});

test('a server that is not found, refuses or is silent, in the words of both browsers; nothing of the connection, of certificates or of the person', () => {
  const why = (error, url = PAGE, isOnline = true) => whyGone(PAGE, { url, error }, isOnline);
  for (const [error, wanted] of [
    ['net::ERR_NAME_NOT_RESOLVED', 'unknown'], ['NS_ERROR_UNKNOWN_HOST', 'unknown'], ['net::ERR_CONNECTION_REFUSED', 'refused'], ['NS_ERROR_CONNECTION_REFUSED', 'refused'],
    ['net::ERR_CONNECTION_TIMED_OUT', 'silent'], ['net::ERR_TIMED_OUT', 'silent'], ['NS_ERROR_NET_TIMEOUT', 'silent'],
  ]) {
    assert.equal(why(error), wanted, error);
    assert.equal(why(error, 'http://example.org/page'), wanted, 'the same site');
    assert.equal(why(error, 'https://login.example.net/'), null, 'it led on to another site');
    assert.equal(why(error, PAGE, false), null, 'offline');
  }
  for (const error of [
    'net::ERR_INTERNET_DISCONNECTED', 'net::ERR_NETWORK_CHANGED', 'net::ERR_ABORTED', 'net::ERR_PROXY_CONNECTION_FAILED', 'net::ERR_CERT_DATE_INVALID', 'net::ERR_SSL_PROTOCOL_ERROR', 'net::ERR_BLOCKED_BY_CLIENT',
    'net::ERR_CONNECTION_RESET', 'net::ERR_NAME_RESOLUTION_FAILED', 'net::ERR_ADDRESS_UNREACHABLE', 'NS_ERROR_OFFLINE', 'NS_BINDING_ABORTED', 'NS_ERROR_UNKNOWN_PROXY_HOST', 'NS_ERROR_PROXY_CONNECTION_REFUSED', 'NS_ERROR_NET_RESET', 'SEC_ERROR_UNKNOWN_ISSUER', 'toString', '',
  ]) assert.equal(why(error), null, error);
});

test('one page by http and https, with www and without; a living page has its name', () => {
  assert.ok(isSamePage('http://example.org/page', `${PAGE}#part`) && isSamePage('http://example.org', 'https://example.org/'));
  assert.ok(!isSamePage(PAGE, 'https://example.org/other') && !isSamePage('about:blank', 'about:blank') && !isSamePage(PAGE, `${PAGE}?p=1`));
  assert.ok(isNamedAlike('A  page\n of its own ', 'A page of its own') && !isNamedAlike('', '') && !isNamedAlike('A page', '404'));
});

test('what takes the place of nothing: missing pages and servers that fail', () => {
  assert.deepEqual([0, 200, 401, 403, 404, 410, 429, 500, 503].filter(isErrorAnswer), [404, 410, 500, 503]);
});
