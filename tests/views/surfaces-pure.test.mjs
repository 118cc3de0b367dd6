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

test('the pace: 100 bytes in 10 days leave 1,000 bytes for 100 days; too little is not told', async () => {
  const { daysLeft } = await load('extension/views/settings/pace.ts');
  const day = 86_400_000;
  assert.equal(daysLeft(100, 1000, 5 * day, 15 * day), 100);
  assert.equal(daysLeft(100, 0, 5 * day, 15 * day), 0);
  assert.equal(daysLeft(100, 1000, 15 * day - 1, 15 * day), null);
  assert.equal(daysLeft(0, 1000, 5 * day, 15 * day), null);
  assert.equal(daysLeft(100, 1000, null, 15 * day), null);
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
