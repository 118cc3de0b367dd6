/** What must never be remembered is not. */
import { engineOf, everything, remembered, tabId, tell } from '../../lib/engine.mjs';
import { pageOf } from '../../lib/made.mjs';
import { pace } from '../../lib/pace.mjs';
import { sleep, until } from '../../lib/until.mjs';

/** Visits `url` and tells why the popup says that it was skipped. */
async function skipOf(page, own, url) {
  await page.bringToFront();
  await page.goto(url);
  const id = await tabId(own, url);
  return until(async () => (await tell(own, { kind: 'tabState', tabId: id })).skipped, { what: `${url} was not skipped` });
}

const onlyWitness = async (engine, witness, assert) =>
  assert.deepEqual((await everything(engine)).map(({ url }) => url), [witness], 'nothing but the witness is remembered');

export default [
  {
    name: 'excluded sites, the built-in list and a pause leave no trace',
    async run({ site, common, assert }) {
      for (const path of ['/open', '/secret/a', '/any', '/paused']) site.serve(path, pageOf(path.length, { title: path }));
      const driven = await common();
      const own = await driven.own();
      const engine = engineOf(own);
      const page = await driven.page();
      assert.deepEqual(await tell(own, { kind: 'exclude', rule: 'site.test/secret', on: true }), { ok: true });
      assert.equal((await tell(own, { kind: 'exclude', rule: '/(/', on: true })).complaint, 'regex');
      assert.equal(await skipOf(page, own, `${site.origin}/secret/a`), 'excluded');
      assert.equal(await skipOf(page, own, `${site.originAs('login.a.test')}/any`), 'excluded');
      await tell(own, { kind: 'pause', until: 'always' });
      assert.equal(await skipOf(page, own, `${site.origin}/paused`), 'paused');
      await sleep(pace.longEnough);
      // What still stands there when one resumes is remembered then (choosing.mjs); what was left before never.
      await page.goto('about:blank');
      await tell(own, { kind: 'pause', until: null });
      await page.goto(`${site.origin}/open`);
      await remembered(engine, `${site.origin}/open`);
      await onlyWitness(engine, `${site.origin}/open`, assert);
    },
  },
  {
    name: 'pages with a visible password or card field are skipped with the reason',
    async run({ site, common, assert }) {
      site.serve('/password', pageOf(1, { body: '<form><input type="password"></form>' }));
      site.serve('/card', pageOf(2, { body: '<form><input autocomplete="cc-number"></form>' }));
      site.serve('/shadow', pageOf(3, {
        body: '<div id="host"></div>',
        script: 'document.getElementById("host").attachShadow({mode:"open"}).innerHTML = "<input type=password>"',
      }), { active: true });
      site.serve('/boxes', pageOf(4, { body: `<p>Enter your code</p><form>${'<input maxlength="1" size="1" value="4">'.repeat(6)}</form>` }));
      // What is looked for may be called anything, and words have other meanings.
      site.serve('/asked', pageOf(6, {
        body: `<input type="search" placeholder="Inserisci una parola chiave" value="traghetti"><label>Szukaj hasła <input name="haslo" value="prom"></label>
          <input name="q" placeholder="Search by library card number"><label>Deliver to PIN code <input name="pincode" value="560001"></label><label>Colour: tan <input name="quantity" value="1"></label>`,
      }));
      site.serve('/hidden', pageOf(5, { body: '<form hidden><input type="password"></form>' }));
      const driven = await common();
      const own = await driven.own();
      const page = await driven.page();
      for (const [path, reason] of [['/password', 'password'], ['/card', 'card'], ['/shadow', 'password'], ['/boxes', 'password']]) {
        assert.equal(await skipOf(page, own, site.origin + path), reason);
      }
      await page.goto(`${site.origin}/hidden`);
      await remembered(engineOf(own), `${site.origin}/hidden`);
      await page.goto(`${site.origin}/asked`);
      await remembered(engineOf(own), `${site.origin}/asked`);
      assert.deepEqual((await everything(engineOf(own))).map(({ url }) => url), [`${site.origin}/hidden`, `${site.origin}/asked`], 'nothing else is remembered');
    },
  },
  {
    name: 'a private window leaves no trace',
    async run({ site, launch, profile: newProfile, assert, browser }) {
      site.serve('/private', pageOf(1));
      site.serve('/open', pageOf(2));
      const visitPrivately = async (page) => {
        await page.bringToFront();
        await page.goto(`${site.origin}/private`);
        assert.equal(await page.evaluate(() => location.href), `${site.origin}/private`, 'the page is shown');
        await sleep(pace.longEnough);
      };
      const profile = newProfile();
      if (browser === 'firefox') {
        const closed = await launch({ profile, welcomed: false, prefs: { 'browser.privatebrowsing.autostart': true } });
        await visitPrivately(await closed.page());
        await closed.close();
      }
      const driven = await launch({ profile, prefs: { 'browser.privatebrowsing.autostart': false } });
      if (browser === 'chrome') await visitPrivately(await (await driven.browser.createBrowserContext()).newPage());
      const own = await driven.own();
      const page = await driven.page();
      await page.goto(`${site.origin}/open`);
      await remembered(engineOf(own), `${site.origin}/open`);
      await onlyWitness(engineOf(own), `${site.origin}/open`, assert);
    },
  },
];
