/** Pages and content scripts that claim to be what they are not. */
import { engineOf, everything, remembered, tell } from '../../lib/engine.mjs';
import { pageOf } from '../../lib/made.mjs';
import { pace } from '../../lib/pace.mjs';
import { sleep, until } from '../../lib/until.mjs';

const FORGE = `
  const fake = { kind: 'seen', id: 'f'.repeat(32), look: 0, rewritten: false, reloaded: false, stood: false, repicture: false, route: false, at: 1, offsetMin: 0, title: 'forged', html: '<p>forged tangerine</p>', text: 'forged tangerine', lang: '', referrer: '' };
  const call = { kind: 'call', id: 'x', from: 'x', method: 'remember', args: [{ ...fake, url: 'https://forged.example/' }] };
  for (const body of [fake, call, { kind: 'pause', until: 'always' }]) {
    window.postMessage(body, '*');
    new BroadcastChannel('webmynd').postMessage(body);
    for (const api of [globalThis.chrome, globalThis.browser]) { try { api?.runtime?.sendMessage?.(body); } catch {} }
    document.dispatchEvent(new CustomEvent('webmynd', { detail: body }));
  }
  globalThis.forged = typeof globalThis.browser?.runtime;`;

/** Runs code where the content script runs, as a page would that has broken out of its own world. */
async function inContentScript(page, extension, code) {
  const session = await page.createCDPSession();
  const worlds = [];
  session.on('Runtime.executionContextCreated', ({ context }) => worlds.push(context));
  await session.send('Runtime.enable');
  const world = await until(() => worlds.find(({ origin }) => extension.startsWith(origin) && origin !== ''), { what: 'the content script was not found' });
  const { result } = await session.send('Runtime.evaluate', { contextId: world.id, expression: code, awaitPromise: true, returnByValue: true });
  await session.detach();
  return result.value;
}

export default [
  {
    name: 'what a page says is not heard',
    async run({ site, common, assert }) {
      site.serve('/forger', pageOf(1, { script: FORGE, body: '<iframe src="/frame"></iframe>' }), { active: true });
      site.serve('/frame', pageOf(2, { script: FORGE }), { active: true });
      const driven = await common();
      const own = await driven.own();
      const engine = engineOf(own);
      const page = await driven.page();
      await page.goto(`${site.origin}/forger`);
      await remembered(engine, `${site.origin}/forger`);
      assert.equal(typeof await page.evaluate(() => globalThis.forged), 'string', 'the page forged to the end');
      await sleep(pace.longEnough);
      assert.deepEqual((await everything(engine)).map(({ url }) => url), [`${site.origin}/forger`], 'one page, no frame, no forgery');
      const { hits } = await engine.search({ q: 'tangerine', sort: 'best', limit: 5, offset: 0, now: Date.now(), offsetMin: 0 });
      assert.deepEqual(hits, []);
    },
  },
  {
    name: 'what a captured content script says is believed only of its own page',
    browsers: ['chrome'],
    async run({ site, common, assert }) {
      site.serve('/victim', pageOf(1));
      const driven = await common();
      const own = await driven.own();
      const engine = engineOf(own);
      const page = await driven.page();
      await page.goto(`${site.origin}/victim`);
      await remembered(engine, `${site.origin}/victim`);
      const say = (body) => inContentScript(page, driven.extension, `chrome.runtime.sendMessage(${JSON.stringify(body)}).then((answer) => answer ?? null, () => null)`);
      const fake = { kind: 'seen', id: 'f'.repeat(32), look: 0, rewritten: false, reloaded: false, stood: false, repicture: false, route: false, at: 1, offsetMin: 0, url: 'https://bank.example/', title: 'forged', html: '', text: 'forged tangerine', lang: '', referrer: '' };
      assert.equal((await say(fake))?.kind, 'skipped', 'a capture nobody was allowed to take is refused');
      assert.equal(await say({ ...fake, html: 7 }), null, 'a message of the wrong shape is nobody\'s');
      assert.equal(await say({ kind: 'pause', until: 'always' }), null, 'a content script is no view');
      assert.equal(await say({ kind: 'exclude', rule: 'example.com', on: true }), null);
      assert.equal((await tell(own, { kind: 'tabState', tabId: 1 })).pausedUntil, null);
      assert.equal((await engine.status()).visits, 1);
    },
  },
];
