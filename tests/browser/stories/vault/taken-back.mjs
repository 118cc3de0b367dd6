/** What may be sent can be taken back in the browser, over the true server: nothing leaves then, it is said, and the way back is a click. */
import { VaultServer } from '../../../../tools/lib/vault-server.mjs';
import { createAccount, settingsOf, synced, textOf } from '../../lib/account.mjs';
import { pressWords } from '../../lib/click.mjs';
import { engineOf, remembered, tell } from '../../lib/engine.mjs';
import { pageOf } from '../../lib/made.mjs';
import { until } from '../../lib/until.mjs';

const KINDS = ['authenticationInfo', 'bookmarksInfo', 'browsingActivity', 'websiteContent'];
const unsaid = async (page) => (await engineOf(page).vault()).unsaid;

export default [{
  name: 'what may be sent is taken back in the browser: nothing leaves, the settings say so, and a click allows it again',
  browsers: ['firefox'],
  minutes: 6,
  async run({ launch, profile, strikes, site, assert }) {
    const server = await VaultServer.start({ data: profile() });
    strikes(() => server.stop());
    const driven = await launch();
    const settings = await settingsOf(driven);
    await createAccount(settings, { origin: server.origin, account: 'ada', device: 'desk' });
    await settings.evaluate((kinds) => globalThis.browser.permissions.remove({ data_collection: kinds }), KINDS);
    site.serve('/page', pageOf(4711));
    const page = await driven.page();
    await page.goto(`${site.origin}/page`);
    await remembered(engineOf(settings), `${site.origin}/page`);
    const { fault } = await tell(settings, { kind: 'sync' });
    assert.equal(fault?.kind, 'consent');
    assert.ok(await unsaid(settings) > 0, 'the page was remembered, and not said');
    await until(async () => /Firefox was not allowed/.test(await textOf(settings, '#vault-box')), { what: 'the settings do not say why nothing is sent' });
    await settings.bringToFront();
    await pressWords(settings, 'Sync now', '#vault-box');
    await synced(settings);
    await until(async () => await unsaid(settings) === 0, { what: 'what had waited was not said' });
  },
}];
