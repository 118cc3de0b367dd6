/** The context menu: a page is forgotten, comes back, is starred, and its site left out, without any other surface of ours. */
import { remembered, tabId, tell } from '../../lib/engine.mjs';
import { overWeb } from '../../lib/finding.mjs';
import { pageOf } from '../../lib/made.mjs';
import { chooseInMenu } from '../../lib/menu.mjs';
import { until } from '../../lib/until.mjs';

export default overWeb([{
  name: 'what the context menu forgets comes back by it, with its star, and a site that it leaves out stays out',
  async run({ site, page, own, driven, at, finding: { engine }, assert }) {
    site.serve('/a', pageOf(1));
    site.serve('/b', pageOf(2));
    const [a, b] = [at('/a'), at('/b')];
    await page.goto(a);
    await remembered(engine, a);
    const id = await tabId(own, a);
    const becomes = (what, is) => until(async () => is(await engine.page(a)), { what });
    await chooseInMenu(driven, 'star', id);
    await becomes('the menu never starred the page', ({ star }) => star);
    await chooseInMenu(driven, 'forget', id);
    await becomes('the menu never forgot the page', (state) => !state.remembered);
    await chooseInMenu(driven, 'undo', id);
    await becomes('the menu never took it back', (state) => state.remembered && state.star);
    // There is nothing more to take back: that is no error, and forgets nothing.
    await chooseInMenu(driven, 'undo', id);
    await chooseInMenu(driven, 'exclude', id);
    await page.goto(b);
    await until(async () => (await tell(own, { kind: 'tabState', tabId: id })).skipped === 'excluded', { what: 'the site was not left out' });
    assert.deepEqual([(await engine.page(a)).remembered, (await engine.page(b)).remembered], [true, false]);
  },
}]);
