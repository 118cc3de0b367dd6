/** What counts as a page, a visit, a version. */
import { engineOf, everything, remembered } from '../../lib/engine.mjs';
import { pageOf } from '../../lib/made.mjs';
import { pace } from '../../lib/pace.mjs';
import { sleep, until } from '../../lib/until.mjs';

const visits = (engine, count) => until(async () => (await engine.status()).visits >= count, { what: `there were not ${count} visits` });

/** A page that was seen and may be read has its ticket, read or not. */
const hasTicket = (own, url) => own.evaluate(async (wanted) => {
  const kept = await (globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome).storage.session.get(null);
  return Object.values(kept).some((one) => one?.url === wanted);
}, url);

export default [
  {
    name: 'a page that changes its address without loading is a page each time, a fragment is not',
    async run({ site, common, assert }) {
      site.serve('/app', pageOf(1, {
        body: '<article></article>',
        script: `globalThis.show = (path, words, how = 'pushState') => {
          history[how](null, '', path); draw(words); };
          const draw = (words) => { document.title = words; document.querySelector('article').textContent = words; };
          addEventListener('popstate', () => draw('home'));`,
      }), { active: true });
      const driven = await common();
      const own = await driven.own();
      const engine = engineOf(own);
      const page = await driven.page();
      const at = (path) => site.origin + path;
      await page.goto(at('/app'));
      await remembered(engine, at('/app'));
      await page.evaluate(() => { location.hash = 'chapter-2'; });
      await sleep(2 * pace.rested);
      await page.evaluate(() => show('/app/one', 'first heliotrope route'));
      await remembered(engine, at('/app/one'));
      await page.evaluate(() => show('/app/two', 'second marigold route', 'replaceState'));
      await remembered(engine, at('/app/two'));
      await page.evaluate(() => history.back());
      await visits(engine, 4);
      const urls = (await everything(engine)).map(({ url }) => url);
      assert.deepEqual(urls, [at('/app'), at('/app/one'), at('/app/two'), at('/app')]);
      const { hits } = await engine.search({ q: 'marigold', sort: 'best', limit: 5, offset: 0, now: Date.now(), offsetMin: 0 });
      assert.equal(hits[0]?.url, at('/app/two'), 'the words are those of the address they were shown at');
    },
  },
  {
    name: 'a page without an origin of its own is remembered route by route as any other',
    async run({ site, common, assert }) {
      const boxed = { 'content-security-policy': "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'" };
      site.serve('/boxed', pageOf(1, { script: "addEventListener('hashchange', () => { document.title = document.querySelector('p').textContent = 'the columbine route'; });" }), { active: true, headers: boxed });
      const driven = await common();
      const engine = engineOf(await driven.own());
      const page = await driven.page();
      await page.goto(`${site.origin}/boxed`);
      await remembered(engine, `${site.origin}/boxed`);
      await page.evaluate(() => { location.hash = '#/route'; });
      await remembered(engine, `${site.origin}/boxed#/route`);
      const { hits } = await engine.search({ q: 'columbine', sort: 'best', limit: 5, offset: 0, now: Date.now(), offsetMin: 0 });
      assert.deepEqual(hits.map(({ url }) => url), [`${site.origin}/boxed#/route`]);
    },
  },
  {
    name: 'the same content again is a visit, changed content is a version',
    async run({ site, common, assert }) {
      let edition = 1;
      site.serve('/news', () => pageOf(edition));
      const driven = await common();
      const own = await driven.own();
      const engine = engineOf(own);
      const page = await driven.page();
      const url = `${site.origin}/news`;
      for (const [time, now] of [1, 1, 2].entries()) {
        edition = now;
        await page.goto(url);
        await visits(engine, time + 1);
      }
      const state = await engine.page(url);
      assert.equal(state.visits, 3);
      assert.equal(state.captures, 2);
      assert.equal((await engine.status()).pages, 1);
    },
  },
  {
    name: 'a page that is left as soon as it was seen is remembered, one that flew by is not',
    async run({ site, common, assert }) {
      site.serve('/restless', pageOf(1, { body: '<output></output>', script: `let n = 0; setInterval(() => { document.querySelector("output").textContent = n++; }, ${pace.quiet / 8});` }), { active: true });
      site.serve('/end', pageOf(3), { active: true });
      const driven = await common();
      const own = await driven.own();
      const engine = engineOf(own);
      const page = await driven.page();
      await page.goto(`${site.origin}/restless`);
      await until(() => hasTicket(own, `${site.origin}/restless`), { every: 10, what: 'it was never seen' });
      await page.goto(`${site.origin}/end`);
      await remembered(engine, `${site.origin}/end`);
      await page.evaluate(() => { for (const path of ['/flew', '/rests']) { history.pushState(null, '', path); document.title = path; } });
      await remembered(engine, `${site.origin}/rests`);
      assert.deepEqual((await everything(engine)).map(({ url }) => new URL(url).pathname), ['/restless', '/end', '/rests']);
    },
  },
];
