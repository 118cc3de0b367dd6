/** The timeline that leaves silence out: its scale, its marks, its bars; and hands on it and on the grid. No browser is needed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from '../../tools/lib/load.mjs';

globalThis.chrome = { i18n: { getMessage: (key) => key === 'shared_language' ? 'en' : '', getUILanguage: () => 'en-GB' } };
const { barsOfSessions, BREAK, CountedEngine, edgeSpeed, HandSpeed, nearestStep, noise, openness, Scale, sessionMarks, thrownTo, zoom } = await load('tests/views/fake/units.ts');

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 2, 3, 14, 32);

/** A person's days: sessions of a moment up to two hours, silences of half an hour up to four days. */
function sessions(seed, n) {
  const [from, to] = [[], []];
  let at = NOW - n * 5 * HOUR;
  for (let i = 0; i < n; i++) {
    at += Math.round(30 * MINUTE + 1 + noise(seed, i) ** 6 * 4 * DAY);
    from.push(at);
    if (noise(seed + 1, i) > 0.3) at += Math.round(noise(seed + 2, i) * 2 * HOUR);
    to.push(at);
  }
  return { from: Float64Array.from(from), to: Float64Array.from(to) };
}

const SPANS = [HOUR / 2, HOUR, 5 * HOUR, DAY, 3 * DAY, 7 * DAY, 400 * DAY];

test('each moment has its place and each place its moment, however much is shown', () => {
  for (const [seed, span] of SPANS.entries()) {
    const near = sessions(seed, 60);
    const scale = new Scale(1200 / span, openness(span, 5000 * DAY), near);
    const [first, last] = [near.from[0] - 2 * DAY, near.to[59] + 2 * DAY];
    let before = -Infinity;
    for (let i = 0; i <= 4000; i++) {
      const at = Math.round(first + (i / 4000) * (last - first));
      const place = scale.placeOf(at);
      assert.ok(place > before, `${at} stands after what was before it`);
      assert.equal(scale.timeAt(place), at);
      before = place;
    }
    for (const at of [...near.from, ...near.to]) assert.equal(scale.timeAt(scale.placeOf(at)), at);
    for (let place = scale.placeOf(first); place < scale.placeOf(last); place += 7.3) {
      assert.ok(Math.abs(scale.placeOf(scale.timeAt(place)) - place) <= Math.max(0.51 * scale.perMs, 0.001) * 1.01, `${place}`);
    }
  }
});

test('the frame under each place is the one that stands there', async () => {
  const engine = new CountedEngine({ total: 600 });
  const { at } = await engine.frames(200, 456);
  for (const span of SPANS) {
    const near = await engine.sessions(at[128], span * 1.5, (BREAK * span) / 1200, 1000);
    const scale = new Scale(1200 / span, openness(span, 5000 * DAY), near);
    for (let i = 0; i < at.length; i += 5) {
      assert.equal((await engine.ordAt(scale.timeAt(scale.placeOf(at[i])))).ordinal, 200 + i, `${span / HOUR} hours`);
    }
  }
});

test('up to a day a silence is a break of 12 pixels, from a week on it is as long as it was, and between them it opens', () => {
  const whole = 5000 * DAY;
  const wide = (span, silence) => new Scale(1200 / span, openness(span, whole)).widthOf(silence);
  for (const span of [HOUR / 2, HOUR, DAY]) for (const silence of [45 * MINUTE, 9 * HOUR, 400 * DAY]) assert.equal(wide(span, silence), BREAK, `${silence / HOUR} hours of ${span / HOUR}`);
  for (const span of [7 * DAY, 31 * DAY, 365 * DAY]) assert.ok(Math.abs(wide(span, 9 * HOUR) - (9 * HOUR * 1200) / span) < 1e-6);
  // What is narrower than a break is never made wider.
  assert.ok(Math.abs(wide(5 * DAY, 31 * MINUTE) - (31 * MINUTE * 1200) / (5 * DAY)) < 1e-6);
  const steps = Array.from({ length: 200 }, (_, i) => openness(DAY * 7 ** (i / 199), whole));
  steps.forEach((open, i) => assert.ok(i === 0 || (open >= steps[i - 1] && open - steps[i - 1] < 0.02), 'zooming never leaps'));
  assert.deepEqual([steps[0], Math.round(steps[199] * 1e9) / 1e9], [0, 1]);
});

