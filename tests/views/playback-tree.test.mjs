/** What a screen reader is told on the ways that most people go: a day, what was found, a frame, its sheets, what was done. */
import { test } from 'node:test';
import { press, settle, until } from './stage/hands.mjs';
import { BROWSER, playback, surface, views } from './stage/stage.mjs';
import { goneHash } from './stage/ids.mjs';
import { toldAs } from './stage/tree.mjs';

const THRICE = 'https://museum.example/lighthouse';
const small = { width: 700, height: 560 };
const still = async (page) => {
  await until(page, () => harness.app.playback.memory.pictures.idle && !harness.app.playback.search.busy && ![...document.querySelectorAll('.tile-link, .tile')].some((one) => one.textContent.includes('Loading')));
  await settle(page);
};
const there = (page, selector) => until(page, (one) => document.querySelector(one) !== null, selector);

/** [address, what is done, what is there by then]. */
const FLOWS = {
  'a-day': ['#/grid', [], '.tile-title'],
  'a-selection': ['#/grid', ['ArrowRight', ' ', 'Shift+ArrowRight'], '.selection-bar:not([hidden])'],
  'results': ['#/grid?q=pencil', [], '.chip:has(.glyph-calendar) .number'],
  'nothing-found': ['#/grid?q=zeppelin+harbour', [], 'body:has(.complaints li) .chip:has(.glyph-calendar) .number'],
  'a-frame': ['#/reel', [], '.trail-save'],
  'versions': ['#/grid?q=harbour+site%3Anews.example', ['v', 'd'], '.changes ins'],
  'labels': ['#/reel', ['l'], 'dialog .chip'],
  'a-date': ['#/grid', ['g'], 'dialog input'],
  'forgotten': ['#/grid', ['ArrowRight', 'Delete'], 'body:has(.toast:not([hidden])):has(.row:nth-of-type(3) .tile.forgotten) .toolbar button[aria-label="Recently forgotten"]:not([hidden])'],
};

/** Pages of ours beside playback: [view, shape, how it is shown]. */
const SURFACES = {
  settings: ['settings', {}, {}], welcome: ['welcome', {}, {}], memory: ['memory', {}, {}],
  gone: ['gone', {}, { hash: goneHash(THRICE, 'missing') }],
};

views('what is told of playback', () => {
  for (const [name, [hash, keys, selector]] of Object.entries(FLOWS)) {
    test(name, async () => {
      const page = await playback(hash, small);
      await still(page);
      for (const key of keys) {
        if (key === 'd') await until(page, () => document.querySelector('.reel-acts button:has(.glyph-versions)')?.checkVisibility());
        await press(page, key);
      }
      await there(page, selector);
      await still(page);
      await toldAs(page, name);
    });
  }

  // Their sections say themselves that they are regions: Firefox's service keeps the role that one had before it was named.
  test('the popup and the panel of a WebMark', async () => {
    await toldAs(await surface('popup', { front: THRICE }, { width: 380, height: 560 }), 'popup');
    const panel = await surface('panel', { front: THRICE }, { width: 360, height: 900 });
    await toldAs(panel, 'panel');
  });

  for (const [name, [view, shape, options]] of Object.entries(SURFACES)) {
    test(name, async () => {
      const page = await surface(view, shape, options);
      await settle(page);
      await toldAs(page, name);
    });
  }
});
