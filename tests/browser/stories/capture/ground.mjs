/** Pages are remembered on every ground they can stand on. */
import { engineOf, everything } from '../../lib/engine.mjs';
import { pageOf, wordsOf } from '../../lib/made.mjs';
import { NO_CERTIFICATE } from '../../lib/tls.mjs';
import { visit } from '../../lib/visit.mjs';

/** Name, where it is, and whether browsers call its pages secure. */
const GROUNDS = [['plain http', 'origin', false], ['https', 'safe', true], ['this machine', 'loopback', true]];

export default GROUNDS.map(([name, origin, isSecure]) => ({
  name: `a page on the ground of ${name} is remembered, found and pictured`,
  async run({ site, common, assert, skip }) {
    if (!site[origin]) skip(NO_CERTIFICATE);
    site.serve('/ground', pageOf(7));
    const driven = await common();
    const own = await driven.own();
    const engine = engineOf(own);
    const page = await driven.page();
    const url = `${site[origin]}/ground`;
    await visit(page, own, url);
    assert.deepEqual(await page.evaluate(() => [location.href, isSecureContext]), [url, isSecure], 'it stands where it should');
    assert.deepEqual((await everything(engine)).map((caption) => caption.url), [url]);
    const { hits } = await engine.search({ q: wordsOf(7), sort: 'best', limit: 5, offset: 0, now: Date.now(), offsetMin: 0 });
    assert.deepEqual(hits.map((hit) => hit.url), [url]);
  },
}));
