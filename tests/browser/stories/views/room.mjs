/** The room a memory takes: the browser keeps it for good, and pictures fade beyond what the person gave them. */
import { engineOf, remembered } from '../../lib/engine.mjs';
import { pageOf } from '../../lib/made.mjs';
import { until } from '../../lib/until.mjs';

export default [{
  name: 'the browser keeps the memory for good, and the settings say so',
  async run({ common, assert, browser }) {
    const driven = await common();
    const own = await driven.own('views/settings/settings.html');
    // Of its own accord, before anybody opened the settings: docs/decisions/0013-kept-for-good.md. Chromium says no to a store that it never evicts.
    if (browser === 'firefox') await until(() => own.evaluate(() => navigator.storage.persisted()), { what: 'the store is best effort still' });
    // Ten gibibytes are what a store of best effort gets of either browser, whatever the disk has.
    const { quota, disk } = await own.evaluate(async () => ({ quota: (await navigator.storage.estimate()).quota, disk: document.querySelector('#keeping').innerText }));
    assert.notEqual(quota, 10 * 1024 ** 3);
    assert.match(disk, /For good/);
  },
}, {
  name: 'pictures fade beyond the room that was set for them',
  waits: true,
  async run({ site, launch, assert }) {
    site.serve('/seen', pageOf(1, { colour: '#2060a0' }));
    const driven = await launch();
    const own = await driven.own();
    const engine = engineOf(own);
    await (await driven.page()).goto(`${site.origin}/seen`);
    const { lastOrdinal } = await remembered(engine, `${site.origin}/seen`);
    await until(() => engine.image(lastOrdinal, 'full'), { what: 'there is no picture' });
    // No person may set so little; a memory of more than the least would take minutes to make.
    await engine.pictureBudget(1);
    await until(async () => await engine.image(lastOrdinal, 'thumb') === null, { within: 60_000, what: 'the picture never faded' });
    assert.equal((await engine.page(`${site.origin}/seen`)).remembered, true);
  },
}];
