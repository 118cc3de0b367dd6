/** Starring, labelling, forgetting, taking back and selecting in playback, over the real engine: what the page says is what was done. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { click } from '../browser/lib/click.mjs';
import { focused, isAt, isNamed, named, place, press, sound, until } from './stage/hands.mjs';
import { playback, views } from './stage/stage.mjs';

/** Seen three times, twice of them lately: the second and third tile. The first is a page that was seen once. */
const THRICE = 'https://museum.example/lighthouse';
const ONCE = 'https://garden.example/pruning';

const toast = (page, words) => until(page, (wanted) => document.querySelector('.toast:not([hidden]) [role=status]')?.textContent === wanted, words);
const pageOf = (page, url) => page.evaluate((address) => harness.engine.page(address), url);
const found = (page, q) => page.evaluate(async (words) => (await harness.engine.search({ q: words, sort: 'best', limit: 9, offset: 0, now: Date.now(), offsetMin: 60 })).total, q);
const forgotten = (page, count) => until(page, (wanted) => document.querySelectorAll('.tile.forgotten').length === wanted, count);
const searched = (page, total) => until(page, (wanted) => harness.app.playback.search.total === wanted && !harness.app.playback.search.busy, total);

views('forgetting in playback', () => {
  test('a page that was seen once goes at once, also out of search, and Ctrl+Z brings it back', async () => {
    const page = await playback();
    const { total } = await place(page);
    const before = await named(page);
    await press(page, 'Delete');
    await forgotten(page, 1);
    await toast(page, 'Forgot 1 page.');
    await until(page, () => !document.activeElement.closest('.forgotten'));
    await focused(page, '.rows');
    await isAt(page, total - 2, 'the focus goes to the next page that stays');
    assert.deepEqual([(await pageOf(page, ONCE)).remembered, await found(page, 'pruning')], [false, 0]);
    await press(page, 'Control+z');
    await forgotten(page, 0);
    await toast(page, '1 visit is back.');
    assert.deepEqual([(await pageOf(page, ONCE)).remembered, await found(page, 'pruning')], [true, 1]);
    await press(page, 'ArrowLeft');
    await isNamed(page, before);
    await sound(page);
  });

  test('a page that was seen three times goes with all its visits, and comes back with its star and label', async () => {
    const page = await playback();
    const { total } = await place(page);
    const before = await pageOf(page, THRICE);
    assert.deepEqual([before.visits, before.star, before.labels], [3, true, ['reading']]);
    await press(page, 'ArrowRight', 'Delete');
    await toast(page, 'Forgot 1 page (3 visits).');
    await forgotten(page, 2);
    await until(page, (there) => harness.app.here === there && !document.activeElement.closest('.forgotten'), total - 4);
    await focused(page, '.rows');
    assert.deepEqual([(await pageOf(page, THRICE)).visits, await found(page, '"northern coast"')], [0, 0]);
    await until(page, (words) => document.querySelector('.count').textContent === words, `${total - 3} visits`);
    await press(page, 'Control+z');
    await toast(page, '3 visits are back.');
    await forgotten(page, 0);
    assert.deepEqual(await pageOf(page, THRICE), before);
    assert.equal(await found(page, '"northern coast"'), 1);
    await sound(page);
  });

  test('an imported page that is none of the web goes with all its visits, too', async () => {
    const page = await playback();
    const url = 'file:///home/ada/quince.html';
    const lines = [1, 2, 3].map((n) => JSON.stringify({ url, title: `Quince ${n}`, text: `quince jelly ${n}`, time: 1_700_000_000_000 + n * 60_000 }));
    await page.evaluate((all) => harness.engine.importPart(all, 1), `${lines.join('\n')}\n`);
    assert.equal((await pageOf(page, url)).visits, 3);
    const results = await playback('#/grid?q=quince', { memory: 'as it is' });
    await searched(results, 1);
    await results.waitForSelector('.result');
    await press(results, 'Delete');
    await toast(results, 'Forgot 1 page (3 visits).');
    assert.deepEqual([(await pageOf(results, url)).remembered, await found(results, 'quince')], [false, 0]);
    await sound(results);
  });

  test('what is selected among the days is visits: the page stays with its others', async () => {
    const page = await playback();
    await press(page, 'ArrowRight', ' ');
    assert.equal(await page.$eval('.selection-bar [role=status]', (bar) => bar.textContent), '1 visit selected on 1 day');
    await press(page, 'Delete');
    await toast(page, 'Forgot 1 visit.');
    await forgotten(page, 1);
    assert.deepEqual([(await pageOf(page, THRICE)).visits, await found(page, '"northern coast"')], [2, 1]);
    await sound(page);
  });

  test('in the reeler it is the page too, and the film goes on to a frame that stays', async () => {
    const page = await playback('#/reel');
    const { total } = await place(page);
    await page.evaluate(() => {
      const { histogram } = harness.engine;
      globalThis.sums = [];
      harness.engine.histogram = async (...asked) => {
        const answer = await histogram(...asked);
        globalThis.sums.push(answer.counts.reduce((sum, n) => sum + n, 0));
        return answer;
      };
    });
    await press(page, 'ArrowLeft');
    await until(page, () => document.querySelector('.reel-title')?.textContent.startsWith('The lighthouse'));
    await until(page, () => harness.app.reel.drive.atRest);
    await click(page, '.reel-acts [aria-label="Forget this page"]');
    await toast(page, 'Forgot 1 page (3 visits).');
    await until(page, (there) => harness.app.here === there && harness.app.reel.drive.atRest, total - 4);
    await until(page, () => !['', 'Forgotten'].includes(document.querySelector('.reel-title').textContent));
    await until(page, (left) => globalThis.sums.includes(left), total - 3);
    await sound(page);
  });

  test('a result stands for its page, whatever versions of it there are', async () => {
    const page = await playback('#/grid?q=site%3Anews.example');
    await searched(page, 1);
    await focused(page, '.result');
    await press(page, 'Delete');
    await toast(page, 'Forgot 1 page (24 visits).');
    await until(page, () => document.querySelector('.empty:not([hidden]) h2')?.textContent === 'Nothing found for site:news.example');
    assert.deepEqual(await pageOf(page, 'https://news.example/').then(({ visits, captures }) => [visits, captures]), [0, 0]);
    await sound(page);
  });

  test('starring and forgetting in results keep the place among them', async () => {
    const page = await playback('#/grid?q=tea');
    await press(page, 'ArrowDown');
    const before = await named(page);
    await press(page, 's');
    await until(page, () => document.activeElement.closest('.tile.starred') !== null);
    await until(page, () => !harness.app.playback.search.busy);
    await isNamed(page, before);
    // A WebMark stands higher among pages that match alike: the place goes with it.
    const [total, place] = await page.evaluate(() => [harness.app.playback.search.total, harness.app.grid.item]);
    await press(page, 'Delete');
    await searched(page, total - 1);
    await until(page, () => document.activeElement.classList.contains('result-link'));
    assert.equal(await page.evaluate(() => harness.app.grid.item), Math.min(place, total - 2));
    assert.notEqual(await named(page), before);
    await sound(page);
  });

  test('results that are selected are pages, forgotten and taken back as one', async () => {
    const page = await playback('#/grid?q=pencil');
    await searched(page, 3);
    await focused(page, '.result');
    await press(page, ' ', 'Shift+ArrowRight');
    await until(page, () => document.querySelector('.selection-bar [role=status]').textContent === '2 hits selected on 2 days');
    await press(page, 'Delete');
    await toast(page, 'Forgot 2 pages.');
    await searched(page, 1);
    await press(page, 'Control+z');
    await toast(page, '2 visits are back.');
    await searched(page, 3);
    await sound(page);
  });

  test('more than 500 visits are asked about once, with their number and the WebMarks among them', async () => {
    const page = await playback();
    const lines = Array.from({ length: 501 }, (_, n) => JSON.stringify({ url: `https://rope.example/${n}`, title: `Rope ${n}`, text: 'sisal', star: n < 2, time: 1_700_000_000_000 + n * 60_000 }));
    await page.evaluate((all) => harness.engine.importPart(all, 1), lines.join('\n'));
    const results = await playback('#/grid?q=sisal', { memory: 'as it is' });
    await searched(results, 501);
    await results.waitForSelector('.result');
    await press(results, 'Control+a', 'Delete');
    await until(results, () => document.querySelector('dialog .sheet-body')?.textContent.includes('That is 501 visits of 501 pages.2 of the pages are WebMarks.'));
    await press(results, 'Escape');
    await until(results, () => document.querySelector('dialog') === null);
    assert.equal(await found(results, 'sisal'), 501);
    await press(results, 'Delete');
    await until(results, () => document.querySelector('dialog .danger') !== null);
    await results.evaluate(() => {
      const { mutate } = harness.engine;
      globalThis.calls = 0;
      harness.engine.mutate = (...asked) => { globalThis.calls++; return mutate(...asked); };
    });
    await click(results, 'dialog .danger');
    await toast(results, 'Forgot 501 pages.');
    assert.deepEqual([await found(results, 'sisal'), await results.evaluate(() => globalThis.calls)], [0, 1], 'by one call');
    await click(results, '.toast .link');
    await toast(results, '501 visits are back.');
    await sound(results);
  });

  test('a key that is held down forgets one page, and stars once', async () => {
    const page = await playback();
    const { total } = await place(page);
    await page.keyboard.down('Delete');
    for (let held = 0; held < 5; held++) await page.keyboard.down('Delete');
    await page.keyboard.up('Delete');
    await toast(page, 'Forgot 1 page.');
    await until(page, (words) => document.querySelector('.count').textContent === words, `${total - 1} visits`);
    await page.keyboard.down('s');
    await page.keyboard.down('s');
    await page.keyboard.up('s');
    await until(page, () => harness.app.playback.deeds.latest?.kind === 'star');
    await sound(page);
  });

  test('all that a search found is not forgotten where a part of it was not understood; one result is', async () => {
    const page = await playback('#/grid?q=pencil%20on%3Anonsense');
    await searched(page, 3);
    await page.waitForSelector('.result');
    await press(page, 'Control+a', 'Delete');
    await until(page, () => document.querySelector('.toast:not([hidden])')?.textContent.includes('Nothing was forgotten'));
    assert.equal(await found(page, 'pencil'), 3);
    await press(page, 'Escape', 'Delete');
    await toast(page, 'Forgot 1 page.');
    assert.equal(await found(page, 'pencil'), 2);
    await sound(page);
  });

  test('what is forgotten is in no count, no name and no selection', async () => {
    const page = await playback();
    const { total } = await place(page);
    const day = () => page.$eval('.day-count', (count) => parseInt(count.textContent, 10));
    const before = await day();
    await press(page, 'Delete');
    await forgotten(page, 1);
    await until(page, (count) => parseInt(document.querySelector('.day-count').textContent, 10) === count, before - 1);
    const names = await page.$$eval('.tile', (tiles) => tiles.map((tile) => tile.textContent));
    assert.ok(!names.some((name) => name.includes('garden.example')), names.slice(0, 3).join(' | '));
    await press(page, 'Control+a');
    assert.equal(await page.evaluate(() => harness.app.playback.selection.size), total - 1);
    assert.equal(await page.$eval('.selection-bar .danger .bar-name', (name) => name.textContent), 'Forget these visits');
    await sound(page);
  });

  test('forgets that follow one another are told and taken back together', async () => {
    const page = await playback();
    await press(page, 'Delete');
    await toast(page, 'Forgot 1 page.');
    await press(page, 'Delete');
    await toast(page, 'Forgot 2 pages (4 visits).');
    await forgotten(page, 3);
    await click(page, '.toast .link');
    await toast(page, '4 visits are back.');
    await forgotten(page, 0);
    await sound(page);
  });

  test('what another tab has taken back is offered no more', async () => {
    const page = await playback();
    await press(page, 'Delete');
    await toast(page, 'Forgot 1 page.');
    await press(page, 'Delete');
    await toast(page, 'Forgot 2 pages (4 visits).');
    const ops = await page.evaluate(() => harness.app.playback.deeds.forgets.map(({ op }) => op));
    await page.evaluate((op) => harness.engine.undo(op), ops[0]);
    await toast(page, 'Forgot 1 page (3 visits).');
    await page.focus('.toast .link');
    await page.evaluate((op) => harness.engine.undo(op), ops[1]);
    await until(page, () => document.querySelector('.toast').hidden);
    await forgotten(page, 0);
    await focused(page, '.rows');
    await sound(page);
  });

  test('what was forgotten can be taken back from the list when the toast is gone, also by a page that is opened later', async () => {
    const before = await playback();
    await press(before, 'Delete');
    await toast(before, 'Forgot 1 page.');
    await press(before, 'Delete');
    await toast(before, 'Forgot 2 pages (4 visits).');
    const page = await playback('#/grid', { memory: 'as it is' });
    await click(page, '[aria-label="Recently forgotten"]');
    await until(page, () => document.querySelectorAll('.forgets li').length === 2);
    assert.deepEqual(await page.$$eval('.forgets strong', (all) => all.map((one) => one.textContent)), ['3 visits', '1 visit'], 'the latest first');
    await click(page, '.forgets button');
    await until(page, () => document.querySelectorAll('.tile.forgotten').length === 1 && document.querySelectorAll('.forgets li').length === 1);
    await click(page, '.forgets .danger');
    await until(page, () => document.querySelector('dialog') === null && document.querySelector('[aria-label="Recently forgotten"]').hidden);
    assert.deepEqual([(await pageOf(page, THRICE)).visits, (await pageOf(page, ONCE)).visits], [3, 0]);
    await sound(page);
  });
});

