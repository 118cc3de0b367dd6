/** Pages come in that are older, or go, while one looks: what is on the screen stays what it was, and a deed is done to what one saw. */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import { press, sound, until } from './stage/hands.mjs';
import { host, playback, views } from './stage/stage.mjs';

const MINUTE = 60_000;
const url = (n) => `https://orchard.example/quince/${n}`;
const line = (n, time) => JSON.stringify({ url: url(n), title: `Quince number ${n}`, text: `quince jelly and the number ${n}`, time });
const linesOf = (first, count, from) => `${Array.from({ length: count }, (_, i) => line(first + i, from + i * MINUTE)).join('\n')}\n`;
/** Another tab takes pages in. */
const takeIn = async (lines) => (await host()).evaluate((all) => globalThis.engine.importPart(all, 1), lines);
const remembered = (page, n) => page.evaluate(async (address) => (await harness.engine.page(address)).remembered, url(n));
const arranged = (page, numbering) => until(page, (before) => harness.app.playback.memory.numbering > before && harness.app.here >= 0 && !harness.app.playback.search.busy, numbering);
const numbering = (page) => page.evaluate(() => harness.app.playback.memory.numbering);
const focusedTitle = (page) => page.evaluate(() => document.activeElement.querySelector('.result-title')?.textContent ?? '');
const searched = (page, total) => until(page, (wanted) => harness.app.playback.search.matches?.pages === wanted && document.querySelectorAll('.result:not(.pending)').length === wanted, total);

/** Five pages of a search, newest first, and the third has the focus. */
async function thirdResult(sort = 'newest') {
  const page = await playback();
  await page.evaluate((all) => harness.engine.importPart(all, 1), linesOf(10, 5, 1_700_000_000_000));
  const results = await playback(`#/grid?q=quince&sort=${sort}`, { memory: 'as it is' });
  await searched(results, 5);
  await press(results, 'ArrowRight', 'ArrowRight');
  await until(results, () => document.activeElement.querySelector('.result-title')?.textContent === 'Quince number 12');
  return results;
}

views('a memory that changes under one\'s eyes', () => {
  test('the result that has the focus is the one that is forgotten, also when older pages came in', async () => {
    const page = await thirdResult();
    const before = await numbering(page);
    await takeIn(linesOf(30, 7, 1_500_000_000_000));
    await arranged(page, before);
    await searched(page, 12);
    assert.equal(await focusedTitle(page), 'Quince number 12');
    await press(page, 'Delete');
    await until(page, () => harness.app.playback.deeds.latest?.kind === 'forget');
    assert.deepEqual(await Promise.all([10, 11, 12, 13, 14, 30, 36].map((n) => remembered(page, n))), [true, true, false, true, true, true, true]);
    await sound(page);
  });

  test('what was meant before the ordinals changed is refused, and nothing else is done in its place', async () => {
    const page = await thirdResult();
    const before = await numbering(page);
    const meant = await page.evaluate(() => harness.app.playback.meant([[harness.app.here, harness.app.here + 1]]));
    await takeIn(linesOf(30, 7, 1_500_000_000_000));
    await arranged(page, before);
    await page.evaluate((which) => harness.app.playback.forgetPages(which, { pages: 1, visits: 1, webmarks: 0 }), meant);
    assert.deepEqual(await Promise.all([10, 11, 12, 13, 14, 30, 31, 32].map((n) => remembered(page, n))), Array.from({ length: 8 }, () => true));
    assert.match(await page.$eval('#notices', (notices) => notices.textContent), /Nothing was changed/);
  });

  test('what is selected stays selected, by name', async () => {
    const page = await playback();
    await until(page, () => document.querySelectorAll('.tile').length > 6 && harness.app.playback.memory.captions.get(harness.app.here) !== null);
    await press(page, ' ', 'ArrowRight', 'ArrowRight', ' ');
    const names = () => page.evaluate(async () => {
      const { selection, engine } = harness.app.playback;
      const ordinals = selection.ranges.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i));
      return (await engine.captions(ordinals)).map(({ id }) => id).sort();
    });
    const chosen = await names();
    assert.equal(chosen.length, 2);
    const before = await numbering(page);
    await takeIn(linesOf(30, 7, 1_500_000_000_000));
    await arranged(page, before);
    assert.deepEqual(await names(), chosen);
    await sound(page);
  });

  test('what another tab forgets leaves the results, and comes back when it is taken back', async () => {
    const page = await thirdResult();
    const op = await (await host()).evaluate(async (address) => (await globalThis.engine.mutate({ page: address }, { kind: 'forget' })).op, url(11));
    await searched(page, 4);
    assert.equal(await page.evaluate(() => document.querySelector('#views').textContent.includes('Quince number 11')), false);
    await (await host()).evaluate((which) => globalThis.engine.undo(which), op);
    await searched(page, 5);
    await sound(page);
  });

  test('an engine that did not answer is no search that found nothing; when it answers it is searched', async () => {
    const page = await thirdResult();
    await page.evaluate(() => {
      const { search, overview } = harness.engine;
      const lost = async () => { throw { kind: 'lost', fact: 'worker' }; };
      harness.engine.search = harness.engine.overview = lost;
      globalThis.backAgain = () => { Object.assign(harness.engine, { search, overview }); };
    });
    await page.focus('input[type=search]');
    await page.keyboard.type(' j');
    await until(page, () => harness.app.playback.search.fault !== null);
    const said = await page.evaluate(() => document.body.innerText);
    assert.doesNotMatch(said, /Nothing found|No page/);
    assert.equal(said.match(/does not answer/g)?.length, 1, 'it is said once');
    await page.evaluate(() => globalThis.backAgain());
    await searched(page, 5);
    assert.doesNotMatch(await page.evaluate(() => document.body.innerText), /does not answer/);
  });

  test('each search that was ended is a step back, and its letters are none', async () => {
    const page = await thirdResult('best');
    const search = async (words) => {
      await page.focus('input[type=search]');
      await page.evaluate(() => document.querySelector('input[type=search]').select());
      await page.keyboard.type(words, { delay: 90 });
      await until(page, (q) => harness.app.playback.search.q === q && !harness.app.playback.search.busy, words);
      // As long as the address takes to follow what is typed.
      await sleep(700);
      await page.keyboard.press('Enter');
    };
    await search('orchard');
    await search('harbour');
    const back = async (words) => {
      await page.evaluate(() => history.back());
      await until(page, (q) => document.querySelector('input[type=search]').value === q && harness.app.playback.search.q === q, words);
    };
    await back('orchard');
    await back('quince');
  });

  test('after midnight a result of today is one of yesterday', async () => {
    const page = await playback('#/grid?q=lighthouse');
    await until(page, () => /today/.test(document.querySelector('.result-where')?.textContent));
    await page.evaluate(() => {
      const Real = Date;
      globalThis.Date = class extends Real {
        constructor(...given) { super(...(given.length > 0 ? given : [Real.now() + 24 * 3_600_000])); }
        static now() { return Real.now() + 24 * 3_600_000; }
      };
      harness.app.grid.draw();
    });
    await until(page, () => /yesterday/.test(document.querySelector('.result-where').textContent));
  });
});
