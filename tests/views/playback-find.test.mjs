/** Searching in playback, over the real engine: as one types, by address, and what of a query was not understood. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { focused, isAt, place, press, sound, until } from './stage/hands.mjs';
import { BROWSER, playback, views } from './stage/stage.mjs';

const answered = (page, q) => until(page, (words) => {
  const { search } = harness.app.playback;
  return search.q.endsWith(words) && search.total > 0 && !search.busy && search.matches !== null;
}, q);

views('searching in playback', () => {
  test('searching as one types shows results, lights hits and leaves again', async () => {
    const page = await playback('#/grid', { shape: { delay: 20 } });
    await press(page, '/');
    await page.keyboard.type('night trains', { delay: 15 });
    await answered(page, 'night trains');
    await until(page, () => document.querySelectorAll('.result mark').length > 4);
    assert.match(await page.$eval('.count', (count) => count.textContent), /^\d+ pages on \d+ days$/);
    await press(page, 'Enter');
    await until(page, () => document.activeElement.classList.contains('result-link'));
    await press(page, 'ArrowDown', 'v');
    await until(page, () => document.querySelector('.frame.middle.hit') !== null);
    const first = (await place(page)).ordinal;
    await press(page, 'Shift+N');
    await until(page, (from) => harness.app.here < from, first);
    assert.ok(await page.evaluate(() => harness.app.playback.search.isHit(harness.app.here)));
    await press(page, 'Escape');
    await until(page, () => !harness.app.playback.search.active);
    await focused(page, '.reel-view');
    await sound(page);
  });

  test('a result is a page: its versions are one, of the newest visit', async () => {
    const page = await playback('#/grid?q=harbour+site%3Anews.example');
    await answered(page, 'site:news.example');
    assert.deepEqual(await page.evaluate(() => [harness.app.playback.search.total, harness.app.playback.search.matches.ordinals.length]), [1, 24]);
    assert.match(await page.$eval('.result-where', (line) => line.textContent), /today, 8:50|today, 08:50/);
    await until(page, () => document.querySelector('.count').textContent === '1 page on 24 days');
    await sound(page);
  });

  test('words in other writings, and hostile ones, are found and shown as text', async () => {
    for (const [q, title] of [['東京', '東京の古い路地を歩く'], ['المدينة', 'دليل المسافر إلى المدينة القديمة'], ['kapitän', 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen']]) {
      const page = await playback(`#/grid?q=${encodeURIComponent(q)}`);
      await until(page, (words) => document.querySelector('.result-title')?.textContent.startsWith(words), title);
    }
    const page = await playback('#/grid?q=malwort');
    await answered(page, 'malwort');
    const results = await page.$$eval('.result', (all) => all.map((one) => [one.querySelector('.result-title').textContent, one.querySelector('a').getAttribute('href')]));
    assert.equal(results.length, 7);
    assert.ok(results.some(([title]) => title === '<img src=x onerror="globalThis.pwned=1">'));
    assert.deepEqual(results.filter(([, href]) => href === null).map(([title]) => title).sort(), ['An address of the browser itself', 'An address that runs'], 'no links but of the web');
    assert.ok(results.every(([, href]) => href === null || href.startsWith('https://')));
    assert.equal(await page.evaluate(() => globalThis.pwned), undefined);
    await sound(page);
  });

  test('a page that is damaged on the disk says so in its place', async () => {
    const page = await playback('#/grid?q=malwort', { shape: { damaged: true } });
    await answered(page, 'malwort');
    const titles = await page.$$eval('.result-title', (all) => all.map((one) => one.textContent));
    assert.equal(titles.length, 7);
    assert.match(titles[1], /cannot be read/);
    assert.deepEqual(titles.filter((title) => /cannot be read/.test(title)).length, 1);
    await sound(page);
  });

  test('Enter that comes before the answer is heard when that is there, unless one has typed on', async () => {
    for (const [more, at] of [['', '.rows'], ['s', '.search']]) {
      const page = await playback();
      await page.evaluate(() => {
        const { search } = harness.engine;
        const held = new Promise((go) => { globalThis.letGo = go; });
        harness.engine.search = async (...asked) => { await held; return search(...asked); };
      });
      await press(page, '/');
      await page.keyboard.type('pencil');
      await press(page, 'Enter');
      await page.keyboard.type(more);
      await page.evaluate(() => globalThis.letGo());
      await until(page, (q) => harness.app.playback.search.q === q && !harness.app.playback.search.busy, `pencil${more}`);
      await until(page, (inside) => document.activeElement.closest(inside) !== null, at);
      if (more === '') await until(page, () => JSON.stringify({ ...localStorage }).includes('pencil'));
      await sound(page);
    }
  });

  if (BROWSER !== 'chrome') return;

  test('what a query means that was not understood is said, and the rest is searched', async () => {
    const page = await playback('#/grid?q=after%3Asomeday+tea');
    await until(page, () => document.querySelector('.complaints li')?.textContent.includes('after:someday'));
    assert.match(await page.$eval('.complaints li', (line) => line.textContent), /is no date/);
    assert.ok(await page.evaluate(() => harness.app.playback.search.total > 0));
    await sound(page);
  });

  test('of the results the WebMarks alone are one click away', async () => {
    const page = await playback('#/grid?q=night');
    await answered(page, 'night');
    const star = () => [...document.querySelectorAll('.facets .chip')].find((chip) => chip.querySelector('.star[data-on]') !== null);
    await until(page, `(${star})() !== undefined`);
    const said = await page.evaluate(`(${star})().textContent`);
    const marks = await page.evaluate(() => harness.app.playback.search.matches.webmarks);
    assert.ok(marks > 0 && said === ` ${marks}`, said);
    await page.evaluate(`(${star})().click()`);
    await until(page, () => harness.app.playback.search.q === 'is:webmark night');
    await answered(page, 'night');
    assert.equal(await page.evaluate(() => harness.app.playback.search.total), marks);
    // It stays, pressed, until it is pressed again.
    await until(page, `(${star})()?.ariaPressed === 'true'`);
    await page.evaluate(`(${star})().click()`);
    await answered(page, 'night');
    await until(page, `(${star})()?.ariaPressed === null`);
    await sound(page);
  });

  test('of the results those with a label are one click, or one key, away', async () => {
    const page = await playback('#/grid?q=sourdough+OR+pencil+OR+logs');
    await answered(page, 'logs');
    const labels = () => [...document.querySelectorAll('.facets .chip')].filter((chip) => chip.querySelector('.glyph-label'));
    await until(page, `(${labels})().length > 0`);
    const [shown, matching] = await page.evaluate(`[(${labels})().map((chip) => chip.textContent), harness.app.playback.search.matches.labels]`);
    assert.deepEqual(shown, matching.map(({ label, count }) => `${label} ${count}`));
    assert.ok(matching.length > 1 && shown.length === matching.length, shown.join());
    assert.equal(await page.evaluate(`(${labels})()[0].ariaLabel`), `With the label ${shown[0]}`);
    await page.evaluate(`(${labels})()[0].focus()`);
    await press(page, 'Enter');
    const [{ label, count }] = matching;
    await until(page, (filter) => harness.app.playback.search.q.startsWith(filter), `label:"${label}" `);
    await answered(page, 'logs');
    assert.equal(await page.evaluate(() => harness.app.playback.search.total), count);
    await until(page, `(${labels})().some((chip) => chip.textContent === ${JSON.stringify(label)} && chip.ariaPressed === 'true')`);
    assert.ok(await page.evaluate(() => document.querySelector('.facets').contains(document.activeElement)), 'the focus stays among the chips');
    await sound(page);
  });

  test('the date sheet says how much of a search a day holds', async () => {
    const page = await playback('#/reel?q=night');
    await until(page, () => harness.app.playback.search.matches !== null);
    await press(page, 'g');
    await until(page, () => document.activeElement.type === 'date');
    const days = await page.evaluate(() => {
      const { dayNo, count } = harness.app.playback.search.matches.days;
      return [...dayNo].map((day, at) => [new Date(day * 86_400_000).toISOString().slice(0, 10), count[at]]);
    });
    assert.ok(days.length > 3);
    for (const [day, count] of days) {
      await page.$eval('input[type=date]', (field, value) => { field.value = value; field.dispatchEvent(new Event('input')); }, day);
      assert.match(await page.$eval('.sheet-body output', (said) => said.textContent), new RegExp(`^${count} pages? of this search on that day$`));
    }
    await sound(page);
  });

  test('a search by address begins at its best hit, on top and in focus, in both views', async () => {
    for (const hash of ['#/grid?q=night', '#/grid?q=night&sort=newest', '#/reel?q=night']) {
      const page = await playback(hash, { shape: { delay: 15 } });
      await until(page, () => harness.app.playback.search.total > 10 && harness.app.playback.search.hit(0) !== null);
      const { first, newest } = await page.evaluate(() => ({ first: harness.app.playback.search.hit(0).ordinal, newest: harness.app.playback.memory.total - 1 }));
      assert.notEqual(first, newest);
      await isAt(page, first, hash);
      if (hash.startsWith('#/reel')) await until(page, () => document.querySelector('.strip').ariaLabel !== '');
      if (hash.startsWith('#/grid')) {
        assert.deepEqual(await page.evaluate(() => [harness.app.grid.item, harness.app.grid.scroller.top]), [0, 0], hash);
        await focused(page, '.result:first-child');
      }
      await sound(page);
    }
  });

  test('a new search shows its best hit on top wherever one was, and leaving it leads back', async () => {
    const page = await playback();
    for (let i = 0; i < 9; i++) await press(page, 'PageDown');
    const before = await place(page);
    await press(page, '/');
    for (const words of ['night', ' trains']) {
      await page.keyboard.type(words);
      await answered(page, words);
      const { best, top, item } = await page.evaluate(() => ({ best: harness.app.playback.search.hit(0).ordinal, top: harness.app.grid.scroller.top, item: harness.app.grid.item }));
      assert.deepEqual({ top, item }, { top: 0, item: 0 });
      await isAt(page, best);
    }
    await press(page, 'Escape');
    await until(page, () => !harness.app.playback.search.active);
    assert.deepEqual(await place(page), before, 'nothing was looked at');
    await page.keyboard.type('night');
    await answered(page, 'night');
    await press(page, 'ArrowDown');
    await focused(page, '.result');
    await press(page, 'ArrowDown');
    const chosen = await place(page);
    await press(page, 'Escape');
    await until(page, () => !harness.app.playback.search.active);
    assert.deepEqual(await place(page), chosen, 'what was looked at stays');
    await sound(page);
  });

  test('an older answer never replaces a newer one', async () => {
    const page = await playback();
    const total = await page.evaluate(async () => {
      const { engine, app } = harness;
      const { search } = engine;
      engine.search = async (request) => {
        const answer = await search(request);
        await new Promise((later) => { setTimeout(later, request.q === 'tea' ? 300 : 10); });
        return answer;
      };
      const slow = app.playback.search.set('tea');
      await app.playback.search.set('zeppelin');
      await slow;
      return app.playback.search.total;
    });
    assert.equal(total, 0, 'the answer for tea came last and was dropped');
    await sound(page);
  });
});
