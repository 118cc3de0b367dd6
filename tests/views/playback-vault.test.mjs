/** Playback with a vault: pages of other devices by name, texts that are read here or fetched. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { click } from '../browser/lib/click.mjs';
import { BROWSERS, done, open as openAt, press, until } from './playback-page.mjs';
import { serve } from './playback-site.mjs';

let site;
before(async () => { site = await serve(); });
after(() => site.close());
const open = (...asked) => openAt(site, ...asked);
const shown = (selector) => globalThis.document.querySelector(selector)?.checkVisibility() ?? false;

for (const [name, settings] of Object.entries(BROWSERS)) {
  describe(name, { skip: existsSync(settings.executablePath) ? false : `${settings.executablePath} is not there` }, () => {
    let browser;
    before(async () => {
      browser = await puppeteer.launch({ headless: true, ...settings });
      browser.name = name;
    });
    after(() => browser.close());

    test('a page of another device says so in grid, results and reeler, the others do not', async () => {
      const page = await open(browser, 'total=60&devices=1');
      await until(page, () => [...document.querySelectorAll('.tile-device')].filter((one) => one.checkVisibility()).length >= 2);
      const named = await page.evaluate(() => [...document.querySelectorAll('.tile')].filter((tile) => tile.querySelector('.tile-device')?.checkVisibility())
        .map((tile) => tile.querySelector('.tile-device').textContent));
      assert.deepEqual([...new Set(named)], ['Ada’s phone']);
      assert.ok(await page.evaluate(() => [...document.querySelectorAll('.tile-device')].some((one) => !one.checkVisibility())));
      await done(page);
      const reel = await open(browser, 'total=60&devices=1', '#/reel');
      await until(reel, () => document.querySelector('.reel-title')?.textContent !== '');
      await press(reel, 'ArrowLeft');
      await until(reel, () => document.querySelector('.reel-device')?.textContent === 'on Ada’s phone', null);
      await press(reel, 'ArrowLeft');
      await until(reel, () => !document.querySelector('.reel-device').checkVisibility(), null);
      await done(reel);
      const results = await open(browser, 'total=60&devices=1', '#/grid?q=a');
      await until(results, () => document.querySelector('.result-device') !== null);
      await done(results);
    });

    test('what is forgotten says from how many devices it is gone, also when it cannot be taken back any more', async () => {
      const page = await open(browser, 'total=60&devices=1');
      await press(page, 'Delete');
      await until(page, () => document.querySelectorAll('.tile.forgotten').length === 1);
      await click(page, '.toast .icon');
      await click(page, '[aria-label="Recently forgotten"]');
      await until(page, () => document.querySelector('.forgets li')?.textContent.includes('Gone from 1 of 3 devices'));
      await click(page, '.forgets .danger');
      await until(page, () => document.querySelector('.forgets li')?.textContent.includes('cannot be taken back · Gone from 2 of 3 devices'));
      assert.equal(await page.evaluate(() => document.querySelectorAll('.forgets button').length), 0);
      await page.evaluate(() => globalThis.harness.engine.heard());
      await until(page, () => document.querySelector('dialog') === null && document.querySelector('[aria-label="Recently forgotten"]').hidden);
      await done(page);
    });

    test('a text is read by its key; one that is in the vault alone says so, is fetched, and errors say what to do', async () => {
      const page = await open(browser, 'total=60&cards=1', '#/reel');
      await until(page, () => document.querySelector('.reel-title')?.textContent !== '');
      await press(page, 't');
      await until(page, () => document.querySelector('dialog .in-vault') !== null);
      assert.match(await page.evaluate(() => document.querySelector('dialog').textContent), /The text is in your vault\./);
      assert.equal(await page.evaluate(() => document.querySelector('.kept-text')), null);
      await page.evaluate(() => { harness.engine.refuse = 'gone'; });
      await click(page, 'dialog .in-vault button');
      await until(page, () => document.querySelector('dialog [role=alert]').textContent.startsWith('The vault does not keep this any more.'));
      await page.evaluate(() => { harness.engine.refuse = ''; });
      await click(page, 'dialog .in-vault button');
      await until(page, () => document.querySelector('.kept-text')?.textContent.length > 20);
      assert.equal(await page.evaluate(() => document.querySelector('dialog .in-vault')), null);
      assert.ok(await page.evaluate(() => document.querySelector('dialog').contains(document.activeElement)), 'the focus stays in the sheet');
      await press(page, 'Escape');
      await until(page, () => document.querySelector('dialog') === null);
      await press(page, 'ArrowLeft');
      await until(page, () => harness.app.here === 58);
      await click(page, '.reel-acts button');
      await until(page, () => document.querySelector('.kept-text')?.textContent.length > 20);
      assert.equal(await page.evaluate(shown, '.in-vault'), false, 'what is here is not fetched');
      await done(page);
    });
  });
}
