// The pure parts behind popup, settings and welcome: reading files in runs, the pace of use, the marker of the first run.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from '../../tools/lib/load.mjs';

const all = async (made) => { const list = []; for await (const one of made) list.push(one); return list; };
const blobOf = (bytes, chunk) => ({
  stream: () => new ReadableStream({
    start(control) {
      for (let at = 0; at < bytes.length; at += chunk) control.enqueue(bytes.slice(at, at + chunk));
      control.close();
    },
  }),
});

test('runs are whole lines, numbered from 1, whatever the pieces that the file comes in', async () => {
  const { runs } = await load('extension/views/shared/lines.ts');
  const lines = ['ä'.repeat(7), '', '𝄞 clef', 'x'.repeat(50), 'last'];
  for (const ending of ['', '\n']) {
    const whole = lines.join('\n') + ending;
    const bytes = new TextEncoder().encode(`\ufeff${whole}`);
    for (const chunk of [1, 3, 7, 1000]) {
      for (const size of [1, 10, 1000]) {
        const made = await all(runs(blobOf(bytes, chunk), size));
        assert.equal(made.map(({ text }) => text).join(''), whole);
        let next = 1;
        for (const { text, firstLine, lines: count } of made) {
          assert.equal(firstLine, next);
          assert.equal(count, text.replace(/\n$/, '').split('\n').length);
          next += count;
        }
        assert.equal(next - 1, lines.length);
        assert.ok(made.slice(0, -1).every(({ text }) => text.endsWith('\n') && text.length >= size));
        assert.equal(made.at(-1).bytesRead, bytes.length);
      }
    }
  }
  assert.deepEqual(await all(runs(blobOf(new Uint8Array(), 1))), []);
});

test('the pace of the last weeks: what came lately counts, not what came in all; too little is not told', async () => {
  const { daysLeft, spanOf } = await load('extension/views/shared/pace.ts');
  const day = 86_400_000;
  const now = 400 * day;
  // 1,000 bytes of 100 visits, 56 of them in the last 28 days: two a day, ten bytes each.
  assert.equal(daysLeft(1_000, 200, { visits: 100, lately: 56, firstAt: 0 }, now), 10);
  // Ten days old: all of it in ten days.
  assert.equal(daysLeft(100, 1_000, { visits: 50, lately: 50, firstAt: now - 10 * day }, now), 100);
  assert.equal(daysLeft(1_000, -5, { visits: 100, lately: 56, firstAt: 0 }, now), 0);
  assert.equal(daysLeft(100, 1_000, { visits: 50, lately: 50, firstAt: now - day + 1 }, now), null);
  assert.equal(daysLeft(100, 1_000, { visits: 50, lately: 0, firstAt: 0 }, now), null);
  assert.equal(daysLeft(0, 1_000, { visits: 50, lately: 5, firstAt: 0 }, now), null);
  assert.equal(daysLeft(100, 1_000, { visits: 0, lately: 0, firstAt: null }, now), null);
  for (const [days, unit, count] of [[0, 'days', 0], [59, 'days', 59], [61, 'months', 2], [420, 'months', 13], [800, 'years', 2], [3_651, 'ages', 10]]) assert.deepEqual(spanOf(days), { unit, count });
});

