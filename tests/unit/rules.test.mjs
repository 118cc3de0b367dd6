import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from '../../tools/lib/load.mjs';

const { coveredBy, decide, parseRule } = await load('extension/bridge/rules.ts');
const { DEFAULT_EXCLUSIONS } = await load('extension/bridge/default-exclusions.ts');
const settings = { pausedUntil: null, exclusions: [], defaultExclusions: true, retentionDays: null, textDays: null, sendThumbs: false, firstRunAt: null, theme: 'system' };
const reason = (url, changes = {}, now = 1_000) => decide(url, { ...settings, ...changes }, now).reason ?? 'remember';

const COVERED = [
  ['example.com', 'https://example.com/', true],
  ['example.com', 'https://a.b.example.com/x?y', true],
  ['example.com', 'https://notexample.com/', false],
  ['example.com', 'https://example.com.evil.org/', false],
  ['EXAMPLE.com', 'http://example.com/', true],
  ['*.example.com', 'https://example.com/', true],
  ['*.example.com/path*', 'https://www.example.com/pathology', true],
  ['example.com/path', 'https://example.com/path', true],
  ['example.com/path', 'https://example.com/path/below', true],
  ['example.com/path', 'https://example.com/path?query', true],
  ['example.com/path', 'https://example.com/pathology', false],
  ['example.com/path/', 'https://example.com/path/below', true],
  ['example.com/*/edit', 'https://example.com/a/b/edit', true],
  ['https://example.com', 'http://example.com/', false],
  ['localhost:8080', 'http://localhost:8080/', true],
  ['localhost:8080', 'http://localhost:9090/', false],
  ['bücher.de', 'https://www.bücher.de/', true],
  ['login.*', 'https://login.example.org/', true],
  ['/session=\\d+/', 'https://example.com/?SESSION=12', true],
  ['example.com/a.b', 'https://example.com/axb', false],
  ['127.0.0.1', 'http://127.0.0.1:1234/x', true],
];

for (const [rule, url, covered] of COVERED) {
  test(`${rule} ${covered ? 'covers' : 'does not cover'} ${url}`, () => {
    assert.equal(parseRule(rule).kind, 'rule');
    assert.equal(coveredBy(url, [rule]), covered ? rule : null);
  });
}

test('a line that is no rule says why', () => {
  assert.equal(parseRule('# a remark').kind, 'remark');
  assert.equal(parseRule('   ').kind, 'remark');
  assert.equal(parseRule('/(/').code, 'regex');
  assert.equal(parseRule('/.*/').code, 'wide');
  assert.equal(parseRule('*').code, 'wide');
  assert.equal(parseRule('*/*').code, 'wide');
  assert.equal(parseRule('two words').code, 'host');
  assert.equal(parseRule('exa mple.com').code, 'host');
  assert.equal(parseRule('x'.repeat(501)).code, 'host');
});

test('the verdict: no web page, paused, excluded, or remembered', () => {
  for (const url of ['about:blank', 'file:///etc/passwd', 'data:text/html,x', 'javascript:1', 'chrome-extension://x/y', '', undefined, 'http://']) {
    assert.equal(reason(url), 'notWeb', String(url));
  }
  assert.equal(reason('https://example.com/', { pausedUntil: 'always' }), 'paused');
  assert.equal(reason('https://example.com/', { pausedUntil: 1_001 }), 'paused');
  assert.equal(reason('https://example.com/', { pausedUntil: 1_000 }), 'remember');
  assert.equal(reason('https://example.com/', { exclusions: ['# mine', 'example.com'] }), 'excluded');
  assert.equal(reason('https://example.com/', { exclusions: ['/(/', 'other.org'] }), 'remember');
});

test('the built-in list covers doors and banks, not words that look like them', () => {
  for (const url of ['https://www.paypal.com/x', 'https://mail.google.com/', 'https://login.example.org/', 'https://onlinebanking.bank.example/']) {
    assert.equal(reason(url), 'excluded', url);
    assert.equal(reason(url, { defaultExclusions: false }), 'remember', url);
  }
  for (const url of ['https://google.com/', 'https://notpaypal.com/', 'https://login.com/', 'https://blog.example.org/login']) {
    assert.equal(reason(url), 'remember', url);
  }
});

test('every line of the built-in list is a rule, and none stands twice', () => {
  for (const line of DEFAULT_EXCLUSIONS) assert.equal(parseRule(line).kind, 'rule', line);
  assert.equal(new Set(DEFAULT_EXCLUSIONS).size, DEFAULT_EXCLUSIONS.length);
});
