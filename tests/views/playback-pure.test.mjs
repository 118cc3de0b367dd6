/** The playback page's pure parts: layouts, positions, selections, geometry. No browser is needed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load } from '../../tools/lib/load.mjs';

globalThis.chrome = { i18n: { getMessage: (key) => key === 'shared_language' ? 'en' : '', getUILanguage: () => 'en-GB' } };
const units = await load('tests/views/fake/units.ts');
const { ranges, route, sorted, Lru, WantedQueue, Selection, FrameStore, DayLayout, DAY_HEADER, ResultLayout, moved, space, railTicks, monthOf } = units;
const { geometry, spring, WheelSteps, zoom, axisMarks, barsOf, fineHistogram, fineWidth, colour, labelFilter, nearestDay, pagesOn, CountedEngine, noise, readsFromRight } = units;

/** Days with these many pages each, as the engine would tell them. */
function days(counts, firstDay = 20_000) {
  const dayStart = [0];
  for (const count of counts) dayStart.push(dayStart.at(-1) + count);
  return { total: dayStart.at(-1), dayStart: Uint32Array.from(dayStart), dayNo: Int32Array.from(counts.keys(), (i) => firstDay + i) };
}

test('a layout and its inverse agree at every row and item', () => {
  const layout = new DayLayout(days([3, 20, 1, 7, 11]), 1000, 216);
  let y = 0;
  const seen = [];
  for (let row = 0; row < layout.rows; row++) {
    assert.equal(layout.top(row), y);
    assert.equal(layout.rowAt(y), row);
    assert.equal(layout.rowAt(y + layout.heightOf(row) - 0.5), row);
    y += layout.heightOf(row);
    const there = layout.row(row);
    if (there.kind !== 'items') continue;
    for (let column = 0; column < there.count; column++) {
      const item = there.from + column;
      seen.push(item);
      assert.equal(layout.rowOfItem(item), row);
      assert.equal(layout.columnOfItem(item), column);
    }
  }
  assert.equal(layout.height, y);
  assert.deepEqual(seen, Array.from({ length: 42 }, (_, i) => i));
});

test('days stand newest first, each under its own heading', () => {
  const layout = new DayLayout(days([2, 5]), 1000, 216);
  assert.deepEqual(layout.row(0), { kind: 'day', day: 1 });
  assert.deepEqual(layout.row(1), { kind: 'items', from: 0, count: layout.columns, day: 1 });
  assert.equal(layout.sectionTop(1), DAY_HEADER + Math.ceil(5 / layout.columns) * (layout.itemHeight + 8));
});

test('ten years of days with a million pages are laid out exactly', () => {
  const many = days(Array.from({ length: 3650 }, (_, i) => 1 + Math.floor(noise(1, i) * 546)));
  const layout = new DayLayout(many, 1200, 216);
  const last = layout.items - 1;
  assert.equal(layout.rowOfItem(last), layout.rows - 1);
  assert.equal(layout.top(layout.rows - 1) + layout.heightOf(layout.rows - 1), layout.height);
});

test('a layout of nothing asks for nothing', () => {
  const layout = new DayLayout(days([]), 1000, 216);
  assert.deepEqual([layout.rows, layout.height, layout.items], [0, 0, 0]);
});

test('keys cross day headings in the same column and stop at the edges', () => {
  const layout = new DayLayout(days([4, 6]), 4 * 216 + 24, 216);
  assert.equal(layout.columns, 4);
  assert.equal(moved(layout, 3, 'below', 800), 5, 'a short row gives its last');
  assert.equal(moved(layout, 5, 'below', 800), 7, 'over the heading, same column');
  assert.equal(moved(layout, 7, 'above', 800), 5);
  assert.equal(moved(layout, 0, 'above', 800), 0);
  assert.equal(moved(layout, 9, 'below', 800), 9);
  assert.equal(moved(layout, 4, 'rowEnd', 800), 5);
  assert.equal(moved(layout, 3, 'next', 800), 4);
  assert.equal(moved(layout, 0, 'last', 800), 9);
  const far = new DayLayout(days([400, 400]), 1000, 216);
  assert.equal(moved(far, moved(far, 10, 'pageDown', 700), 'pageUp', 700), 10);
});

