// Your memory in figures over the real engine: the numbers of the page are those of the memory, each chart has its table, and its links lead there.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settle, text, until } from './stage/hands.mjs';
import { surface, views } from './stage/stage.mjs';

/** 3 March 2026, and days before it. */
const withheld = { 20_515: { password: 3, listed: 12 }, 20_500: { excluded: 2, 'https://secret.example/': 9 }, 20_300: { paused: 99 } };
const digits = (words) => Number(words.replaceAll(/\D/g, ''));
/** The cells of a table, row by row. */
const rows = (tab, selector) => tab.$$eval(`${selector} tbody tr`, (all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
const open = async (tab, section) => {
  await tab.$eval(`#${section} details`, (one) => { one.open = true; });
  await until(tab, (at) => document.querySelector(`#${at} .rows table`) !== null, section);
};

views('your memory in figures', () => {
  test('the numbers add up: days, months and hours have the visits of all', async () => {
    const tab = await surface('memory', { withheld });
    const totals = await tab.$$eval('#totals dd', (all) => all.map((one) => one.textContent));
    const [pages, visits] = totals.map(digits);
    assert.ok(pages > 0 && visits >= pages, totals.join());
    for (const section of ['days', 'months', 'week']) {
      await open(tab, section);
      const found = await rows(tab, `#${section} .rows`);
      const sum = found.flatMap(([, ...cells]) => (section === 'week' ? cells : cells.slice(0, 1))).reduce((all, cell) => all + digits(cell), 0);
      assert.equal(sum, visits, section);
    }
    const sites = await rows(tab, '#sites');
    assert.equal(sites.reduce((sum, [, ofSite]) => sum + digits(ofSite), 0), pages);
    assert.equal(sites.length, digits(totals[3]));
  });

  test('what was left out is counted by reason, and what is no count is not shown', async () => {
    const tab = await surface('memory', { withheld });
    const found = await rows(tab, '#withheld > div > table');
    assert.deepEqual(found, [['On the built-in list', '12', '12'], ['A password field was shown', '3', '3'], ['Your own rules', '0', '2']]);
    assert.ok(!(await text(tab, 'body')).includes('secret.example'));
    assert.match(await text(await surface('memory'), '#withheld'), /No page was left out in the last 90 days/);
  });

  test('a site, a day, a label and a page of many versions lead to playback', async () => {
    const tab = await surface('memory');
    await open(tab, 'days');
    const links = await tab.$$eval('#days a, #sites a, #names a, #versions a', (all) => all.map((one) => one.hash));
    for (const kind of [/^#\/grid\?t=\d+$/, /^#\/grid\?q=site%3A/, /^#\/grid\?q=lang%3A/]) assert.ok(links.some((link) => kind.test(link)), `${kind}: ${links.slice(0, 5)}`);
    await tab.$eval('#days .day', (day) => day.dispatchEvent(new MouseEvent('click', { bubbles: true })));
    await until(tab, () => location.pathname.endsWith('/playback.html') && location.hash.startsWith('#/'));
  });

  test('sites are sorted by what one asks for, and the focus stays', async () => {
    const tab = await surface('memory', { years: true });
    await tab.focus('[data-by=bytes]');
    await tab.keyboard.press('Enter');
    await settle(tab);
    assert.equal(await tab.evaluate(() => document.activeElement.dataset.by), 'bytes');
    assert.equal(await tab.$eval('[data-by=bytes]', (one) => one.getAttribute('aria-pressed')), 'true');
    assert.equal((await rows(tab, '#sites')).length, 30);
    assert.match(await text(tab, '#sites'), /and 12,315 other sites/);
  });

  test('an empty memory and a lost engine have their words, and no empty charts', async () => {
    const empty = await surface('memory', {}, { memory: 'empty' });
    assert.match(await text(empty, '#empty'), /Nothing is remembered yet/);
    assert.deepEqual(await shown(empty), ['storage', 'withheld']);
    const lost = await surface('memory', { fault: { kind: 'lost', fact: '' } });
    assert.notEqual(await text(lost, '#problem'), '');
    assert.deepEqual(await shown(lost), ['withheld']);
  });

  test('forgetting everything forgets what was left out, too', async () => {
    const tab = await surface('settings', { withheld });
    await tab.type('#clear-words', await tab.$eval('label[for=clear-words]', (label) => /[“"„](.+)[”"“]/.exec(label.textContent)[1]));
    await tab.keyboard.press('Enter');
    await until(tab, () => globalThis.world.settings.withheld === undefined);
  });

  test('settings and popup lead to it', async () => {
    for (const [view, link] of [['settings', '#numbers'], ['popup', '#size']]) {
      const tab = await surface(view, {}, view === 'popup' ? { width: 380, height: 600 } : {});
      assert.match(await tab.$eval(link, (one) => one.href), /\/views\/memory\/memory\.html$/);
    }
  });
});

const shown = (tab) => tab.$$eval('main section', (all) => all.filter((one) => one.checkVisibility()).map((one) => one.id));
