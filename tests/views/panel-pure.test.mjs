// The visits of one page, read from an engine that has no such question: held against all that there are.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from '../../tools/lib/load.mjs';

const DAY = 86_400_000;
const dayOf = ({ at, offsetMin }) => Math.floor((at + offsetMin * 60_000) / DAY);
const START = Date.UTC(2026, 0, 5);

/** Random numbers that are the same each time. */
function dice(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** An engine over visits [{ url, at, offsetMin }]; notes how much it was asked. */
function engineOver(all, { findsAddresses = true } = {}) {
  const visits = [...all].sort((a, b) => a.at - b.at);
  const site = (url) => new URL(url).hostname.length;
  const asked = { search: 0, frames: 0, captions: 0 };
  return {
    visits, asked,
    status: async () => ({ firstAt: visits[0]?.at ?? null }),
    captions: async (ordinals) => {
      asked.captions += 1;
      assert.ok(ordinals.length <= 64);
      return ordinals.map((ordinal) => ({ ordinal, device: null, ...visits[ordinal] }));
    },
    frames: async (from, to) => {
      asked.frames += 1;
      assert.ok(to - from <= 256 && from >= 0);
      const rows = visits.slice(from, to);
      return { from, at: rows.map(({ at }) => at), offsetMin: rows.map(({ offsetMin }) => offsetMin), site: rows.map(({ url }) => site(url)) };
    },
    search: async ({ q, limit }) => {
      asked.search += 1;
      const [, url, date] = /^(\S+) before:(\S+)$/.exec(q);
      const before = Date.parse(date) / DAY;
      const newest = new Map();
      for (const [ordinal, visit] of visits.entries()) if (visit.url.startsWith(url) && dayOf(visit) < before) newest.set(visit.url, { ordinal, device: null, ...visit });
      const hits = findsAddresses ? [...newest.values()].sort((a, b) => a.url.length - b.url.length) : [];
      return { hits: hits.slice(0, limit) };
    },
  };
}

const stateOf = ({ visits }, url) => ({ visits: visits.filter((one) => one.url === url).length, lastOrdinal: visits.findLastIndex((one) => one.url === url) });

test('the newest visits of a page are found, and the day of the first, in whatever memory', async () => {
  const { visitsOf } = await load('extension/views/panel/visits.ts');
  for (let seed = 1; seed <= 60; seed++) {
    const roll = dice(seed);
    const days = 1 + roll(seed % 3 === 0 ? 400 : 30);
    const page = 'https://a.example/x';
    // Who travels has days that overlap: then all of few are looked for.
    const [most, offsets] = seed % 2 === 0 ? [30, [0, 60, -480]] : [150, [60]];
    const all = Array.from({ length: 2 + roll(most) }, () => ({
      url: [page, page, `${page}/below`, 'https://a.example/', 'https://other.example/x'][roll(5)], at: START + roll(days) * DAY + roll(24 * 60) * 60_000, offsetMin: offsets[roll(offsets.length)],
    }));
    all.push({ url: page, at: START + roll(days) * DAY, offsetMin: offsets[0] });
    const engine = engineOver(all);
    const own = engine.visits.filter(({ url }) => url === page);
    const { shown, first, url } = await visitsOf(engine, stateOf(engine, page), 20);
    const seen = (list) => list.map(({ at }) => at).sort((a, b) => b - a);
    assert.equal(url, page);
    // Within one day all of them; of the last day that fits, as many as fit.
    const byDay = [...own].sort((a, b) => dayOf(b) - dayOf(a) || b.at - a.at);
    assert.deepEqual(seen(shown), seen(byDay.slice(0, Math.min(20, own.length))), `seed ${seed}`);
    assert.ok([dayOf(own[0]), Math.min(...own.map(dayOf))].includes(dayOf(first)), `seed ${seed}: the first day`);
    assert.ok(engine.asked.search <= 36 && engine.asked.frames <= 20, `seed ${seed}: ${JSON.stringify(engine.asked)}`);
  }
});

test('a page that no query finds by its address shows what is known, and no first visit', async () => {
  const { visitsOf } = await load('extension/views/panel/visits.ts');
  const page = 'https://a.example/x';
  const engine = engineOver([0, 1, 2].map((day) => ({ url: page, at: START + day * DAY, offsetMin: 0 })), { findsAddresses: false });
  const { shown, first } = await visitsOf(engine, stateOf(engine, page), 20);
  assert.deepEqual([shown.length, first], [1, null]);
  assert.deepEqual(await visitsOf(engine, { visits: 0, lastOrdinal: null }, 20), { url: null, shown: [], first: null });
});

test('a day with more visits than are looked at ends all the same', async () => {
  const { visitsOf } = await load('extension/views/panel/visits.ts');
  const page = 'https://a.example/x';
  const engine = engineOver(Array.from({ length: 700 }, (_, n) => ({ url: n % 300 === 0 ? page : 'https://a.example/y', at: START + n * 60_000, offsetMin: 0 })));
  const { shown, first } = await visitsOf(engine, stateOf(engine, page), 20);
  assert.equal(shown.length, 1);
  assert.equal(dayOf(first), dayOf(shown[0]));
});