test('results fill the row they are given', () => {
  const layout = new ResultLayout(101, 1232);
  assert.equal(layout.columns, 2);
  assert.equal(layout.rows, 51);
  assert.deepEqual(layout.row(50), { kind: 'items', from: 100, count: 1, day: -1 });
  assert.equal(new ResultLayout(5, 300).columns, 1);
});

test('a compressed track reaches both ends and keeps its order', () => {
  for (const height of [500, 2_800_000, 28_000_000, 900_000_000]) {
    for (const ratio of [1, 2, 4]) {
      const made = space.scrollSpace(height, 744, ratio);
      assert.ok(made.track * ratio <= 15_000_000 || made.track === height);
      assert.equal(space.toLayout(made, made.track - 744), space.lastTop(made), `${height} at ${ratio}`);
      assert.equal(space.toLayout(made, 0), 0);
      for (let i = 0; i < 50; i++) {
        const y = noise(2, i) * space.lastTop(made);
        assert.ok(Math.abs(space.toLayout(made, space.toTrack(made, y)) - y) < 1e-3 * Math.max(1, height / 1e6));
      }
    }
  }
});

test('ranges behave as sets of ordinals', () => {
  let held = [];
  const model = new Set();
  for (let i = 0; i < 400; i++) {
    const from = Math.floor(noise(4, i) * 60);
    const to = from + Math.floor(noise(5, i) * 9);
    const on = noise(6, i) < 0.6;
    held = on ? ranges.add(held, from, to) : ranges.remove(held, from, to);
    for (let n = from; n < to; n++) { if (on) model.add(n); else model.delete(n); }
    assert.equal(ranges.count(held), model.size);
    for (let n = 0; n < 70; n++) assert.equal(ranges.has(held, n), model.has(n));
    held.forEach(([a], index) => assert.ok(index === 0 || a > held[index - 1][1], 'disjoint and never touching'));
  }
  assert.deepEqual(ranges.fromOrdinals([5, 3, 4, 9, 9]), [[3, 6], [9, 10]]);
});

test('a drawn selection grows, shrinks and turns around its anchor', () => {
  const selection = new Selection();
  selection.toggle(2);
  selection.toggle(10);
  selection.extend(10, { from: 10, to: 15 });
  selection.extend(10, { from: 10, to: 12 });
  assert.deepEqual(selection.ranges, [[2, 3], [10, 12]]);
  selection.extend(10, { from: 6, to: 11 });
  assert.deepEqual(selection.ranges, [[2, 3], [6, 11]]);
  selection.put([[0, 100_000]], true);
  assert.deepEqual(selection.wire(7), { gen: 7, ranges: [[0, 100_000]] });
});

test('hits are found before and after a place', () => {
  const hits = Uint32Array.of(3, 7, 8, 40);
  assert.equal(sorted.step(hits, 7, 1), 8);
  assert.equal(sorted.step(hits, 5, -1), 3);
  assert.equal(sorted.step(hits, 40, 1), null);
  assert.equal(sorted.includes(hits, 8), true);
  assert.equal(sorted.includes(hits, 9), false);
});

test('a label is asked for in quotes, where it holds none that would end them', () => {
  assert.equal(labelFilter('to read'), 'label:"to read"');
  assert.equal(labelFilter('<b>-OR ('), 'label:"<b>-OR ("');
  for (const label of ['a "b"', '„b“', '«b»']) assert.equal(labelFilter(label), null, label);
});

test('an address says where one is, and only that', () => {
  const place = { view: 'reel', id: '0'.repeat(31) + 'a', at: 1_700_000_000_000, q: 'naïve café "a b" site:x', sort: 'newest' };
  assert.deepEqual(route.parseRoute(route.formatRoute(place)), place);
  assert.deepEqual(route.parseRoute('#/nonsense?id=<script>&t=soon'), route.START);
  assert.deepEqual(route.parseRoute(''), route.START);
});

