/** What a letter of the search costs, as counts: it is painted before its answer, and results take the place of results where these stand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sound, until } from './stage/hands.mjs';
import { playback, views } from './stage/stage.mjs';

/** Results of a word that goes on; the caret stands behind it. */
async function begun(q) {
  const page = await playback(`#/grid?q=${q}`);
  await until(page, () => document.querySelectorAll('.result').length > 3 && document.querySelectorAll('.facets .chip:has(.number)').length > 1 && harness.app.playback.memory.pictures.idle);
  await page.$eval('.search input', (field) => { field.focus(); field.setSelectionRange(field.value.length, field.value.length); });
  return page;
}
const answered = (page, q) => until(page, (words) => { const { search } = harness.app.playback; return search.q === words && !search.busy && search.matches !== null; }, q);

views('a letter of the search', () => {
  test('is painted before its answer, however soon that is there', async () => {
    const page = await begun('te');
    await page.evaluate(async () => {
      const { search } = harness.app.playback;
      const known = await harness.engine.search({ ...search.request(), q: 'tea' });
      const ask = harness.engine.search;
      harness.engine.search = (request) => (request.q === 'tea' && request.offset === 0 ? Promise.resolve(known) : ask(request));
      globalThis.seen = [];
      document.querySelector('.search input').addEventListener('input', () => {
        const before = search.answer;
        requestAnimationFrame(() => globalThis.seen.push(search.answer === before));
      }, true);
    });
    await page.keyboard.type('a');
    await answered(page, 'tea');
    assert.deepEqual(await page.evaluate(() => globalThis.seen), [true]);
    await sound(page);
  });

  test('leaves rows where they are and chips until others are known, fills what is on the screen, and asks for no styles of buttons', async () => {
    const page = await begun('t');
    await page.evaluate(() => {
      const chips = () => document.querySelectorAll('.facets .chip').length;
      globalThis.rows = [...document.querySelectorAll('.row')].filter((row) => row.getBoundingClientRect().top < innerHeight).slice(0, 2);
      globalThis.removed = 0;
      globalThis.fewest = Infinity;
      globalThis.looked = 0;
      new MutationObserver((records) => {
        for (const { removedNodes } of records) globalThis.removed += [...removedNodes].filter((node) => globalThis.rows.includes(node)).length;
        globalThis.fewest = Math.min(globalThis.fewest, chips());
      }).observe(document.body, { childList: true, subtree: true });
      const { checkVisibility } = Element.prototype;
      Element.prototype.checkVisibility = function look(...how) {
        if (this.matches('button, a.button')) globalThis.looked += 1;
        return checkVisibility.apply(this, how);
      };
      // Nobody rests meanwhile: what is not on the screen waits.
      const later = setTimeout;
      globalThis.setTimeout = (act, ms, ...more) => (ms === 150 ? 0 : later(act, ms, ...more));
    });
    for (const [letter, q] of [['e', 'te'], ['a', 'tea']]) {
      await page.keyboard.type(letter);
      await answered(page, q);
    }
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const { removed, fewest, looked, beyond, shown } = await page.evaluate(() => {
      const { removed, fewest, looked } = globalThis;
      const tops = [...document.querySelectorAll('.result')].map((one) => one.getBoundingClientRect().top);
      return { removed, fewest, looked, beyond: tops.filter((top) => top > innerHeight).length, shown: tops.length };
    });
    assert.deepEqual({ removed, looked, beyond }, { removed: 0, looked: 0, beyond: 0 });
    assert.ok(fewest > 2, `${fewest} chips`);
    assert.ok(shown > 3);
    await sound(page);
  });

  test('a result that moves up takes its picture along, and what is below the screen comes when no other letter does', async () => {
    const page = await begun('lighthouse');
    await page.evaluate(() => { globalThis.pictures = new Map([...harness.app.grid.pool.cells()].map(([, cell]) => [cell.ordinal, cell.element.querySelector('.picture > img')]).filter(([, image]) => image !== null)); });
    await page.keyboard.type(' keepers');
    await answered(page, 'lighthouse keepers');
    await until(page, () => harness.app.playback.memory.pictures.idle);
    const [same, other] = await page.evaluate(() => {
      const kept = [...harness.app.grid.pool.cells()].filter(([, { ordinal }]) => globalThis.pictures.has(ordinal)).map(([, { ordinal, element }]) => element.contains(globalThis.pictures.get(ordinal)));
      return [kept.filter(Boolean).length, kept.filter((one) => !one).length];
    });
    assert.ok(same > 0 && other === 0, `${same} kept, ${other} made anew`);
    await page.evaluate(() => harness.app.field.put('the'));
    await answered(page, 'the');
    await until(page, () => [...document.querySelectorAll('.result')].some((one) => one.getBoundingClientRect().top > innerHeight));
    await sound(page);
  });
});
