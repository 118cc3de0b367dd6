/** Forgetting from the popup: all of a site, asked once more, and taken back. */
import { clickWords } from '../../lib/click.mjs';
import { engineOf, remembered, tabId, tell } from '../../lib/engine.mjs';
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
}, {
  name: 'a star on the page that was just forgotten keeps it with all its visits, and its picture leaves the popup until then',
  async run({ site, common, assert }) {
    for (const path of ['/kept', '/next']) site.serve(path, pageOf(path.length, { title: path }));
    const driven = await common();
    const own = await driven.own();
    const engine = engineOf(own);
    const page = await driven.page();
    for (const path of ['/kept', '/next', '/kept']) {
      await page.goto(`${site.origin}${path}`);
      await remembered(engine, `${site.origin}${path}`);
    }
    const kept = `${site.origin}/kept`;
    await until(async () => (await engine.page(kept)).visits === 2, { what: 'the second visit was never remembered' });
    const id = await tabId(own, kept);
    const popup = await driven.own(`views/popup/popup.html?tab=${id}`);
    const strip = () => popup.evaluate(() => [...document.querySelectorAll('#recent a')].map((one) => one.getAttribute('aria-label')).join('|'));
    await until(async () => (await strip()).includes('/kept'), { what: 'the strip never showed the page' });
    await engine.mutate({ page: kept }, { kind: 'forget' });
    await until(async () => !(await strip()).includes('/kept'), { what: 'the strip still shows what was forgotten' });
    assert.deepEqual(await tell(own, { kind: 'star', tabId: id, on: true }), { on: true });
    const { star, visits, forgotten } = await engine.page(kept);
    assert.deepEqual({ star, visits, forgotten }, { star: true, visits: 2, forgotten: 0 });
    assert.deepEqual((await engine.status()).undoable, []);
    await until(async () => (await strip()).includes('/kept'), { what: 'the strip never showed it again' });
  },
}, {
  name: 'what was forgotten is named to whoever looks later, until it is taken back or gone for good',
  async run({ site, common, assert }) {
    for (const path of ['/alder', '/birch']) site.serve(path, pageOf(path.length, { title: `About ${path.slice(1)}` }));
    const driven = await common();
    const own = await driven.own();
    const engine = engineOf(own);
    const page = await driven.page();
    for (const path of ['/alder', '/birch']) {
      await page.goto(`${site.origin}${path}`);
      await remembered(engine, `${site.origin}${path}`);
    }
    const kept = () => own.evaluate(async () => Object.keys(await (globalThis.browser ?? globalThis.chrome).storage.session.get(null)).filter((key) => key.startsWith('forgot:')).length);
    // One from playback, one from the popup.
    const before = await driven.own('views/playback/playback.html#/grid');
    await before.bringToFront();
    await until(() => before.evaluate(() => document.querySelectorAll('.tile-title').length === 2 && document.activeElement.closest('.tile') !== null));
    await before.keyboard.press('Delete');
    await until(async () => await kept() === 1, { what: 'the name was not kept' });
    await before.close();
    const popup = await driven.own(`views/popup/popup.html?tab=${await tabId(own, `${site.origin}/birch`)}`);
    await until(() => popup.evaluate(() => document.body.dataset.settled === 'true'));
    await engine.undo((await engine.status()).undoable[0].op);
    await until(() => popup.evaluate(() => !document.querySelector('#own').hidden), { what: 'the page did not come back' });
    await clickWords(popup, 'Forget this page', '#own');
    await until(async () => (await engine.status()).undoable.length === 1 && await kept() === 2, { what: 'it was not forgotten from the popup' });
    const later = await driven.own('views/playback/playback.html#/grid');
    await later.bringToFront();
    await until(() => later.evaluate(() => document.querySelector('[aria-label="Recently forgotten"]')?.checkVisibility()), { what: 'no way to what was forgotten' });
    await later.evaluate(() => document.querySelector('[aria-label="Recently forgotten"]').click());
    await until(() => later.evaluate(() => document.querySelector('.forgets strong') !== null));
    assert.equal(await later.evaluate(() => document.querySelector('.forgets strong').textContent), 'About birch');
    await clickWords(later, 'Forget now', '.forgets');
    await until(async () => await kept() === 1, { what: 'the name outlived its page' });
  },
}];
