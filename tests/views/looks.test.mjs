// The look of the whole: room for pages at 400 percent, found words in forced colours, one star, one colour and one name for a page in every view.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { load } from '../../tools/lib/load.mjs';
import { filesBelow, fromRoot } from '../../tools/lib/paths.mjs';
import { press, until } from './stage/hands.mjs';
import { BROWSER, playback, surface, views } from './stage/stage.mjs';

globalThis.chrome = { i18n: { getMessage: (key) => key === 'shared_language' ? 'en' : '', getUILanguage: () => 'en-GB' } };
const { readableAddress } = await load('tests/views/fake/units.ts');

test('an address without a title is read, not spelled', () => {
  assert.equal(readableAddress('https://www.xn--mnchen-3ya.example/stra%C3%9Fe/caf%C3%A9?q=gr%C3%BCn'), 'münchen.example/straße/café?q=grün');
  assert.equal(readableAddress('https://example.org/'), 'example.org');
  assert.equal(readableAddress('https://example.org/a-b%2'), 'example.org/a-b%2', 'what is no code stays');
  assert.equal(readableAddress('https://example.org/%E2%80%AEgpj'), 'example.org/%E2%80%AEgpj', 'what turns words around stays written');
  assert.equal(readableAddress('https://example.org/%FF/%C3%BC'), 'example.org/%FF/ü');
  assert.equal(readableAddress('not an address'), 'not an address');
});

test('there is one drawing of the star', () => {
  const path = /const PATH = '([^']+)'/.exec(readFileSync(fromRoot('extension', 'views', 'shared', 'star.ts'), 'utf8'))[1];
  const theme = readFileSync(fromRoot('extension', 'views', 'shared', 'theme.css'), 'utf8');
  assert.ok(theme.includes(`d='${path}'`), 'the style draws the star of star.ts');
  for (const file of filesBelow(fromRoot('extension', 'views')).filter((name) => /\.(ts|css|html)$/.test(name))) {
    assert.ok(!/[★☆]/u.test(readFileSync(fromRoot('extension', 'views', file), 'utf8')), file);
  }
});

