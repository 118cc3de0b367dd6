/** Axe over every state of the playback page, light and dark. What axe cannot judge (keys, focus) is in playback-browser.test.mjs. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import puppeteer from 'puppeteer-core';
import { BROWSERS, done, open, press, until } from './playback-page.mjs';
import { serve } from './playback-site.mjs';

describe('accessibility', { skip: existsSync(BROWSERS.chromium.executablePath) ? false : 'no chromium' }, () => {
  let site;
  let browser;
  before(async () => {
    site = await serve();
    browser = await puppeteer.launch({ headless: true, ...BROWSERS.chromium });
    browser.name = 'chromium';
  });
  after(async () => {
    await browser.close();
    site.close();
  });

  test('axe finds nothing, in any state, light and dark', async () => {
    const axe = await readFile(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
    const states = [
      ['total=300', '#/grid'], ['total=300', '#/reel'], ['total=300', '#/grid?q=tea'], ['total=300', '#/reel?q=tea'], ['total=0', '#/grid'],
      ['total=300', '#/grid?q=zeppelin+site:x.org'], ['total=120&blank=1&dir=rtl', '#/grid'], ['total=300', '#/grid', ['?']], ['total=300', '#/grid', ['l']],
      ['total=300', '#/grid', [' ', 'Delete']],
    ];
    const wrong = [];
    for (const [index, [query, hash, keys = []]] of states.entries()) {
      // The first four states differ in every colour; the others only in what they show.
      for (const theme of index < 4 ? ['light', 'dark'] : [index % 2 ? 'dark' : 'light']) {
        const page = await open(site, browser, query, hash, { theme });
        await until(page, () => harness.app.playback.memory.pictures.idle);
        await press(page, ...keys);
        await new Promise((settled) => { setTimeout(settled, 150); });
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: { 'target-size': { enabled: true } },
        }));
        for (const { id, nodes } of violations) wrong.push(`${query}${hash} ${keys} ${theme}: ${id} ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary.slice(0, 200)}`);
        await done(page);
      }
    }
    assert.deepEqual(wrong, []);
  });
});
