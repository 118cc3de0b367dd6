/** Playback over what no memory should have and some have, on the real engine: each has its designed state. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, focused, isAt, place, press, readable, says, sound, until } from './stage/hands.mjs';
import { host, playback, views } from './stage/stage.mjs';

const unruly = (hash, options) => playback(hash, { memory: 'unruly', ...options });
const idle = (page) => until(page, () => harness.app.playback.memory.pictures.idle && !harness.app.playback.search.busy);
/** What the pages of unruly.example are called. */
const NAMES = [
  `${'W'.repeat(300)}…`, 'Bell and NUL [31m in a row', 'gnp.exe and more', 'unruly.example/unseen', 'One two three', `${'x'.repeat(299)}…`,
];

views('playback of an unruly memory', () => {
  test('titles of 10,000 letters, of control characters and of none are names, in the grid, the reeler, results and every sheet', async () => {
    const page = await unruly('#/grid?q=wildwort');
    await until(page, () => document.querySelectorAll('.result-title').length === 9 && harness.app.playback.memory.pictures.idle);
    const titles = await page.$$eval('.result-title', (all) => all.map((one) => one.textContent));
    for (const name of NAMES) assert.ok(titles.includes(name), name);
    assert.ok(titles.every((title) => title.length <= 301));
    await readable(page);
    await accessible(page, 'results');
    for (let n = 0; n < 9; n++) {
      await press(page, 'Enter');
      // A result is a link, which this stage leads nowhere: its frame is looked at in the reeler.
      await press(page, 'v');
      await until(page, () => harness.app.reel.shown && document.querySelector('.reel-title').textContent !== '' && harness.app.playback.memory.pictures.idle);
      await readable(page);
      await press(page, 't');
      await until(page, () => document.querySelector('dialog h2') !== null);
      assert.equal(await page.evaluate(() => document.querySelector('dialog h2').textContent === document.querySelector('.reel-title').textContent), true);
      assert.ok(await page.evaluate(() => document.querySelector('dialog').getBoundingClientRect().bottom <= innerHeight));
      await press(page, 'Escape', 'l');
      await until(page, () => document.querySelector('dialog form') !== null);
      await press(page, 'Escape', 'v');
      await until(page, () => harness.app.grid.shown);
      await press(page, 'ArrowRight');
    }
    await press(page, 'Escape');
    await until(page, () => document.querySelectorAll('.tile:not(.result)').length > 5);
    await idle(page);
    await readable(page);
    await sound(page);
  });

  test('a picture that is gone, or is none any more, is a title card: nothing is broken, nothing blank', async () => {
    for (const [hash, at] of [['#/grid', '.tile'], ['#/grid?q=wildwort', '.result'], ['#/reel', '.frame:not([hidden])']]) {
      const page = await unruly(hash);
      // Each is a picture that can be seen or a card that can be read; a blurred one is on its way.
      const shown = await until(page, (selector) => {
        const boxes = [...document.querySelectorAll(`${selector} .picture`)];
        const kinds = boxes.map((box) => (box.querySelector(':scope > img')?.naturalWidth > 0 ? 'image' : box.querySelector('.card-title')?.textContent ? 'card' : 'nothing'));
        return kinds.length > 4 && !kinds.includes('nothing') && kinds;
      }, at);
      const kinds = new Set(await shown.jsonValue());
      assert.ok(kinds.has('card') && (at.startsWith('.frame') || kinds.has('image')), `${hash}: ${[...kinds]}`);
      assert.equal(await page.evaluate(() => document.querySelector('.banner:not([hidden])')), null, 'no alarm for a picture');
      await sound(page, hash);
    }
  });

  test('pages that were seen ahead of the clock stand first and say so', async () => {
    const page = await unruly('#/grid');
    await until(page, () => document.querySelectorAll('.day-near').length > 2);
    assert.deepEqual(await page.$$eval('.day-row .day-near', (all) => all.slice(0, 3).map((one) => one.textContent)), ['Ahead of the clock', 'Ahead of the clock', 'Today']);
    await press(page, 'v');
    await until(page, () => harness.app.reel.shown && document.querySelector('.reel-title').textContent === 'Seen 400 days ahead of the clock');
    await says(page, '.reel-line', 'next year');
    await press(page, 'PageDown');
    await until(page, () => document.querySelector('.reel-title').textContent === 'Seen 2 days ahead of the clock');
    await press(page, 'PageDown');
    await says(page, '.reel-line', 'Tuesday, 3 March 2026');
    await sound(page);
  });

  test('500 versions of one page: those in sight are in the document, arrows walk through all of them', async () => {
    const page = await unruly('#/grid?q=gauge+site%3Agauge.example');
    await until(page, () => harness.app.playback.search.matches !== null && document.querySelector('.result-link') !== null);
    await press(page, 'v');
    await until(page, () => harness.app.reel.shown && !document.querySelector('.reel-acts button:has(.glyph-versions)').hidden);
    await press(page, 'd');
    await until(page, () => document.querySelector('.changes ins') !== null && document.querySelector('.version') !== null);
    await says(page, '.versions', '500 versions are remembered.');
    const strip = () => page.evaluate(() => ({ many: document.querySelectorAll('.version').length, stops: document.querySelectorAll('.version[tabindex="0"]').length }));
    const few = await strip();
    assert.ok(few.many > 5 && few.many < 24 && few.stops === 1, JSON.stringify(few));
    await sound(page, 'newest');
    await press(page, 'Tab');
    await focused(page, '.version-strip');
    for (let step = 0; step < 40; step++) {
      await press(page, 'ArrowLeft');
      if (step % 10 === 0) await focused(page, '.version-strip');
    }
    await press(page, 'Home');
    await focused(page, '.version-strip');
    assert.match(await page.evaluate(() => document.activeElement.textContent), /1 Jan 2026/);
    await press(page, 'Enter');
    await until(page, () => document.querySelector('.changes del')?.textContent.includes('0') && document.querySelector('.versions select').value === '0');
    assert.ok((await strip()).many < 24);
    await readable(page);
    await accessible(page, 'oldest');
  });

  test('an engine that is ended while one scrolls comes again, and nothing is lost of the place, the focus or the words', async () => {
    const page = await playback('#/grid');
    await until(page, () => document.querySelector('.tile-title').textContent !== '');
    await press(page, 'PageDown');
    await (await host()).evaluate(() => globalThis.endWorker());
    for (let n = 0; n < 6; n++) await press(page, 'PageDown');
    await focused(page, '.rows');
    const { ordinal } = await place(page);
    // What was asked of the one that ended is asked again of the next.
    await until(page, () => [...document.querySelectorAll('.tile')].filter((one) => { const { top, bottom } = one.getBoundingClientRect(); return bottom > 0 && top < innerHeight; })
      .every((one) => one.querySelector('.tile-title').textContent !== ''));
    await until(page, () => document.querySelector('.banner').hidden && harness.app.playback.memory.pictures.idle);
    await isAt(page, ordinal);
    await press(page, 's');
    await until(page, () => harness.app.playback.isStarred(harness.app.here));
    await focused(page, '.rows');
    await sound(page);
  });

  test('a full store: a star that could not be kept is taken back, and it says what to do until it is done', async () => {
    const page = await playback('#/grid', { shape: { refuses: { kind: 'freeSpace', fact: 'no room' } } });
    await until(page, () => document.querySelector('.tile-title').textContent !== '');
    await press(page, 's');
    await until(page, () => !document.querySelector('.banner').hidden);
    // What is drawn by then comes from the engine.
    await until(page, () => !harness.app.playback.isStarred(harness.app.here) && document.querySelector('.tile.starred .tile-link[tabindex="0"]') === null);
    await new Promise((done) => setTimeout(done, 500));
    assert.equal(await page.$eval('.banner', (banner) => banner.hidden), false, 'it stays');
    await accessible(page, 'a full store');
    await focused(page, '.rows');
    await press(page, 'Delete');
    await until(page, () => document.querySelector('.tile.forgotten') === null && document.querySelector('.toast:not([hidden])') === null);
    await sound(page);
  });

  test('a site of 30,000 pages: all of them are found, the last is reached, and nothing grows', async () => {
    const page = await playback('#/grid?q=site%3Abig.example', { memory: 'bigSite' });
    await says(page, '.count', '30,000 pages');
    await press(page, 'Control+End');
    await until(page, () => harness.app.grid.item === 29_999 && document.activeElement.textContent.includes('of the catalogue'));
    await focused(page, '.rows');
    await press(page, 'Control+a');
    await says(page, '.selection-bar', '30,000');
    await sound(page, 'the last');
    await press(page, 'Escape', 'Control+Home');
    await until(page, () => harness.app.grid.item === 0 && document.activeElement.textContent.includes('of the catalogue'));
    await press(page, 'v', 'Control+Home');
    await isAt(page, 0);
    await until(page, () => document.querySelector('.reel-title').textContent === 'Item 0 of the catalogue');
    await sound(page, 'the oldest');
  });
});
