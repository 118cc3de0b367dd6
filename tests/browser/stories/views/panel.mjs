/** The browser's own panel beside the page, over a living memory: it follows the tabs of its window, and leads the tab in front. */
import { engineOf, remembered, tabId, tell } from '../../lib/engine.mjs';
import { pageOf } from '../../lib/made.mjs';
import { openPanel, panelIsOpen, pressPanelKey } from '../../lib/panel.mjs';
import { until } from '../../lib/until.mjs';

/** What the panel says of the page in front, and which pages of its site it lists. */
const shown = () => ({
  title: document.querySelector('#title').textContent, state: document.querySelector('#state').textContent,
  visits: document.querySelectorAll('#days a').length, pages: [...document.querySelectorAll('#pages .title')].map((one) => one.textContent),
});

export default [{
  name: 'the panel beside the page shows this page and its site, follows the tab in front, finds, and opens what it found there',
  async run({ site, launch, assert }) {
    for (const [n, path] of ['/first', '/second', '/third'].entries()) site.serve(path, pageOf(n + 1, { title: `The ${path.slice(1)} page` }));
    // Of its own: the panel stays open, and the next story would find it there.
    const driven = await launch();
    const own = await driven.own();
    const engine = engineOf(own);
    const [first, second, third] = [`${site.origin}/first`, `${site.origin}/second`, `${site.originAs('other.test')}/third`];
    const [page, other] = [await driven.page(), await driven.page()];
    await other.goto(third);
    await other.bringToFront();
    await remembered(engine, third);
    await page.bringToFront();
    for (const url of [first, second, first]) {
      await page.goto(url);
      await remembered(engine, url);
    }
    await until(async () => (await engine.page(first)).visits === 2, { what: 'the second visit was never remembered' });
    const panel = await openPanel(driven, await tabId(own, first));
    const becomes = (what, is) => until(async () => { const now = await panel.evaluate(shown); return is(now) ? now : null; }, { within: 30_000, what })
      .catch(async (error) => { throw new Error(`${error.message}: ${JSON.stringify(await panel.evaluate(shown))}`); });
    await page.bringToFront();
    const here = await becomes('it never showed the page in front', ({ title, visits }) => title === 'The first page' && visits === 2);
    assert.match(here.state, /^You have been here 2 times\./);
    assert.deepEqual(here.pages, ['The second page']);
    assert.equal(await tell(own, { kind: 'inUse' }), false, 'nobody is at work in it');
    await other.bringToFront();
    await becomes('it did not follow to the other tab', ({ title, state, pages }) => title === 'The third page' && state.startsWith('You have been here once') && pages.length === 0);
    await page.bringToFront();
    await page.goto(second);
    await becomes('it did not follow to another page', ({ title, visits, pages }) => title === 'The second page' && visits === 2 && pages.join() === 'The first page');
    await engine.mutate({ page: first }, { kind: 'forget' });
    await becomes('it still lists what was forgotten', ({ pages }) => pages.length === 0);
    await panel.evaluate(() => {
      const field = document.querySelector('#q');
      field.value = 'third';
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
    await until(() => panel.evaluate(() => document.querySelectorAll('#hits .page').length === 1), { what: 'nothing was found' });
    assert.equal(await tell(own, { kind: 'inUse' }), true, 'a search stands in it');
    assert.match(await panel.evaluate(() => document.querySelector('#hits').textContent), /The third page.*other\.test/);
    await panel.evaluate(() => document.querySelector('#hits .page').click());
    await until(() => page.evaluate((url) => location.href === url, third).catch(() => false), { what: 'the tab in front was not led there' });
    assert.equal(await panel.evaluate(() => document.querySelector('#q').value), 'third', 'the panel stays as it is');
  },
}, {
  name: 'the panel has a command, and a key that a person chose for it opens it, also when the background has ended',
  async run({ browser, launch, assert }) {
    const driven = await launch();
    const own = await driven.own();
    const commands = await own.evaluate(() => (globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome).commands.getAll());
    assert.deepEqual(commands.filter(({ name }) => name === 'panel').map(({ description, shortcut }) => ({ description, shortcut })), [{ description: 'Open the panel beside the page', shortcut: '' }]);
    // In Chromium neither an extension nor a driver gives it a key.
    if (browser === 'chrome') return;
    await own.evaluate(() => globalThis.browser.commands.update({ name: 'panel', shortcut: 'Alt+Shift+P' }));
    await pressPanelKey(driven, 'P');
    await until(() => panelIsOpen(driven), { what: 'the key did not open the panel' });
  },
}];
