// What stands in the place of a page that is gone, over the real engine: picture, text, the ways on, and what is not there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { click } from '../browser/lib/click.mjs';
import { inEveryDress } from './stage/dress.mjs';
import { accessible, says, sound, text, until, world } from './stage/hands.mjs';
import { goneHash, visitOf } from './stage/ids.mjs';
import { surface, views } from './stage/stage.mjs';

const THRICE = 'https://museum.example/lighthouse';
/** In the shape `cards` the text of every second visit is in the vault alone. */
const IN_VAULT = ['https://code.example/logs', 'https://schiff.example/wort', 'https://museum.example/pencil', THRICE];
const gone = (url, why = 'missing', { shape = {}, ...options } = {}) => surface('gone', shape, { ...options, hash: goneHash(url, why) });
/** A page of which the vault alone has the text. */
async function inVault(shape = {}) {
  for (const url of IN_VAULT) {
    const tab = await gone(url, 'missing', { shape: { cards: true, ...shape } });
    if (await tab.$('.in-vault')) return tab;
  }
  throw new Error('no text of these is in the vault');
}
const wide = (tab) => tab.evaluate(() => { const image = document.querySelector('#picture img'); return [image.clientWidth, image.naturalWidth]; });

views('what was seen of a page that is gone', () => {
  for (const [screen, [url, why, shape]] of Object.entries({
    'a page that is gone *': [THRICE, 'missing', {}], 'a server that is not found': [THRICE, 'unknown', {}], 'a page without a picture': ['https://schiff.example/wort', 'taken', {}],
    'a title from the right': ['https://madina.example/dalil', 'refused', {}], 'a title of markup': ['https://evil.example/img', 'silent', {}], 'a title without end': ['https://evil.example/wide', 'missing', {}],
    'an engine that is lost': [THRICE, 'missing', { fault: { kind: 'lost', fact: '' } }],
  })) {
    test(screen.replace(' *', ''), () => inEveryDress(screen, ({ dark, narrow, shape: more }) => gone(url, why, { dark, shape: { ...shape, ...more }, ...(narrow ? { width: 320 } : {}) })));
  }
  test('what was forgotten', () => inEveryDress('forgotten *', ({ dark, narrow, shape }) => surface('gone', shape, { dark, hash: `#visit=${'f'.repeat(32)}&why=missing`, ...(narrow ? { width: 320 } : {}) })));

  test('when it was seen and how often, why it is shown, and its text', async () => {
    const tab = await gone(THRICE);
    assert.equal(await text(tab, 'h1'), 'You saw this on Tuesday, 3 March 2026, 14:32');
    await says(tab, '#said', 'its server answers that it does not exist (404)');
    await says(tab, '#said', 'and on 2 other visits');
    await says(tab, '#page h2', 'The lighthouse keepers of the northern coast');
    await says(tab, '#kept', 'wrote down every lantern and every ship');
    assert.equal(await tab.title(), 'What you saw of a page that is gone');
    assert.deepEqual(await tab.$$eval('a[href^=http]', (all) => all.map((one) => one.href.replace(location.origin, '')).filter((href) => !href.startsWith('/'))),
      [THRICE, `https://web.archive.org/web/20260303133200/${THRICE}`]);
    for (const rel of await tab.$$eval('a[href^="https:"]', (all) => all.map((one) => one.rel))) assert.match(rel, /noreferrer/);
    await sound(tab);
  });

  test('its picture in the window and in its own size, with the keyboard as well', async () => {
    const tab = await gone(THRICE, 'missing', { width: 420 });
    const [small, own] = await wide(tab);
    assert.ok(small < own, `${small} of ${own}`);
    await tab.focus('#picture button');
    await tab.keyboard.press('Enter');
    await until(tab, () => { const image = document.querySelector('#picture img'); return image.clientWidth === image.naturalWidth; });
    await accessible(tab, 'in its own size');
    await says(tab, '#picture button', 'Fit the picture');
    await click(tab, '#picture button');
    await until(tab, () => { const image = document.querySelector('#picture img'); return image.clientWidth < image.naturalWidth; });
  });

  test('it is tried again in its place, starred, and the star is the engine\'s', async () => {
    const url = 'https://code.example/logs';
    const tab = await gone(url);
    await click(tab, '.acts .primary');
    await until(tab, () => globalThis.world.sent.some(({ kind }) => kind === 'open'));
    const { ordinal } = await world(tab, () => globalThis.world.sent.find(({ kind }) => kind === 'open'));
    assert.deepEqual(await world(tab, () => globalThis.world.sent.filter(({ kind }) => kind === 'open')), [{ kind: 'open', url, ordinal, how: 'here' }]);
    assert.equal(await tab.evaluate(async (at) => (await globalThis.engine.captions([at]))[0].id, ordinal), visitOf(url).id);
    await click(tab, '#star');
    await until(tab, async (address) => (await globalThis.engine.page(address)).star, url);
    await says(tab, '#star', 'Remove star');
    await click(tab, '#star');
    await until(tab, async (address) => !(await globalThis.engine.page(address)).star, url);
    await sound(tab);
  });

  test('a text that is in the vault alone is fetched on request', async () => {
    const tab = await inVault();
    await accessible(tab, 'in the vault');
    await click(tab, '.in-vault button');
    await until(tab, () => document.querySelector('#kept .kept-text') !== null);
    assert.equal(await tab.evaluate(() => document.activeElement.id), 'kept');
    await sound(tab);
  });

  test('what is forgotten while it stands there leaves the screen', async () => {
    const tab = await gone(THRICE);
    await tab.evaluate((page) => globalThis.engine.mutate({ page }, { kind: 'forget' }), THRICE);
    await says(tab, 'h1', 'is forgotten');
    const shown = await tab.evaluate(() => document.querySelector('main').innerText);
    assert.ok(!shown.includes('lighthouse') && await tab.$('#picture img') === null, shown);
    await accessible(tab, 'forgotten meanwhile');
  });

  test('the switch in the settings', async () => {
    const tab = await surface('settings');
    assert.equal(await tab.$eval('#show-gone', (box) => box.checked), true);
    await click(tab, '#show-gone');
    await until(tab, () => globalThis.world.settings.showGone === false);
  });
});