test('all of a small memory is shown with its silences', () => {
  const whole = zoom.wholeSpan(0, 5 * HOUR);
  assert.equal(openness(whole, whole), 1);
  assert.equal(openness(whole / 2, whole), 0);
});

test('marks of sessions tell where days begin, and never stand on one another', () => {
  for (const span of [HOUR, 5 * HOUR, DAY]) {
    const near = sessions(7, 60);
    const scale = new Scale(1200 / span, 0, near);
    const marks = sessionMarks(near, scale, 104, 60);
    const places = marks.map(({ at }) => scale.placeOf(at));
    places.forEach((place, i) => assert.ok(i === 0 || place - places[i - 1] >= 104, `${place - places[i - 1]} pixels`));
    assert.ok(marks.length > 8 && marks.some(({ unit }) => unit === 'day'));
    const dayOf = (at) => Math.floor((at + HOUR) / DAY);
    for (const { at, unit } of marks) {
      const i = near.from.indexOf(at);
      if (unit === 'day') assert.ok((at + HOUR) % DAY === 0 || dayOf(near.to[i - 1]) !== dayOf(at), 'a day begins there');
      assert.ok(near.from.some((from, n) => from <= at && at <= near.to[n]), 'nothing is told of silence');
    }
    // What is read anew a little further on tells the same where both are.
    const later = { from: near.from.slice(10), to: near.to.slice(10) };
    const there = new Set(sessionMarks(later, new Scale(1200 / span, 0, later), 104, 60).map(({ at }) => at));
    const days = marks.filter(({ at, unit }) => unit === 'day' && at > near.from[20]);
    assert.ok(days.filter(({ at }) => there.has(at)).length >= days.length * 0.8, 'days stay where they are');
  }
});

test('each bar stands within its session, and all that was seen on screen is in one', async () => {
  const engine = new CountedEngine({ total: 900 });
  const { at } = await engine.frames(300, 556);
  for (const span of [HOUR, DAY]) {
    const bucketMs = 2 ** 9 * 1000;
    const near = await engine.sessions(at[120], span * 1.5, (BREAK * span) / 1200, bucketMs);
    const scale = new Scale(1200 / span, 0, near);
    const all = barsOfSessions(near, scale, near.from[0], near.to.at(-1));
    assert.equal(all.reduce((sum, { pages }) => sum + pages, 0), near.counts.reduce((sum, n) => sum + n, 0));
    for (const { place } of all) {
      const moment = scale.timeAt(place);
      assert.ok(near.from.some((from, i) => from - 1 <= moment && moment <= near.to[i] + 1), 'no bar stands in a break');
    }
    const middle = scale.placeOf(at[120]);
    const [first, last] = [scale.timeAt(middle - 600), scale.timeAt(middle + 600)];
    const shown = barsOfSessions(near, scale, first, last);
    assert.ok(shown.length < all.length && shown.every(({ place }) => all.some((bar) => bar.place === place)));
    assert.ok(all.filter(({ place }) => Math.abs(place - middle) < 599).every(({ place }) => shown.some((bar) => bar.place === place)), 'none on screen is missing');
  }
});

test('a hand that rests before it lets go throws nothing, and a throw ends on a frame', () => {
  const hand = new HandSpeed(0, 1000);
  for (let at = 1010; at <= 1200; at += 10) hand.add((at - 1000) * 2, at);
  assert.equal(Math.round(hand.at(1210)), 2000);
  assert.equal(hand.at(1400), 0);
  hand.add(400, 1250);
  hand.add(200, 1290);
  assert.ok(hand.at(1290) < 0, 'what was long ago says nothing');
  for (const speed of [0, 3.3, -17, 60]) assert.ok(Number.isInteger(thrownTo(12.4, speed)));
  assert.deepEqual([thrownTo(12.4, 0), thrownTo(12.4, 10), thrownTo(12.4, -10)], [12, 16, 9]);
});

test('tiles are as wide as fingers take them apart, by steps, and a hand at an edge scrolls faster the further it is', () => {
  assert.deepEqual([1, 176, 190, 216, 250, 300, 9999].map(nearestStep), [0, 0, 1, 2, 3, 4, 4]);
  assert.equal(edgeSpeed(400, 0, 800), 0);
  assert.ok(edgeSpeed(30, 0, 800) < 0 && edgeSpeed(10, 0, 800) < edgeSpeed(30, 0, 800) && edgeSpeed(790, 0, 800) > 0);
  assert.deepEqual([edgeSpeed(-900, 0, 800), edgeSpeed(9000, 0, 800)], [-28, 28]);
});
