import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from '../../tools/lib/load.mjs';

const { coveredBy, decide, overruled, parseRule } = await load('extension/bridge/rules.ts');
const { noPageOf } = await load('extension/bridge/no-page.ts');
// What the browser keeps for the settings.
const kept = {};
globalThis.chrome = { runtime: {}, storage: { local: { get: async () => ({ ...kept }), set: async (values) => { Object.assign(kept, values); } } } };
const { DEFAULTS: settings, setExclusion, settingsFrom } = await load('extension/bridge/settings.ts');
const { DEFAULT_EXCLUSIONS } = await load('extension/bridge/default-exclusions.ts');
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
  ['xn--bcher-kva.de', 'https://bücher.de./', true],
  ['bücher.de.', 'https://bücher.de/', true],
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
  for (const line of ['..', 'user@host.test', 'a..b.test']) assert.equal(parseRule(line).code, 'host', line);
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

/** Lines, an address, and what decides: `null` nothing does, `!…` an exception, else the rule. */
const DECIDED = [
  [['!docs.stripe.com'], 'https://docs.stripe.com/api', '!docs.stripe.com'],
  [['!docs.stripe.com'], 'https://eu.docs.stripe.com/', '!docs.stripe.com'],
  [['!docs.stripe.com'], 'https://dashboard.stripe.com/', 'stripe.com'],
  [['! docs.stripe.com '], 'https://docs.stripe.com/', '! docs.stripe.com'],
  [['!login.example.org'], 'https://login.example.org/', '!login.example.org'],
  [['!https://stripe.com/docs*'], 'https://stripe.com/docs/api', '!https://stripe.com/docs*'],
  [['!https://stripe.com/docs*'], 'http://stripe.com/docs/api', 'stripe.com'],
  [['!/stripe\\.com\\/(?:docs|jobs)/'], 'https://stripe.com/jobs', '!/stripe\\.com\\/(?:docs|jobs)/'],
  [['example.com', '!news.example.com'], 'https://news.example.com/', '!news.example.com'],
  [['example.com', '!news.example.com'], 'https://www.example.com/', 'example.com'],
  [['example.com', '!news.example.com', 'news.example.com/politics'], 'https://news.example.com/politics/1', 'news.example.com/politics'],
  [['!news.example.com', 'example.com'], 'https://news.example.com/', 'example.com'],
  [['!/(/', '!*'], 'https://www.paypal.com/', 'paypal.com'],
  [['!news.example.com'], 'https://other.example/', null],
];
for (const [lines, url, line] of DECIDED) {
  test(`${lines.join(' ')} of ${url}: ${line ?? 'nothing'} decides`, () => {
    const verdict = decide(url, { ...settings, exclusions: lines }, 1_000);
    assert.equal(verdict.remember, line === null || line.startsWith('!'));
    assert.equal(verdict.remember ? verdict.exception : verdict.rule.line, line);
    if (!verdict.remember) assert.equal(verdict.rule.isBuiltIn, !lines.includes(line));
  });
}

test('an exception that is none says why, and one that a later line takes back is told', () => {
  assert.equal(parseRule('!/(/').code, 'regex');
  assert.equal(parseRule('!*').code, 'wideException');
  assert.equal(parseRule('!').code, 'host');
  assert.deepEqual(overruled(['# mine', '!a.example.com', 'example.com']), [{ line: 1, by: 2 }]);
  assert.deepEqual(overruled(['!example.com', 'a.example.com', 'example.com/private', 'https://example.com']), []);
  assert.deepEqual(overruled(['example.com', '!a.example.com']), []);
});

test('an exception ends no pause', () => {
  assert.equal(reason('https://docs.stripe.com/', { exclusions: ['!docs.stripe.com'], pausedUntil: 'always' }), 'paused');
});

const NO_PAGES = {
  'about:newtab': 'newTab', 'about:blank': 'newTab', 'chrome://newtab/': 'newTab', 'chrome://new-tab-page/': 'newTab', 'edge://newtab/': 'newTab', 'about:home': 'newTab',
  'about:config': 'browser', 'chrome://settings/': 'browser', 'chrome://newtab-takeover': 'browser', 'devtools://devtools/x': 'browser', 'edge://flags': 'browser', 'resource://gre/x': 'browser',
  'about:reader?url=https%3A%2F%2Fa.example': 'reader', 'view-source:https://a.example/': 'source', 'file:///home/a.html': 'file', 'FILE:///C:/a.pdf': 'file',
  'data:text/html,x': 'made', 'blob:https://a.example/6b': 'made', 'javascript:1': 'made',
  'chrome-extension://abc/page.html': 'extension', 'moz-extension://abc/page.html': 'extension', 'extension://abc/x': 'extension',
  'ftp://a.example/': 'other', 'mailto:a@b.example': 'other', '': 'newTab',
};
test('what is no page of the web is called by its kind', () => {
  for (const [url, kind] of Object.entries(NO_PAGES)) assert.equal(noPageOf(url), kind, url);
  assert.equal(noPageOf(`https://a.example/${'x'.repeat(9_000)}`), 'tooLong');
  assert.equal(noPageOf(undefined), 'newTab');
});

test('what is stored and does not fit counts as not set', () => {
  const found = settingsFrom({ mode: 'nothing', seenSeconds: 0, noArchive: 'yes', pictureBudget: 3, textBudget: 12.5, exclusions: ['!a.example'] });
  assert.deepEqual(found, { ...settings, exclusions: ['!a.example'] });
  const fits = { mode: 'address', seenSeconds: 30, noArchive: true, pictureBudget: 500, textBudget: 20 };
  assert.deepEqual(settingsFrom(fits), { ...settings, ...fits });
});

test('a line that is added decides and its opposite goes; one that is taken away leaves the others as they are', async () => {
  kept.exclusions = ['# mine', 'a.example', '!b.example', 'c.example'];
  await setExclusion('!a.example', true);
  assert.deepEqual(kept.exclusions, ['# mine', '!b.example', 'c.example', '!a.example']);
  await setExclusion('b.example', true);
  assert.deepEqual(kept.exclusions, ['# mine', 'c.example', '!a.example', 'b.example']);
  await setExclusion('!a.example', false);
  assert.deepEqual(kept.exclusions, ['# mine', 'c.example', 'b.example']);
});