test('what is used longest ago is given up', () => {
  const dropped = [];
  const lru = new Lru(2, (value) => dropped.push(value));
  lru.set('a', 1);
  lru.set('b', 2);
  lru.get('a');
  lru.set('c', 3);
  lru.clear();
  assert.deepEqual(dropped, [2, 1, 3]);
});

test('the queue runs few at a time, nearest first, and drops what is no longer wanted', async () => {
  const ran = [];
  const waiting = [];
  const queue = new WantedQueue(2, (key) => { ran.push(key); return new Promise((done) => waiting.push(done)); });
  queue.want([1, 2, 3, 4]);
  queue.want([9, 2, 4]);
  assert.deepEqual(ran, [1, 2]);
  waiting.shift()();
  await new Promise(setImmediate);
  waiting.shift()();
  await new Promise(setImmediate);
  assert.deepEqual(ran, [1, 2, 9, 4], '3 was never read');
});

test('frames are read in windows of at most 256 and never all', async () => {
  const engine = new CountedEngine({ total: 100_000 });
  const store = new FrameStore(engine, () => {}, (fault) => { throw fault; });
  store.reset(100_000);
  for (let at = 0; at < 100_000; at += 1000) {
    store.want([[at, at + 30]]);
    await new Promise((done) => { setTimeout(done, 3); });
  }
  assert.ok(engine.calls.frames <= 230, `${engine.calls.frames} calls`);
  let held = 0;
  for (let i = 0; i < 100_000; i++) if (store.get(i)) held++;
  assert.ok(held > 0 && held <= 48 * 256, `${held} frames held`);
});

test('what is forgotten is not counted and not selected', () => {
  const hidden = ranges.fromPairs(Uint32Array.of(2, 5, 8, 9));
  assert.deepEqual(hidden, [[2, 5], [8, 9]]);
  assert.deepEqual([ranges.within(hidden, 0, 10), ranges.within(hidden, 3, 8), ranges.within([], 0, 9)], [4, 2, 0]);
  assert.deepEqual(ranges.without([[0, 10]], hidden), [[0, 2], [5, 8], [9, 10]]);
  assert.deepEqual([1, 2, 3, 4, 5, 8].map((n) => ranges.nearestOutside(hidden, n, 9)), [1, 1, 1, 5, 5, 7], 'nobody is led there');
  assert.deepEqual([[3, 1], [3, -1], [8, 1]].map(([n, side]) => ranges.nearestOutside(hidden, n, 9, side)), [5, 1, 7]);
  assert.deepEqual([ranges.nearestOutside([[0, 2]], 0, 9), ranges.nearestOutside([[0, 9]], 4, 9), ranges.nearestOutside([], 0, 0)], [2, 4, 0]);
  const selection = new Selection(() => hidden);
  selection.put([[0, 10]], true);
  assert.equal(selection.size, 6);
  selection.put([[0, 10]], false);
  assert.equal(selection.size, 0);
});

test('frames never fold, overlap their order or leave the strip', () => {
  for (const room of [0.58, 0.88, 1.4]) {
    let last = geometry.pose(0, room);
    assert.deepEqual([last.x, last.scale, last.shade, Math.abs(last.turn)], [0, 1, 0, 0]);
    for (let offset = 0.05; offset <= 8; offset += 0.05) {
      const pose = geometry.pose(offset, room);
      assert.ok(Math.abs(pose.turn) <= 18);
      assert.ok(pose.scale <= last.scale && pose.scale > 0.4);
      assert.ok(pose.x + pose.scale / 2 <= Math.max(room, 0.56) + 0.01, 'inside the strip');
      assert.ok(pose.x + pose.scale / 2 >= last.x + last.scale / 2 - 1e-6 || offset < 1, 'each peeks out from behind the nearer one');
      assert.ok(pose.depth <= last.depth);
      assert.ok(Math.abs(geometry.pose(-offset, room).x + pose.x) < 1e-9, 'both sides alike');
      last = pose;
    }
  }
});

