/** Playback with a vault: pages of other devices by name, texts that are read here or fetched. What a server and other devices say is laid over the real engine. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { click } from '../browser/lib/click.mjs';
import { place, press, sound, until } from './stage/hands.mjs';
import { playback, views } from './stage/stage.mjs';

const PHONE = { device: 'Ada’s phone' };
const shown = (selector) => globalThis.document.querySelector(selector)?.checkVisibility() ?? false;
/** What the engine says of forgets once it knows from how many devices they are gone; `final` ones have no window left. */
const known = (page, gone) => page.evaluate((many) => {
  const { engine, app } = harness;
  const status = (globalThis.alone ??= engine.status);
  engine.status = async () => {
    const said = await status();
    const ended = globalThis.final ?? [];
    return { ...said, undoable: said.undoable.map((one) => ({ ...one, gone: many, of: 3 })), spreading: ended.map((one) => ({ ...one, gone: many, of: 3 })) };
  };
  return app.playback.memory.refresh();
}, gone);

views('playback with a vault', () => {
  test('a page of another device says so in grid, results and reeler, the others do not', async () => {
    const page = await playback('#/grid', { shape: PHONE });
    await until(page, () => [...document.querySelectorAll('.tile-device')].filter((one) => one.checkVisibility()).length >= 2);
    const named = await page.evaluate(() => [...document.querySelectorAll('.tile')].filter((tile) => tile.querySelector('.tile-device')?.checkVisibility())
      .map((tile) => tile.querySelector('.tile-device').textContent));
    assert.deepEqual([...new Set(named)], ['Ada’s phone']);
    assert.ok(await page.evaluate(() => [...document.querySelectorAll('.tile-device')].some((one) => !one.checkVisibility())));
    await sound(page);
    const reel = await playback('#/reel', { shape: PHONE });
    await until(reel, () => document.querySelector('.reel-title')?.textContent !== '');
    const { ordinal } = await place(reel);
    await press(reel, ...Array(((ordinal - 1) % 3) || 3).fill('ArrowLeft'));
    await until(reel, () => document.querySelector('.reel-device')?.textContent === 'on Ada’s phone');
    await press(reel, 'ArrowLeft');
    await until(reel, () => !document.querySelector('.reel-device').checkVisibility());
    await sound(reel);
    const results = await playback('#/grid?q=tea', { shape: PHONE });
    await until(results, () => document.querySelector('.result-device') !== null);
    await sound(results);
  });

  test('a long name of a device is cut short, and said in full: the title has most of the line', async () => {
    const device = 'The old computer in the attic beside the window, under the stairs and behind the door';
    const page = await playback('#/grid', { shape: { device } });
    await until(page, (name) => [...document.querySelectorAll('.tile-device')].some((one) => one.textContent === name), device);
    const shares = await page.evaluate((name) => [...document.querySelectorAll('.tile-caption')].filter((one) => one.querySelector('.tile-device').textContent === name && one.querySelector('.tile-device').title === name)
      .map((one) => one.querySelector('.tile-device').clientWidth / one.clientWidth), device);
    assert.ok(shares.length > 1 && shares.every((share) => share > 0 && share <= 0.31), `${shares}`);
    await sound(page);
    const reel = await playback('#/reel', { shape: { device }, width: 400 });
    await press(reel, ...Array((((await place(reel)).ordinal - 1) % 3) || 3).fill('ArrowLeft'));
    await until(reel, (name) => document.querySelector('.reel-device').title === name, device);
    assert.equal(await reel.$eval('.reel-device', (one) => one.clientHeight <= parseFloat(getComputedStyle(one).lineHeight) + 1), true, 'one line');
    await sound(reel);
    const results = await playback('#/grid?q=tea', { shape: { device } });
    await results.waitForSelector('.result-device');
    const [wide, line] = await results.$eval('.result-device', (one) => [one.getBoundingClientRect().width, one.closest('.result-where').clientWidth]);
    assert.ok(wide < line / 2, `${wide} of ${line}`);
    await sound(results);
  });

  test('what is forgotten says from how many devices it is gone, also when it cannot be taken back any more', async () => {
    const page = await playback();
    await known(page, 1);
    await press(page, 'Delete');
    await until(page, () => document.querySelectorAll('.tile.forgotten').length === 1);
    await click(page, '.toast .icon');
    await click(page, '[aria-label="Recently forgotten"]');
    await until(page, () => document.querySelector('.forgets li')?.textContent.includes('Gone from 1 of 3 devices'));
    await page.evaluate(() => { globalThis.final = [{ count: 1, at: Date.now() }]; });
    await known(page, 2);
    await click(page, '.forgets .danger');
    await until(page, () => document.querySelectorAll('.forgets li').length === 1
      && document.querySelector('.forgets li').textContent.includes('cannot be taken back · Gone from 2 of 3 devices'));
    assert.equal(await page.evaluate(() => document.querySelectorAll('.forgets button').length), 0);
    await page.evaluate(() => { globalThis.final = []; });
    await known(page, 3);
    await until(page, () => document.querySelector('dialog') === null && document.querySelector('[aria-label="Recently forgotten"]').hidden);
    await sound(page);
  });

  test('a text is read by its key; one that is in the vault alone says so, is fetched, and errors say what to do', async () => {
    const page = await playback('#/reel', { shape: { cards: true } });
    const { ordinal } = await place(page);
    // Those of odd numbers are in the vault.
    if (ordinal % 2 === 0) await press(page, 'ArrowLeft');
    await until(page, (there) => harness.app.here % 2 === 1 && harness.app.reel.drive.atRest && document.querySelector('.reel-title').textContent !== '' && there >= 0, ordinal);
    await press(page, 't');
    await until(page, () => document.querySelector('dialog .in-vault') !== null);
    assert.match(await page.evaluate(() => document.querySelector('dialog').textContent), /The text is in your vault\./);
    assert.equal(await page.evaluate(() => document.querySelector('.kept-text')), null);
    await page.evaluate(() => {
      const { fetchText } = harness.engine;
      globalThis.refuse = true;
      harness.engine.fetchText = async (...args) => { if (globalThis.refuse) throw { kind: 'gone', fact: 'the vault' }; return fetchText(...args); };
    });
    await click(page, 'dialog .in-vault button');
    await until(page, () => document.querySelector('dialog [role=alert]').textContent.startsWith('The vault does not keep this any more.'));
    await page.evaluate(() => { globalThis.refuse = false; });
    await click(page, 'dialog .in-vault button');
    await until(page, () => document.querySelector('.kept-text')?.textContent.length > 20);
    assert.equal(await page.evaluate(() => document.querySelector('dialog .in-vault')), null);
    assert.ok(await page.evaluate(() => document.querySelector('dialog').contains(document.activeElement)), 'the focus stays in the sheet');
    await press(page, 'Escape');
    await until(page, () => document.querySelector('dialog') === null);
    await press(page, 'ArrowLeft');
    await until(page, () => harness.app.here % 2 === 0);
    await click(page, '.reel-acts button:has(.glyph-text)');
    await until(page, () => document.querySelector('.kept-text')?.textContent.length > 20);
    assert.equal(await page.evaluate(shown, '.in-vault'), false, 'what is here is not fetched');
    await sound(page);
  });
});
