/** The person takes the permission to read pages away and gives it back: it is said, and nothing else is disturbed. */
import { engineOf, everything, remembered, tabId, tell } from '../../lib/engine.mjs';
import { pageOf } from '../../lib/made.mjs';
import { pace } from '../../lib/pace.mjs';
import { sleep, until } from '../../lib/until.mjs';

const withhold = (own) => own.evaluate(() => globalThis.browser.permissions.remove({ origins: ['<all_urls>'] }));

export default [{
  name: 'without the permission to read pages the popup says so, and with it pages are remembered again',
  // Chromium lets nobody take it away but in its own settings.
  browsers: ['firefox'],
  async run({ site, launch, assert }) {
    for (const path of ['/before', '/without', '/after']) site.serve(path, pageOf(path.length, { title: path }));
    const driven = await launch({ prefs: { 'extensions.webextOptionalPermissionPrompts': false } });
    const own = await driven.own();
    const engine = engineOf(own);
    const page = await driven.page();
    await page.goto(`${site.origin}/before`);
    await remembered(engine, `${site.origin}/before`);

    assert.equal(await withhold(own), true);
    await page.evaluate(() => { history.pushState(null, '', '/moved'); document.title = 'moved'; });
    await sleep(pace.longEnough);
    await page.goto(`${site.origin}/without`);
    const id = await tabId(own, `${site.origin}/without`);
    const popup = await driven.own(`views/popup/popup.html?tab=${id ?? 0}`);
    const shown = () => popup.evaluate(() => document.body.innerText);
    await until(async () => /cannot see any page/.test(await shown()), { what: 'the popup said nothing of the permission' });
    await page.bringToFront();
    await sleep(pace.longEnough);
    const addresses = async () => (await everything(engine)).map(({ url }) => url);
    assert.deepEqual(await addresses(), [`${site.origin}/before`]);
    await page.close();

    const settings = await driven.own('views/settings/settings.html');
    const give = await settings.waitForSelector('#access button.primary');
    await settings.bringToFront();
    await give.click();
    await until(() => own.evaluate(() => globalThis.browser.permissions.contains({ origins: ['<all_urls>'] })), { what: 'the permission was not given back' });
    assert.equal((await tell(own, { kind: 'tabState', tabId: id ?? 0 })).hostAccess, true);
    await (await driven.page()).goto(`${site.origin}/after`);
    await remembered(engine, `${site.origin}/after`);
    assert.deepEqual(await addresses(), [`${site.origin}/before`, `${site.origin}/after`]);
  },
}];