test('a frame is as large as its picture can be, in the picture\'s own shape', () => {
  assert.deepEqual(geometry.fitted(1.6, 800, 300), [480, 300]);
  assert.deepEqual(geometry.fitted(2, 500, 300), [500, 250]);
  assert.deepEqual(geometry.fitted(0.75, 800, 300), [225, 300]);
  for (const ratio of [0.01, 0.6, 1, 1.795, 2.4, 50]) {
    const [wide, tall] = geometry.fitted(ratio, 640, 360);
    assert.ok(wide <= 640 && tall <= 360.001 && wide > 200 && tall > 200, `${wide} x ${tall}`);
  }
});

test('pages of languages written from the right begin at the right', () => {
  for (const lang of ['ar', 'he-IL', 'fa_IR', 'AZ-Arab', 'ur']) assert.ok(readsFromRight(lang), lang);
  for (const lang of ['', 'en', 'de-DE', 'ur-Latn', 'arn', 'az']) assert.ok(!readsFromRight(lang), lang);
});

test('cuts widen the film, and the position moves through them without a jump', () => {
  const isCut = (i) => i % 3 === 0;
  assert.equal(geometry.offsetOf(5, 5, isCut), 0);
  assert.ok(Math.abs(geometry.offsetOf(6, 5, isCut) - (1 + geometry.CUT)) < 1e-9);
  assert.ok(Math.abs(geometry.offsetOf(5, 6, isCut) + (1 + geometry.CUT)) < 1e-9);
  let last = geometry.offsetOf(4, 0, isCut);
  for (let p = 0; p <= 8; p += 0.01) {
    const offset = geometry.offsetOf(4, p, isCut);
    assert.ok(Math.abs(offset - last) < 0.02, `at ${p}`);
    last = offset;
  }
});

test('the spring arrives in about 220 ms and never swings past', () => {
  let motion = { position: 0, velocity: 0 };
  let time = 0;
  while (motion.position !== 1) {
    motion = spring(motion, 1, 1 / 60);
    time += 1 / 60;
    assert.ok(motion.position <= 1);
    assert.ok(time < 1);
    if (time >= 0.22) assert.ok(motion.position > 0.93, `${motion.position} at ${time}`);
  }
});

test('a notch of the wheel is a frame, small steps are summed, a flood is capped', () => {
  const wheel = new WheelSteps();
  wheel.add(0, 100, false);
  assert.equal(wheel.take(), 1);
  for (let i = 0; i < 9; i++) wheel.add(2, -12, false);
  assert.equal(wheel.take(), -1);
  wheel.add(0, 100_000, false);
  assert.equal(wheel.take(), 40);
});

test('zoom walks every level between an hour and everything', () => {
  const whole = zoom.wholeSpan(0, 2 * 365 * 86_400_000);
  let span = whole;
  const names = [zoom.levelOf(span, whole)];
  for (let i = 0; i < 8; i++) {
    span = zoom.stepSpan(span, 1, whole);
    names.push(zoom.levelOf(span, whole));
  }
  assert.deepEqual([...new Set(names)], ['all', 'year', 'month', 'week', 'day', 'hour']);
  for (let i = 0; i < 8; i++) span = zoom.stepSpan(span, -1, whole);
  assert.equal(span, whole);
});

test('a small memory has no level that shows more than all of it', () => {
  const whole = zoom.wholeSpan(0, 0);
  assert.equal(zoom.levelOf(zoom.clampSpan(zoom.LEVELS[2].span, whole), whole), 'all');
  assert.equal(zoom.stepSpan(whole, 1, whole), whole);
  assert.equal(zoom.stepSpan(whole, -1, whole), whole);
  assert.equal(zoom.clampSpan(1, whole), whole);
});

test('marks of time are round, in order and far enough apart', () => {
  const now = Date.UTC(2026, 2, 3, 14, 32);
  for (const span of [3.6e6, 8.64e7, 6e8, 2.6e9, 3.2e10, 3.2e11]) {
    const apart = span / 12;
    const marks = axisMarks(now - span / 2, now + span / 2, apart, 60);
    assert.ok(marks.length >= 2 && marks.length <= 14, `${marks.length} marks for ${span}`);
    marks.forEach(({ at }, i) => assert.ok(i === 0 || at - marks[i - 1].at >= apart * 0.88));
    for (const { at, unit } of marks) if (unit === 'day') assert.equal((at + 3_600_000) % 86_400_000, 0);
  }
});

