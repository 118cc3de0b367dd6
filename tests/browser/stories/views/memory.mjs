/** Your memory in figures: what was visited, what was left out and why. */
import { engineOf, remembered, tabId, tell } from '../../lib/engine.mjs';
import { pageOf } from '../../lib/made.mjs';
import { until } from '../../lib/until.mjs';

const visit = async (page, url) => { await page.bringToFront(); await page.goto(url); };
const skipped = (own, url, reason) => until(async () => (await tell(own, { kind: 'tabState', tabId: await tabId(own, url) })).skipped === reason,
  { what: `${url} was never skipped as ${reason}` });

const cells = (page, selector) => page.evaluate((at) => [...document.querySelectorAll(`${at} tbody tr`)].map((row) => [...row.children].map((cell) => cell.textContent)), selector);
const storage = (own, work) => own.evaluate(`(async (local) => (${work})(local))((globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome).storage.local)`);

export default [{
  name: 'pages visited, one excluded and one with a password field are in the figures of the memory',
  async run({ site, common, assert }) {
    for (const path of ['/a', '/b', '/excluded']) site.serve(path, pageOf(path.length, { title: path }));
    site.serve('/password', pageOf(4, { body: '<form><input type="password"></form>' }));
    const driven = await common();
    const own = await driven.own();
    const engine = engineOf(own);
    await storage(own, `(local) => local.set({ exclusions: ['${new URL(site.originAs('other.test')).hostname}'] })`);
    const page = await driven.page();
    for (const path of ['/a', '/b']) {
      await visit(page, `${site.origin}${path}`);
      await remembered(engine, `${site.origin}${path}`);
    }
    const [excluded, password] = [`${site.originAs('other.test')}/excluded`, `${site.origin}/password`];
    await visit(page, excluded);
    const counts = () => storage(own, '(local) => local.get("withheld").then(({ withheld }) => Object.values(withheld ?? {}))');
    const counted = (reason) => until(async () => (await counts()).some((day) => day[reason]), { what: `${reason} was never counted` });
    await skipped(own, excluded, 'excluded');
    // It counts when it would have been remembered: after a second on the screen.
    await counted('excluded');
    await visit(page, password);
    await skipped(own, password, 'password');
    await counted('password');
    assert.deepEqual(await counts(), [{ excluded: 1, password: 1 }], 'each once, and nothing else');
    const figures = await driven.own('views/memory/memory.html');
    await until(() => figures.evaluate(() => document.body.dataset.settled === 'true'));
    assert.deepEqual(await figures.evaluate(() => [...document.querySelectorAll('#totals dd')].map((one) => one.textContent).slice(0, 2)), ['2', '2']);
    assert.deepEqual((await cells(figures, '#sites')).map(([, pages, visits]) => [pages, visits]), [['2', '2']]);
    assert.deepEqual((await cells(figures, '#withheld > div > table')).map(([, lately, all]) => [lately, all]), [['1', '1'], ['1', '1']]);
    await storage(own, '(local) => local.remove("withheld")');
  },
}];