views('starring, labelling and selecting in playback', () => {
  test('a star is of the page: every visit of it shows it, and Ctrl+Z gives it back', async () => {
    const page = await playback();
    await until(page, () => document.querySelectorAll('.tile.starred').length >= 2);
    const starred = () => page.$$eval('.tile', (tiles) => tiles.slice(0, 4).map((tile) => tile.classList.contains('starred')));
    assert.deepEqual(await starred(), [false, true, true, false]);
    await press(page, 'ArrowRight', 's');
    await until(page, () => ![...document.querySelectorAll('.tile')].slice(0, 4).some((tile) => tile.classList.contains('starred')));
    assert.equal((await pageOf(page, THRICE)).star, false);
    await press(page, 'Control+z');
    await toast(page, 'Undone.');
    await until(page, () => document.querySelectorAll('.tile.starred').length >= 2);
    assert.deepEqual(await starred(), [false, true, true, false]);
    await press(page, 'ArrowLeft', 's');
    await until(page, () => document.activeElement.closest('.starred') !== null);
    assert.equal((await pageOf(page, ONCE)).star, true);
    await sound(page);
  });

  test('labels go on and off; one that is there already is no deed', async () => {
    const page = await playback('#/grid', { memory: 'home' });
    await press(page, 'ArrowRight', 'l');
    await until(page, () => document.querySelector('dialog .chip[aria-pressed=true]')?.textContent === 'reading');
    await page.keyboard.type(' reading ');
    await press(page, 'Enter');
    await page.keyboard.type('to  read');
    await press(page, 'Enter');
    await until(page, () => [...document.querySelectorAll('dialog .chip[aria-pressed=true]')].some((chip) => chip.textContent === 'to read'));
    await until(page, () => harness.app.playback.deeds.latest?.label === 'to read');
    assert.deepEqual((await pageOf(page, THRICE)).labels, ['reading', 'to read']);
    await press(page, 'Escape', 'Control+z');
    await toast(page, 'Undone.');
    assert.deepEqual((await pageOf(page, THRICE)).labels, ['reading']);
    assert.equal(await page.evaluate(() => harness.app.playback.deeds.latest), null, 'nothing was done before');
    await sound(page);
  });

  test('selecting by keys, starring what is selected, and clearing', async () => {
    const page = await playback();
    const { total } = await place(page);
    await press(page, 'ArrowRight', 'ArrowRight', 'ArrowRight', ' ', 'Shift+ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowLeft');
    assert.equal(await page.evaluate(() => harness.app.playback.selection.size), 2);
    await press(page, 's');
    await until(page, () => document.querySelectorAll('.tile.starred[aria-selected=true]').length === 2);
    assert.equal(await page.$eval('.selection-bar [role=status]', (bar) => bar.textContent), '2 visits selected on 1 day');
    await press(page, 'Control+a');
    assert.equal(await page.evaluate(() => harness.app.playback.selection.size), total);
    await press(page, 'Escape');
    assert.equal(await page.evaluate(() => harness.app.playback.selection.size), 0);
    await focused(page, '.rows');
    await sound(page);
  });
});
