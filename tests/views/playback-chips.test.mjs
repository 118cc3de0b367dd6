/** The chips above results, over the real engine: what one counts is what it leads to, and each carries the whole of what it takes away. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { press, settle, sound, until } from './stage/hands.mjs';
import { playback, views } from './stage/stage.mjs';

/** Searches, and waits for all that matches. */
async function search(page, q) {
  await page.evaluate((words) => harness.app.field.put(words), q);
  await answered(page, q);
}
const answered = (page, q) => until(page, (words) => {
  const { search } = harness.app.playback;
  return search.q === words && !search.busy && search.matches !== null;
}, q);
/** Those that are pressed: all but how results are sorted. */
const pressed = (page) => page.$$eval('.facets .chip[aria-pressed="true"]:not([data-chip^="sort "])', (all) => all.map((one) => one.textContent));

views('the chips above results', () => {
  test('what a chip counts is what it leads to, also of a word that has only begun', async () => {
    const page = await playback('#/grid');
    for (const [q, kind] of [['nigh', 'on:'], ['"night trai', 'site:']]) {
      await search(page, q);
      // Those of days are counted once one rests on the search.
      await until(page, () => document.querySelectorAll('.facets .chip:has(.number)').length > 0 && [...document.querySelectorAll('.facets .chip:not([aria-pressed])')].every((chip) => chip.querySelector('.number') !== null));
      const [chip, pages, narrowed] = await page.evaluate((begins) => {
        const one = document.querySelector(`.facets .chip:not([aria-pressed])[data-chip^="${begins}"]`);
        const [{ chip }, pages] = [one.dataset, Number(one.querySelector('.number').textContent)];
        one.click();
        return [chip, pages, document.querySelector('.search input').value];
      }, kind);
      assert.ok(pages > 0, `${q}: ${chip} leads to nothing`);
      await answered(page, narrowed);
      assert.equal(await page.evaluate(() => harness.app.playback.search.total), pages, `${q}: ${chip}, as ${narrowed}`);
      await until(page, (one) => document.querySelector(`.facets .chip[aria-pressed="true"][data-chip="${one}"]`) !== null, chip);
    }
    await sound(page);
  });

  test('a narrowed query finds what was counted of it, whatever its shape is', async () => {
    const page = await playback('#/grid');
    const looked = await page.evaluate(async () => {
      const shapes = ['nigh', 'night', 'nigh ', 'night trai', '"night trai', '"night trains"', 'nig OR penc', 'penc OR nig ', '(nig OR sourd', '(night OR penc) ', 'OR nigh', '| nigh', 'nig|penc', 'night -penc', 'night NOT', 'penc OR', 'night AND trai', 'title:nig', 'night on:2026', 'on:2026 nigh', 'NICHT sourdo', '-(sourd', '… OR nigh', 'site: OR penc', 'on:nonsense OR penc', 'site:n', 'https://n', 'url:exam', ''];
      const asked = { sort: 'best', limit: 1, offset: 0, now: Date.now(), offsetMin: 0 };
      const looked = [];
      for (const q of shapes) {
        const { sites, labels, webmarks } = await harness.engine.matches({ ...asked, q });
        const parts = [...sites.slice(0, 3).map(({ site, count }) => [`site:${site}`, count]), ...labels.slice(0, 2).map(({ label, count }) => [`label:"${label}"`, count]), ...(webmarks > 0 ? [['is:webmark', webmarks]] : [])];
        for (const [part, pages] of parts) looked.push({ q, part, pages, total: (await harness.engine.search({ ...asked, q: harness.narrowed(q, part) })).total });
      }
      return looked;
    });
    assert.deepEqual(looked.filter(({ pages, total }) => pages !== total), []);
    assert.ok(new Set(looked.map(({ q }) => q)).size > 24, `${new Set(looked.map(({ q }) => q)).size} shapes found something`);
    await sound(page);
  });

  test('a chip that an arrow leads to is whole in sight, however little room there is', async () => {
    const page = await playback('#/grid?q=tea', { width: 320, height: 256 });
    const chips = () => page.evaluate(() => document.querySelectorAll('.facets .chip').length);
    await until(page, () => document.querySelectorAll('.facets .chip').length > 6);
    await page.focus('.facets .chip');
    for (let n = await chips(); n > 0; n--) {
      await press(page, 'ArrowRight');
      await until(page, () => {
        const { left, right } = document.activeElement.getBoundingClientRect();
        return document.activeElement.matches('.facets .chip') && left >= 0 && right <= innerWidth;
      });
    }
    await sound(page);
  });

  test('a date of several words is one chip, and goes as a whole', async () => {
    const page = await playback('#/grid');
    for (const [q, chip, left] of [['after:300 days ago night', 'after:300 days ago', 'night'], ['night after:1 january 2020', 'after:1 january 2020', 'night'], ['nach:1. Januar 2020 night', 'nach:1. Januar 2020', 'night'],
      ['on:2026-02 - 2026-03 night trains', '2026-02 - 2026-03', 'night trains'], ['before:"1 january 2099" night', 'before:"1 january 2099"', 'night']]) {
      await search(page, q);
      await until(page, () => document.querySelector('.facets .glyph-close') !== null);
      assert.deepEqual(await pressed(page), [chip]);
      await page.evaluate(() => document.querySelector('.facets .glyph-close').closest('.chip').click());
      await answered(page, left);
    }
    await sound(page);
  });

  test('what is still being typed and narrows nothing yet is no chip', async () => {
    const page = await playback('#/grid');
    // What the engine was asked, and has answered, of filters as a whole.
    await page.evaluate(() => {
      const { search } = harness.engine;
      globalThis.told = [];
      harness.engine.search = async (request) => {
        const answer = await search(request);
        setTimeout(() => globalThis.told.push(request.q));
        return answer;
      };
    });
    await press(page, '/');
    for (const [filter, chips] of [['on:ye', []], ['is:web', []], ['lang:germ', []], ['is:webmark', ['WebMarks']], ['on:2026', ['2026']]]) {
      await page.evaluate(() => document.querySelector('.search input').select());
      await page.keyboard.type(`night ${filter}`);
      await answered(page, `night ${filter}`);
      await until(page, (whole) => globalThis.told.includes(whole), `${filter.replace(':', ':"')}" `);
      // Chips are drawn in the frame.
      await settle(page);
      assert.deepEqual(await pressed(page), chips, filter);
    }
    await sound(page);
  });
});
