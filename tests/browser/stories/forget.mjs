/** Forgetting from the popup: all of a site, asked once more, and taken back. */
import { engineOf, remembered, tabId } from '../lib/engine.mjs';
import { pageOf } from '../lib/made.mjs';
import { until } from '../lib/until.mjs';

const press = (popup, selector, words) => popup.evaluate((where, label) => {
  [...document.querySelectorAll(`${where} button`)].find((one) => one.textContent === label).click();
}, selector, words);

export default [{
  name: 'all of a site is forgotten from the popup, another stays, and it comes back',
  async run({ site, launch, assert }) {
    for (const path of ['/a', '/b', '/other']) site.serve(path, pageOf(path.length, { title: path }));
    const driven = await launch();
    const engine = engineOf(await driven.own());
    const page = await driven.page();
    const addresses = [`${site.originAs('other.localhost')}/other`, `${site.origin}/a`, `${site.origin}/b`];
    for (const address of addresses) {
      await page.goto(address);
      await remembered(engine, address);
    }
    const known = async () => Promise.all(addresses.map(async (address) => (await engine.page(address)).remembered));
    const popup = await driven.own(`views/popup/popup.html?tab=${await tabId(await driven.own(), addresses[2])}`);
    await until(() => popup.evaluate(() => document.body.dataset.settled === 'true'));
    await press(popup, '#forget-more', 'This site');
    assert.deepEqual(await known(), [true, true, true], 'it is asked first');
    await press(popup, '#forget-more', 'Forget');
    await until(async () => String(await known()) === 'true,false,false', { what: 'the site was not forgotten' });
    await until(() => popup.evaluate(() => document.querySelector('#forgotten button') !== null));
    await press(popup, '#forgotten', 'Undo');
    await until(async () => String(await known()) === 'true,true,true', { what: 'the site did not come back' });
  },
}];
