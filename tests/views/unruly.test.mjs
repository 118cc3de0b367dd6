/** Popup, panel, the figures and what stands in a page's place, over what no memory should have and some have. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessible, readable, says, sound, text, until } from './stage/hands.mjs';
import { goneHash } from './stage/ids.mjs';
import { surface, views } from './stage/stage.mjs';

const SIZES = { popup: { width: 380, height: 600 }, panel: { width: 360, height: 900 } };
const at = (view, front, options = {}) => surface(view, { front }, { memory: 'unruly', ...SIZES[view], ...options });
const unruly = (name) => `https://unruly.example/${name}`;
const TITLES = { word: `${'W'.repeat(300)}…`, controls: 'Bell and NUL [31m in a row', turned: 'gnp.exe and more', unseen: 'unruly.example/unseen', lines: 'One two three' };

views('an unruly memory beside the page', () => {
  for (const view of ['popup', 'panel']) {
    test(`${view}: titles are names, pictures that are gone are letters`, async () => {
      for (const [name, title] of Object.entries(TITLES)) {
        const tab = await at(view, unruly(name));
        assert.equal(await text(tab, '#title'), title);
        await readable(tab);
        await sound(tab, name);
      }
      const tab = await at(view, unruly('signs'));
      await tab.type('#q', 'wildwort');
      await until(tab, () => document.querySelectorAll('#hits .title').length > 5 && [...document.querySelectorAll('#hits .picture')].every((one) => one.textContent !== '' || one.querySelector('img')?.naturalWidth > 0));
      await readable(tab);
      await accessible(tab, 'what was found');
    });
  }

  test('the panel of a page of 500 versions, and of one that was seen ahead of the clock', async () => {
    const often = await at('panel', 'https://gauge.example/');
    await says(often, '#state', 'You have been here 500 times.');
    assert.ok(await often.evaluate(() => document.querySelectorAll('.days a').length) <= 20);
    await sound(often);
    const ahead = await at('panel', 'https://future.example/400');
    await says(ahead, '#state', 'You have been here once: 7 Apr 2027');
    await accessible(ahead, 'ahead of the clock');
  });

  test('the panel of a site of 30,000 pages lists the last, and how many there are', async () => {
    const tab = await at('panel', 'https://big.example/item/7', { memory: 'bigSite', height: 2400 });
    await until(tab, () => document.querySelectorAll('#pages li').length > 0);
    assert.ok(await tab.evaluate(() => document.querySelectorAll('#pages li').length) <= 20);
    await says(tab, '#site-all', '30,000');
    await accessible(tab, 'a site of 30,000 pages');
  });

  test('the figures: names in every list', async () => {
    const tab = await surface('memory', {}, { memory: 'unruly' });
    await says(tab, 'main', 'The gauge at the harbour');
    await readable(tab);
    await accessible(tab, 'figures');
  });

  test('what stands in the place of a page whose picture is gone', async () => {
    for (const name of ['word', 'controls', 'turned', 'signs']) {
      const tab = await surface('gone', {}, { memory: 'unruly', width: 700, height: 900, hash: goneHash(unruly(name), 'missing', 'unruly') });
      await until(tab, () => document.querySelector('#picture img')?.naturalWidth > 0 || document.querySelector('#picture').textContent !== '');
      await readable(tab);
      await sound(tab, name);
    }
  });
});