test('names on the rail never stand on one another', () => {
  const many = days(Array.from({ length: 900 }, (_, i) => 1 + (i % 60)));
  const ticks = railTicks(new DayLayout(many, 1200, 216), many.dayNo, 740, monthOf);
  assert.ok(ticks.length > 10);
  assert.ok(ticks.filter((tick) => tick.kind === 'year').length >= 2);
  ticks.forEach(({ y }, i) => assert.ok(i === 0 || y - ticks[i - 1].y >= 18));
});

const MINUTE = 60_000;
const MEMORIES = { 'one page': [1, 0], 'a minute': [40, MINUTE], 'a day': [120, 20 * 60 * MINUTE], 'a month': [900, 30 * 1440 * MINUTE], 'three years': [5000, 1095 * 1440 * MINUTE] };

for (const [name, [total, within]] of Object.entries(MEMORIES)) {
  test(`all of a memory of ${name} fits the timeline, fills it and is told once`, async () => {
    const engine = new CountedEngine({ total, within });
    const { firstAt, lastAt } = await engine.overview();
    const whole = zoom.wholeSpan(firstAt, lastAt);
    assert.ok(whole >= 10 * MINUTE && (whole === 10 * MINUTE || whole < (lastAt - firstAt) * 1.1), `${whole / MINUTE} minutes`);
    const centre = zoom.centreOf(lastAt, whole, firstAt, lastAt);
    assert.ok(centre - whole / 2 < firstAt && centre + whole / 2 > lastAt, 'nothing is cut off');
    const marks = axisMarks(centre - whole / 2, centre + whole / 2, (whole / 1280) * 104, 0);
    assert.ok(marks.length >= 3 && marks.length <= 13, `${marks.length} marks`);
    const [from, to] = [centre - whole / 2, centre + whole / 2];
    const width = fineWidth(from, to, 308);
    const histogram = width ? await fineHistogram(engine, from, to, width) : await engine.histogram(from, to, 308);
    const bars = barsOf(histogram, { centre, span: whole, width: 1232, height: 28 });
    assert.equal(bars.reduce((sum, bar) => sum + bar.pages, 0), total, 'every page is in one bar and in no other');
    bars.forEach((bar, i) => {
      assert.ok(bar.x >= 0 && bar.x + bar.wide <= 1232 && bar.wide <= 40 && bar.tall <= 28 - 8, JSON.stringify(bar));
      assert.ok(i === 0 || bar.x >= bars[i - 1].x + bars[i - 1].wide, 'bars stand beside one another');
    });
  });
}

test('what is too many to be counted one by one is left to minutes', async () => {
  const end = Date.UTC(2026, 2, 3, 16, 40);
  assert.equal(await fineHistogram(new CountedEngine({ total: 3000, within: MINUTE }), end - MINUTE, end + MINUTE, 5000), null);
});

test('a date without pages leads to the nearest day', () => {
  assert.equal(nearestDay([100, 150, 200], 160), 1);
  assert.equal(nearestDay([100, 150, 200], 999), 2);
  assert.equal(nearestDay([100, 150, 200], 0), 0);
  const days = { dayNo: Int32Array.of(-3, 100, 150), count: Uint32Array.of(2, 7, 1) };
  assert.deepEqual([-3, 0, 100, 150, 151].map((day) => pagesOn(days, day)), [2, 0, 7, 1, 0]);
});

test('words on a title card can be read on every colour', () => {
  for (let i = 0; i < 4096; i++) {
    const ground = ((i >> 8) * 17 << 16) | ((i >> 4 & 15) * 17 << 8) | (i & 15) * 17;
    const ink = colour.luminance(parseInt(colour.inkOn(ground).slice(1), 16));
    const paper = colour.luminance(ground);
    assert.ok((Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05) >= 4.5, colour.css(ground));
  }
});