views('the look', () => {
  for (const [view, box] of [['grid', '.scroller'], ['reel', '.strip']]) {
    test(`at 400 percent more than half of the ${view} is pages`, async () => {
      const page = await playback(`#/${view}`, { width: 320, height: 256 });
      await until(page, () => harness.app.playback.memory.pictures.idle);
      const seen = await page.evaluate((one) => {
        const { top, bottom } = document.querySelector(one).getBoundingClientRect();
        return (Math.min(bottom, innerHeight) - Math.max(top, 0)) / innerHeight;
      }, box);
      assert.ok(seen >= 0.55, `${view}: ${seen}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing stands out');
    });
  }

  test('at narrow width the rest of the bar is behind one button, by keyboard, too', async () => {
    const page = await playback('#/grid', { width: 400, height: 700 });
    const shown = () => page.evaluate(() => document.querySelector('#more').checkVisibility());
    assert.equal(await shown(), false);
    await page.focus('.more');
    await press(page, 'Enter');
    assert.equal(await shown(), true);
    assert.equal(await page.evaluate(() => document.querySelector('.more').getAttribute('aria-expanded')), 'true');
    await press(page, 'Escape');
    assert.equal(await shown(), false);
    assert.ok(await page.evaluate(() => document.activeElement.matches('.more')));
  });

  test('on narrow screens what is selected is in sight: its bar has one row of acts and stands beside the pages', async () => {
    const page = await playback('#/grid', { width: 360, height: 640 });
    await until(page, () => harness.app.playback.memory.pictures.idle);
    await press(page, ' ', 'ArrowDown', ' ', 'ArrowDown', ' ');
    await until(page, () => harness.app.playback.selection.size === 3);
    await until(page, () => {
      const [bar, held] = [document.querySelector('.selection-bar'), document.activeElement].map((one) => one.getBoundingClientRect());
      return held.bottom <= bar.top && held.bottom > held.top;
    });
    assert.equal(await page.evaluate(() => new Set([...document.querySelectorAll('.selection-bar button')].map((one) => one.getBoundingClientRect().top)).size), 1);
    await press(page, 'Escape');
    await until(page, () => document.querySelector('.views').getBoundingClientRect().bottom === innerHeight);
  });

  test('the two versions that are held against each other are both in sight, also where there is little room', async () => {
    const page = await playback('#/grid?q=harbour+site%3Anews.example', { width: 400, height: 800 });
    await until(page, () => harness.app.playback.search.matches !== null);
    await press(page, 'v', 'd');
    await until(page, () => document.querySelectorAll('.version[aria-pressed="true"]').length === 2);
    assert.ok(await page.evaluate(() => {
      const strip = document.querySelector('.version-strip').getBoundingClientRect();
      return [...document.querySelectorAll('.version[aria-pressed="true"]')].map((one) => one.getBoundingClientRect()).every(({ left, right }) => left >= strip.left && right <= strip.right);
    }));
  });

  test('of two versions without pictures what changed is in sight: no empty frames stand before it', async () => {
    const page = await playback('#/grid', { width: 1280, height: 800 });
    const boxes = () => page.$$eval('.version-picture', (all) => all.map(({ offsetHeight }) => offsetHeight));
    const open = async (words) => {
      await page.evaluate((q) => harness.app.field.put(q), words);
      await until(page, (q) => harness.app.playback.search.q === q && harness.app.playback.search.matches !== null && document.querySelector('.result-link') !== null, words);
      await page.evaluate(() => document.querySelector('.result-link').focus());
      await press(page, 'v', 'd');
      await until(page, () => document.querySelectorAll('.version-picture:not(:empty)').length === 2 && document.querySelector('.changes ins') !== null);
    };
    await page.evaluate(async () => {
      for (const [n, words] of ['calm', 'rough'].entries()) {
        await harness.engine.remember({ id: `${n}`.repeat(32).replaceAll('0', 'e'), at: Date.now() - (2 - n) * 3_600_000, offsetMin: 0, url: 'https://bare.example/', title: 'Of no picture', html: `<p>The bareword sea is ${words} today, and the ferries follow it.</p>` });
      }
    });
    await open('bareword');
    assert.ok((await boxes()).every((height) => height < 64), `${await boxes()}`);
    assert.ok(await page.evaluate(() => document.querySelector('.changes').getBoundingClientRect().top < innerHeight - 100));
    await press(page, 'Escape', '1');
    await open('harbour site:news.example');
    assert.ok((await boxes()).every((height) => height > 200), `${await boxes()}`);
  });

  test('the bar is one line at every width that has room for it, in German, too, and nothing of it wraps alone', async () => {
    for (const width of [1280, 1000, 900, 780]) {
      const page = await playback('#/grid', { width, height: 700, shape: { lang: 'de' } });
      await press(page, 'Delete');
      await until(page, () => document.querySelector('.glyph-undo').checkVisibility());
      assert.ok(await page.$eval('.toolbar', ({ offsetHeight }) => offsetHeight) < 64, `${width} pixels`);
    }
  });

  test('the star of a result never stands on its title, whichever way both run', async () => {
    for (const rtl of [false, true]) {
      const page = await playback('#/grid?q=dalil+OR+lighthouse+OR+wort', { shape: { rtl } });
      await until(page, () => document.querySelectorAll('.result.starred .result-title').length > 0);
      const rooms = await page.$$eval('.result.starred .result-title', (all, side) => all.map((one) => parseFloat(getComputedStyle(one)[side])), rtl ? 'paddingLeft' : 'paddingRight');
      assert.ok(rooms.every((room) => room >= 40), `${rtl}: ${rooms}`);
    }
  });

  test('no line of a title card is cut through, however small it is', async () => {
    for (const width of [320, 400, 1280]) {
      const page = await playback('#/grid?q=wildwort', { memory: 'unruly', width, height: 800 });
      await until(page, () => document.querySelectorAll('.card-title').length > 2);
      const out = await page.$$eval('.card-title', (titles) => titles.map((one) => [one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight), one.textContent.slice(0, 40)]).filter(([lines]) => Math.abs(lines - Math.round(lines)) > 0.05));
      assert.deepEqual(out, [], `${width} pixels`);
    }
  });

  test('the settings are one step from playback, and a full store leads to where room is made', async () => {
    const page = await playback('#/grid', { shape: { refuses: { kind: 'freeSpace', fact: 'no room' } } });
    assert.match(await page.$eval('.to-settings', (link) => link.href), /settings\.html$/);
    await press(page, 's');
    await until(page, () => document.querySelector('.banner a') !== null);
    assert.match(await page.$eval('.banner a', (link) => link.href), /settings\.html#storage$/);
  });

  test('a page without a picture has one colour in popup and playback', async () => {
    const tab = await surface('popup', {}, { width: 380, height: 560 });
    await tab.type('#q', 'archive');
    await until(tab, () => document.querySelector('#hits .hit') !== null);
    const colours = await tab.evaluate(() => [...document.querySelectorAll('#hits .hit')].map((hit) =>
      [hit.querySelector('.where .ellipsis').textContent, getComputedStyle(hit.querySelector('.picture')).backgroundColor]));
    const page = await playback('#/grid');
    await until(page, () => harness.app.playback.memory.pictures.idle && document.querySelector('.tile .card-site') !== null);
    const cards = await page.evaluate(() => [...document.querySelectorAll('.tile .picture:has(.card)')].map((box) =>
      [box.querySelector('.card-site').textContent, getComputedStyle(box).backgroundColor]));
    const known = new Map(colours);
    const both = cards.filter(([site]) => known.has(site));
    assert.ok(both.length > 0, JSON.stringify([colours, cards]));
    for (const [site, colour] of both) assert.equal(colour, known.get(site), site);
  });

  if (BROWSER === 'chrome') {
    test('words that were found show in forced colours', async () => {
      const page = await playback('#/grid?q=tea');
      await until(page, () => document.querySelector('.result-snippet mark') !== null);
      const session = await page.createCDPSession();
      await session.send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value: 'active' }] });
      const [mark, around] = await page.evaluate(() => [document.querySelector('.result-snippet mark'), document.querySelector('.result-link')].map((one) => getComputedStyle(one).backgroundColor));
      await session.send('Emulation.setEmulatedMedia', { features: [] });
      await session.detach();
      assert.notEqual(mark, around);
      assert.notEqual(mark, 'rgba(0, 0, 0, 0)');
    });
  }
});
