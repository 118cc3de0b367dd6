/** The star: set and taken away, on pages remembered and not, and what the toolbar shows of it. */
import { remembered, tabId, tell } from '../../lib/engine.mjs';
import { overWeb } from '../../lib/finding.mjs';
import { pageOf } from '../../lib/made.mjs';
import { until } from '../../lib/until.mjs';

const shows = (own, id, form) => until(
  async () => (await tell(own, { kind: 'tabState', tabId: id })).form === form, { what: `the icon was never "${form}"` });

const tooltip = (own, id) => own.evaluate((tab) => (globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome)
  .action.getTitle({ tabId: tab }), id);

export default overWeb([{
  name: 'a star is set and taken away, also before the page was remembered',
  async run({ site, page, own, at, finding: { engine }, assert }) {
    site.serve('/a', pageOf(1));
    site.serve('/b', pageOf(2));
    await page.goto(at('/a'));
    await remembered(engine, at('/a'));
    const id = await tabId(own, at('/a'));
    await shows(own, id, 'hollow');
    assert.deepEqual(await tell(own, { kind: 'star', tabId: id, on: true }), { on: true });
    await shows(own, id, 'star');
    await until(async () => /WebMark/.test(await tooltip(own, id)), { what: 'the tooltip never told of the WebMark' });
    assert.equal((await engine.page(at('/a'))).star, true);
    assert.deepEqual(await tell(own, { kind: 'star', tabId: id, on: false }), { on: false });
    await shows(own, id, 'hollow');
    await page.goto(at('/b'));
    assert.deepEqual(await tell(own, { kind: 'star', tabId: id, on: true }), { on: true });
    const state = await engine.page(at('/b'));
    assert.equal(state.remembered && state.star, true, 'a page is captured when it is starred');
    assert.equal((await engine.status()).webmarks, 1);
  },
}]);
