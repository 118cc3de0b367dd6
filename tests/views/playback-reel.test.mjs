/** The reeler over the real engine: film, timeline, directions. Exact pictures and long films: playback-many.test.mjs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAt, place, press, settle, sound, until } from './stage/hands.mjs';
import { BROWSER, playback, views } from './stage/stage.mjs';

views('the reeler', () => {
  test('seconds are counted as the engine counts minutes, without what was forgotten', async () => {
    const page = await playback('#/reel', { memory: 'minute' });
    const { fine, coarse } = await page.evaluate(async () => {
      const { engine, app, fineHistogram } = harness;
      await engine.mutate({ selection: { gen: app.playback.memory.overview.gen, ranges: [[10, 12]] } }, { kind: 'forget' });
      const from = Math.floor((Date.now() - 5 * 60_000) / 60_000) * 60_000;
      const hits = Uint32Array.of(3, 12, 30);
      const sums = ({ counts, starred, hits: lit }) => [counts, starred, lit].map((column) => [...column]);
      return { fine: sums(await fineHistogram(engine, from, from + 600_000, 5000, hits)), coarse: sums(await engine.histogram(from, from + 600_000, 10, hits)) };
    });
    const minutes = fine.map((column) => Array.from({ length: 10 }, (_, i) => column.slice(i * 12, i * 12 + 12).reduce((sum, n) => sum + n, 0)));
    assert.deepEqual(minutes, coarse.map((column) => column.slice(0, 10)));
    assert.equal(minutes[0].reduce((sum, n) => sum + n, 0), 38);
    await sound(page);
  });

  if (BROWSER === 'chrome') {
    test('a movement is laid out once a frame: nothing asks for sizes in the middle of it', async () => {
      const page = await playback('#/reel');
      const travel = (to) => page.evaluate(async (ordinal) => {
        const { reel } = harness.app;
        let frames = 0;
        let goesOn = true;
        const begun = performance.now();
        const count = () => { frames += 1; if (goesOn) requestAnimationFrame(count); };
        requestAnimationFrame(count);
        reel.drive.hold(ordinal + 6);
        reel.drive.throw(ordinal);
        await new Promise((done) => { const off = setInterval(() => { if (reel.drive.atRest) { clearInterval(off); done(); } }, 20); });
        goesOn = false;
        return { frames, seconds: (performance.now() - begun) / 1e3 };
      }, to);
      // Pictures and words come with the first times.
      await travel(40);
      await travel(40);
      const before = await page.metrics();
      const ways = [await travel(40), await travel(40)];
      const after = await page.metrics();
      const [styles, layouts] = [after.RecalcStyleCount - before.RecalcStyleCount, after.LayoutCount - before.LayoutCount];
      const [frames, seconds] = ['frames', 'seconds'].map((of) => ways[0][of] + ways[1][of]);
      assert.ok(frames > 20, `${frames} frames`);
      // Colours are asked for twice a second, however few frames a busy machine draws in that.
      assert.ok(styles <= 1.5 * frames + 4 * seconds && layouts <= 1.25 * frames, `${styles} times styles and ${layouts} layouts in ${frames} frames`);
      await sound(page);
    });
  }
  test('the engine tells the sessions around a moment as a walk through all frames finds them, without what was forgotten', async () => {
    const page = await playback('#/reel');
    const told = await page.evaluate(async () => {
      const { engine, app } = harness;
      const { gen, total } = app.playback.memory.overview;
      await engine.mutate({ selection: { gen, ranges: [[100, 103]] } }, { kind: 'forget' });
      const hits = Uint32Array.of(3, 101, 200, 201);
      const walk = [];
      for (let from = 0; from < total; from += 256) {
        const { at, flags } = await engine.frames(from, Math.min(total, from + 256));
        at.forEach((moment, i) => walk.push({ ordinal: from + i, at: moment, flags: flags[i] }));
      }
      const list = (answer) => Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, ArrayBuffer.isView(value) ? [...value] : value]));
      const { at } = walk[150];
      const [all, near] = [await engine.sessions(at, 1e12, 1e12, 600_000, hits), await engine.sessions(at, 3_600_000, 60_000, 600_000, hits)];
      return { walk, hits: [...hits], all: list(all), near: list(near), at };
    });
    const { walk, all, near, at } = told;
    const [from, to, buckets] = [[], [], []];
    for (const [i, frame] of walk.entries()) {
      const begins = i === 0 || frame.at - walk[i - 1].at > 30 * 60_000;
      assert.equal((frame.flags & 16) !== 0, begins, 'the film is cut there, too');
      if (begins) { from.push(frame.at); to.push(frame.at); }
      to[to.length - 1] = frame.at;
      if ((frame.flags & 8) !== 0) continue;
      const start = Math.floor(frame.at / 600_000) * 600_000;
      const last = buckets.at(-1);
      const bucket = last?.start === start && last.session === from.length ? last : { start, session: from.length, n: 0, stars: 0, hits: 0 };
      if (bucket !== last) buckets.push(bucket);
      bucket.n += 1;
      bucket.stars += frame.flags & 1;
      bucket.hits += told.hits.includes(frame.ordinal) ? 1 : 0;
    }
    assert.deepEqual({ from: all.from, to: all.to, at: all.at, counts: all.counts, starred: all.starred, hits: all.hits },
      { from, to, at: buckets.map(({ start }) => start), counts: buckets.map(({ n }) => n), starred: buckets.map(({ stars }) => stars), hits: buckets.map(({ hits }) => hits) });
    assert.deepEqual([all.hasBefore, all.hasAfter, all.counts.reduce((sum, n) => sum + n, 0)], [false, false, walk.length - 3]);
    // An hour on either side, where the silence of a night counts for a minute.
    const filled = (moments) => moments.slice(1).reduce((sum, moment, i) => sum + (moment - moments[i] > 30 * 60_000 ? 60_000 : moment - moments[i]), 0);
    for (const [end, more] of [[near.from[0], near.hasBefore], [near.to.at(-1), near.hasAfter]]) {
      const between = walk.map((frame) => frame.at).filter((moment) => moment >= Math.min(end, at) && moment <= Math.max(end, at));
      assert.ok(more && filled(between) > 3_600_000 && filled(end < at ? between.slice(1) : between.slice(0, -1)) <= 3_600_000, `${filled(between) / 60_000} minutes`);
    }
    await sound(page);
  });

  test('the title opens its page by the background: in front, with Ctrl and the middle button behind; with Shift the browser does', async () => {
    const page = await playback('#/reel');
    await until(page, () => document.querySelector('.reel-title[href]') !== null);
    const shown = await page.evaluate(() => ({ url: document.querySelector('.reel-title').href, ordinal: harness.app.here }));
    const done = await page.evaluate(() => {
      const title = document.querySelector('.reel-title');
      const kinds = [['click', {}], ['click', { ctrlKey: true }], ['auxclick', { button: 1 }], ['click', { shiftKey: true }], ['auxclick', { button: 2 }]];
      // What is left to the browser is not done here.
      addEventListener('click', (event) => event.preventDefault(), { once: false });
      return kinds.map(([kind, more]) => {
        const before = world.sent.length;
        title.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true, ...more }));
        return world.sent.slice(before);
      });
    });
    const opens = (how) => [{ kind: 'open', ...shown, how }];
    assert.deepEqual(done, [opens('front'), opens('behind'), opens('behind'), [], []]);
    await sound(page);
  });

  test('the film plays, stops at any hand and at the end', async () => {
    const page = await playback('#/reel');
    const { total } = await place(page);
    await press(page, 'Control+Home', 'p');
    await until(page, () => harness.app.here >= 2);
    assert.equal(await page.$eval('.play', (button) => button.getAttribute('aria-label')), 'Pause');
    await press(page, ' ');
    assert.equal(await page.evaluate(() => harness.app.reel.film.playing), false);
    await press(page, 'Control+End', 'ArrowLeft');
    await page.select('.controls select', '16');
    await page.focus('.strip');
    await press(page, 'p');
    await until(page, (last) => harness.app.here === last && !harness.app.reel.film.playing, total - 1);
    await sound(page);
  });

  test('the film stands while a sheet is open: what the sheet is about stays in sight', async () => {
    const page = await playback('#/reel');
    for (const key of ['l', 't', '?', 'g']) {
      await press(page, 'Control+Home', 'p');
      await until(page, () => harness.app.here >= 1);
      await press(page, key);
      await page.waitForSelector('dialog[open]');
      assert.equal(await page.evaluate(() => harness.app.reel.film.playing), false, key);
      await press(page, 'Escape');
      await until(page, () => document.querySelector('dialog') === null);
    }
    await sound(page);
  });

  test('where one looks closely the timeline leaves silence out: a click goes where it points, in every session, and few questions are asked', async () => {
    const page = await playback('#/reel');
    await press(page, '+');
    await until(page, () => document.querySelector('.level').textContent === 'Day');
    for (let step = 0; step < 12; step++) await press(page, 'ArrowLeft');
    await until(page, () => harness.app.reel.drive.atRest);
    const shown = await page.evaluate(async () => {
      const { timeline } = harness.app.reel;
      await new Promise((done) => setTimeout(done, 300));
      return { days: (timeline.shown.to - timeline.shown.from) / 86_400_000, now: timeline.now };
    });
    assert.ok(shown.days > 1.8, `${shown.days} days are on screen where one fitted`);
    const box = await (await page.$('.timeline')).boundingBox();
    const { total } = await place(page);
    // Three sessions back: true to time they would be off the screen.
    const there = await page.evaluate(async (from) => {
      const { engine, app: { reel: { timeline } } } = harness;
      let ordinal = from;
      for (let n = 0; n < 3; n++) ordinal = await engine.neighbour(ordinal, 'session', -1);
      const { at } = await engine.frames(ordinal, ordinal + 1);
      let x = 0;
      while (timeline.after(timeline.now, x) > at[0]) x -= 0.25;
      return { ordinal, x };
    }, total - 13);
    assert.ok(there.x > -640, `${there.x} pixels away`);
    await page.evaluate(() => {
      globalThis.asked = 0;
      const { sessions } = harness.engine;
      harness.engine.sessions = (...all) => { globalThis.asked++; return sessions(...all); };
    });
    await page.mouse.click(box.x + box.width / 2 + there.x, box.y + 40);
    await isAt(page, there.ordinal);
    for (let step = 0; step < 12; step++) await press(page, 'ArrowRight');
    await isAt(page, there.ordinal + 12);
    await until(page, () => harness.app.reel.drive.atRest);
    assert.ok(await page.evaluate(() => globalThis.asked) <= 4, `asked ${await page.evaluate(() => globalThis.asked)} times`);
    await until(page, () => document.querySelector('.moment').textContent === document.querySelector('.reel-line time').textContent);
    await sound(page);
  });

  test('Ctrl and the wheel zoom about the pointer: the moment under it stays there', async () => {
    const page = await playback('#/reel');
    for (let step = 0; step < 60; step++) await press(page, 'ArrowLeft');
    await until(page, () => harness.app.reel.drive.atRest);
    const box = await (await page.$('.timeline')).boundingBox();
    const under = () => page.evaluate(() => { const { timeline } = harness.app.reel; return { at: timeline.after(timeline.centre, -200), span: timeline.span, now: timeline.now }; });
    await page.mouse.move(box.x + box.width / 2 - 200, box.y + 30);
    const before = await under();
    // Nobody lets go meanwhile: then the film comes to rest on a frame.
    await page.evaluate(() => { const later = setTimeout; globalThis.rested = []; globalThis.setTimeout = (act, ms, ...more) => (ms === 200 ? globalThis.rested.push(act) : later(act, ms, ...more)); });
    await page.keyboard.down('Control');
    for (let turn = 0; turn < 3; turn++) await page.mouse.wheel({ deltaY: -60 });
    await page.keyboard.up('Control');
    await until(page, (span) => harness.app.reel.timeline.span < span * 0.6, before.span);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const after = await under();
    assert.ok(Math.abs(after.at - before.at) < before.span / 200, `${(after.at - before.at) / 60_000} minutes off, of ${before.span / 60_000}`);
    await page.evaluate(() => globalThis.rested.at(-1)());
    await until(page, () => harness.app.reel.drive.atRest);
    await sound(page);
  });

  test('zoomed over a silence what is under the pointer stays there when the wheel rests, until the film goes on', async () => {
    const page = await playback('#/reel');
    for (let step = 0; step < 60; step++) await press(page, 'ArrowLeft');
    await page.evaluate(() => harness.app.reel.timeline.setSpan(6 * 86_400_000));
    await until(page, () => harness.app.reel.drive.atRest);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const box = await (await page.$('.timeline')).boundingBox();
    // The night before what is under the needle: five hours after the last page of the day before.
    const [night, x] = await page.evaluate(() => {
      const { timeline, drive } = harness.app.reel;
      const { frames } = harness.app.playback.memory;
      let ordinal = drive.target;
      while (frames.get(ordinal).at - frames.get(ordinal - 1).at < 10 * 3_600_000) ordinal--;
      const night = frames.get(ordinal - 1).at + 5 * 3_600_000;
      let x = 0;
      while (timeline.after(timeline.centre, x) > night) x--;
      return [night, x];
    });
    await page.mouse.move(box.x + box.width / 2 + x, box.y + 30);
    const under = () => page.evaluate((middle) => { const { timeline } = harness.app.reel; return { at: timeline.after(timeline.centre, middle), span: timeline.span }; }, x);
    await page.keyboard.down('Control');
    for (let turn = 0; turn < 5; turn++) await page.mouse.wheel({ deltaY: -60 });
    await page.keyboard.up('Control');
    await until(page, () => harness.app.reel.timeline.span < 4 * 86_400_000 && harness.app.reel.timeline.rests && harness.app.reel.drive.atRest);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const { at, span } = await under();
    assert.ok(Math.abs(at - night) < span / 100, `${(at - night) / 60_000} minutes off, of ${span / 60_000}`);
    const [needle, frame] = await page.evaluate(() => {
      const { timeline, drive } = harness.app.reel;
      const middle = timeline.element.getBoundingClientRect();
      const needle = document.querySelector('.needle').getBoundingClientRect();
      return [timeline.after(timeline.centre, needle.left + needle.width / 2 - middle.left - middle.width / 2), harness.app.playback.memory.frames.get(drive.target).at];
    });
    assert.ok(Math.abs(needle - frame) < span / 100, 'the needle is on the frame that is shown');
    await press(page, 'ArrowRight');
    await until(page, () => harness.app.reel.drive.atRest && harness.app.reel.timeline.centre === harness.app.reel.timeline.now);
    await sound(page);
  });

  test('dragged over a break the film goes to the session before it', async () => {
    const page = await playback('#/reel');
    await press(page, '+', '+');
    await until(page, () => document.querySelector('.level').textContent === 'Hour');
    await press(page, 'Control+ArrowLeft');
    await until(page, () => harness.app.reel.drive.atRest && harness.app.here < harness.app.playback.memory.total - 1);
    const { ordinal } = await place(page);
    await page.evaluate(async () => { await new Promise((done) => setTimeout(done, 300)); });
    const box = await (await page.$('.timeline')).boundingBox();
    const x = box.x + box.width / 2;
    await page.mouse.move(x, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(x + 8, box.y + 40);
    await page.mouse.move(x + 14, box.y + 40);
    await page.mouse.up();
    await isAt(page, ordinal - 1, 'the last of the session before');
    await sound(page);
  });

  if (BROWSER !== 'chrome') return;

  test('a memory of a minute is shown whole: the needle goes, a click goes where it points, the bar below reaches both ends', async () => {
    const page = await playback('#/reel', { memory: 'minute' });
    await until(page, () => document.querySelector('.level').textContent === 'All');
    const { first, last } = await page.evaluate(async () => ({ first: (await harness.engine.frames(0, 1)).at[0], last: (await harness.engine.frames(39, 40)).at[0] }));
    const shown = await page.evaluate(() => ({ centre: harness.app.reel.timeline.centre, span: harness.app.reel.timeline.span }));
    assert.deepEqual(shown, { centre: (first + last) / 2, span: 10 * 60_000 });
    const box = await (await page.$('.timeline')).boundingBox();
    const xOf = (at) => box.x + box.width / 2 + ((at - shown.centre) / shown.span) * box.width;
    const needleAt = (there) => until(page, (x) => Math.abs(document.querySelector('.needle').getBoundingClientRect().x + 1 - x) < 2, there);
    await needleAt(xOf(last));
    await page.mouse.click(xOf(first), box.y + 40);
    await until(page, () => harness.app.here === 0 && harness.app.reel.drive.atRest);
    await needleAt(xOf(first));
    assert.equal(await page.evaluate(() => harness.app.reel.timeline.centre), shown.centre, 'time stood');
    const bar = await (await page.$('.overview')).boundingBox();
    for (const [x, end] of [[bar.x + bar.width - 2, 39], [bar.x + 2, 0]]) {
      await page.mouse.click(x, bar.y + 14);
      await until(page, (ordinal) => harness.app.here === ordinal, end);
    }
    await sound(page);
  });

  test('a reader who wants no motion gets none', async () => {
    const page = await playback('#/reel');
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    await press(page, 'ArrowLeft');
    await settle(page);
    const { rest, turned } = await page.evaluate(() => ({
      rest: harness.app.reel.drive.atRest, turned: [...document.querySelectorAll('.frame:not([hidden])')].some((frame) => /rotateY\(-?[1-9]/.test(frame.style.transform)),
    }));
    assert.deepEqual({ rest, turned }, { rest: true, turned: false });
    await sound(page);
  });

  test('in a right-to-left page left is newer, as the strip shows it', async () => {
    const page = await playback('#/reel', { memory: 'fromRight', shape: { rtl: true } });
    const { total } = await place(page);
    await press(page, 'ArrowRight');
    await isAt(page, total - 2);
    await until(page, () => harness.app.reel.drive.atRest);
    const { newer, older } = await page.evaluate(() => {
      const xs = [...document.querySelectorAll('.frame:not([hidden])')].map((frame) => ({ x: frame.getBoundingClientRect().x, middle: frame.classList.contains('middle') }));
      const middle = xs.find((frame) => frame.middle).x;
      return { newer: xs.filter((frame) => frame.x < middle).length, older: xs.filter((frame) => frame.x > middle).length };
    });
    assert.ok(newer === 1 && older === 6, `${newer} to the left, ${older} to the right`);
    await press(page, 'v', 'ArrowLeft');
    await isAt(page, total - 3, 'in the grid left is the next tile');
    await sound(page);
  });
});
