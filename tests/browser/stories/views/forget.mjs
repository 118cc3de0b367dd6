/** Forgetting from the popup: all of a site, asked once more, and taken back. */
import { clickWords } from '../../lib/click.mjs';
import { engineOf, remembered, tabId } from '../../lib/engine.mjs';
import { pageOf } from '../../lib/made.mjs';
import { until } from '../../lib/until.mjs';

export default [{
  name: 'all of a site is forgotten from the popup, another stays, and it comes back',
  async run({ site, common, assert }) {
    for (const path of ['/a', '/b', '/other']) site.serve(path, pageOf(path.length, { title: path }));
    const driven = await common();
    const engine = engineOf(await driven.own());
    const page = await driven.page();
    const addresses = [`${site.originAs('other.test')}/other`, `${site.origin}/a`, `${site.origin}/b`];
    for (const address of addresses) {
      await page.goto(address);
      await remembered(engine, address);
    }
    const known = async () => Promise.all(addresses.map(async (address) => (await engine.page(address)).remembered));
    const popup = await driven.own(`views/popup/popup.html?tab=${await tabId(await driven.own(), addresses[2])}`);
    await until(() => popup.evaluate(() => document.body.dataset.settled === 'true'));
    await clickWords(popup, 'This site', '#forget-more');
    assert.deepEqual(await known(), [true, true, true], 'it is asked first');
    await clickWords(popup, 'Forget', '#forget-more');
    await until(async () => String(await known()) === 'true,false,false', { what: 'the site was not forgotten' });
    await until(() => popup.evaluate(() => document.querySelector('#forgotten button') !== null));
    await clickWords(popup, 'Undo', '#forgotten');
    await until(async () => String(await known()) === 'true,true,true', { what: 'the site did not come back' });
  },
}];