test('the popup has a reason for whatever is not remembered, and a way out where there is one', async () => {
  globalThis.chrome = { runtime: { getURL: (path) => `chrome-extension://x/${path}` }, i18n: { getMessage: (key, places) => (key === 'shared_language' ? 'en' : [key, ...places].join(' ')), getUILanguage: () => 'en' } };
  const { describe } = await load('extension/views/shared/describe.ts');
  const tab = {
    form: 'idle', url: 'https://docs.stripe.com/api', title: 'x', skipped: null, fault: null, pausedUntil: null, hostAccess: true,
    noPage: null, rule: null, exception: null, mode: 'everything', seenSeconds: 1,
  };
  const said = (changes, page = null, standing = undefined) => {
    const { line, notice, canStar } = describe({ ...tab, ...changes }, page, 0, standing);
    return { line, notice: notice && [notice.sentence, notice.advice].filter(Boolean).join(' '), ways: notice?.remedies ?? [], canStar };
  };
  const rows = [
    [{}, { line: 'page_notYet', notice: null, ways: [], canStar: true }],
    [{ seenSeconds: 5 }, { line: 'page_notYet_seconds_other 5', notice: null, ways: [], canStar: true }],
    [{ skipped: 'excluded', rule: { line: 'stripe.com', isBuiltIn: true } }, { line: 'shared_skipped_excluded', notice: 'page_excluded_builtIn stripe.com', ways: ['except', 'keep'], canStar: false }],
    [{ skipped: 'excluded', rule: { line: 'stripe.com', isBuiltIn: false } }, { line: 'shared_skipped_excluded', notice: 'page_excluded_own stripe.com', ways: ['include', 'except', 'keep'], canStar: false }],
    [{ skipped: 'excluded', rule: { line: 'docs.stripe.com', isBuiltIn: false } }, { line: 'shared_skipped_excluded', notice: 'page_excluded_own docs.stripe.com', ways: ['include', 'keep'], canStar: false }],
    [{ exception: '!docs.stripe.com' }, { line: 'page_notYet', notice: 'page_excepted !docs.stripe.com', ways: ['unexcept'], canStar: true }],
    [{ skipped: 'password' }, { line: 'shared_skipped_password', notice: 'shared_skipped_password_why', ways: ['keep'], canStar: false }],
    [{ skipped: 'noarchive' }, { line: 'shared_skipped_noarchive', notice: 'shared_skipped_noarchive_why', ways: ['keep', 'settings'], canStar: false }],
    [{ skipped: 'notStarred' }, { line: 'shared_skipped_notStarred', notice: null, ways: [], canStar: true }],
    [{ skipped: 'forgotten' }, { line: 'page_forgotten', notice: null, ways: [], canStar: true }],
    [{ skipped: 'failed' }, { line: 'shared_skipped_failed', notice: null, ways: [], canStar: false }],
    [{ skipped: 'notWeb', url: null, noPage: 'source' }, { line: 'shared_noPage_source', notice: null, ways: [], canStar: false }],
    [{ skipped: 'paused', pausedUntil: 'always' }, { line: 'shared_skipped_paused', notice: 'page_pausedAlways', ways: ['resume', 'keep'], canStar: true }],
    [{ skipped: 'noPermission' }, { line: 'shared_skipped_noPermission', notice: 'shared_skipped_noPermission_why', ways: [], canStar: false }],
  ];
  for (const [changes, wanted] of rows) assert.deepEqual(said(changes), wanted, JSON.stringify(changes));
  const opened = { tailCut: 0, damaged: 0, unknown: 0, indexRebuilt: false, missing: null };
  assert.deepEqual(said({}, null, { full: true, opened }).ways, ['room']);
  const missing = { pages: 3, visits: 4, parts: 1, bytes: 100 };
  const { notice, ways } = said({}, null, { full: true, opened: { ...opened, missing } });
  assert.deepEqual([notice, ways], ['page_missing_other 3 page_missing_advice', ['doctor']]);
  assert.deepEqual(said({}, null, { full: false, opened: { ...opened, damaged: 7 } }).ways, ['doctor']);
});

test('an empty memory with an old marker was cleared; a new one, a used one and a forgotten one were not', async () => {
  const { clearedSince } = await load('extension/views/welcome/cleared.ts');
  const hour = 3_600_000;
  const empty = { visits: 0, undoable: [] };
  assert.equal(clearedSince({ firstRunAt: 5 }, empty, 2 * hour), 5);
  assert.equal(clearedSince({ firstRunAt: 5 }, empty, hour), null);
  assert.equal(clearedSince({ firstRunAt: null }, empty, 2 * hour), null);
  assert.equal(clearedSince({ firstRunAt: 5 }, { ...empty, visits: 1 }, 2 * hour), null);
  assert.equal(clearedSince({ firstRunAt: 5 }, { visits: 0, undoable: [{ op: 1, count: 3, at: 0, until: 9 }] }, 2 * hour), null);
});
