/** What comes later on a page, by scrolling, by a click or by itself, is found; and a page that is hidden in time is kept. */
import { overWeb, stay } from '../../lib/finding.mjs';
import { pageOf, wordsOf } from '../../lib/made.mjs';
import { pace } from '../../lib/pace.mjs';

const POSTS = Array.from({ length: 12 }, (_, i) => wordsOf(100 + i));
/** A post comes with each scroll to the end; `keep`: how many stay in the document. */
const feed = (keep) => pageOf(1, { body: '<div id="feed"></div>', script: `const posts = ${JSON.stringify(POSTS)}; let n = 0; const feed = document.querySelector('#feed');
const more = () => { if (n >= posts.length) return; const one = document.createElement('article'); one.style.minHeight = '700px'; one.innerHTML = '<h2>Post ' + (n + 1) + '</h2><p>This one says ' + posts[n] + ' and was read by somebody.</p>'; feed.append(one); n += 1;
  while (feed.children.length > ${keep}) { const height = feed.children[0].offsetHeight; feed.children[0].remove(); feed.style.paddingTop = (parseFloat(feed.style.paddingTop || 0) + height) + 'px'; } };
more(); addEventListener('scroll', () => { if (innerHeight + scrollY > document.documentElement.scrollHeight - 50) more(); });` });

const scrollThrough = async (page) => {
  for (let i = 0; i < POSTS.length; i += 1) {
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await stay(1_500, page);
  }
};
const lostOf = async (finding, url) => {
  const found = await Promise.all(POSTS.map((words) => finding.of(words)));
  return POSTS.filter((_, i) => !found[i].includes(url));
};

const ROWS = [
  ...[['a feed', 99], ['a feed that throws away what was scrolled past', 3]].map(([name, keep]) => ({
    slow: keep > POSTS.length, name: `${name} is found by each post that was on screen`,
    async run({ site, page, at, finding, assert }) {
      site.serve('/feed', feed(keep), { active: true });
      await page.goto(at('/feed'));
      await stay(3_000, page);
      await scrollThrough(page);
      await page.goto(at('/end'));
      await stay(3_000, page);
      await finding.rest();
      assert.deepEqual(await lostOf(finding, at('/feed')), [], 'posts that are not found');
      assert.equal((await finding.all()).filter(({ url }) => url === at('/feed')).length, 1, 'it is one visit');
    },
  })),
  {
    name: 'what a click unfolds after eight seconds is found',
    async run({ site, page, at, finding, assert }) {
      site.serve('/comments', pageOf(1, { body: `<button onclick="c.innerHTML='<p>A comment says ${wordsOf(200)} and thanks for all.</p>'">comments</button><div id="c"></div>` }), { active: true });
      await page.goto(at('/comments'));
      await stay(8_000, page);
      await page.click('button');
      await stay(4_000, page);
      await finding.rest();
      assert.deepEqual(await finding.of(wordsOf(200)), [at('/comments')]);
      assert.deepEqual(await finding.of(wordsOf(1)), [at('/comments')], 'and so is what was there before');
      assert.equal((await finding.all()).length, 1);
    },
  },
  {
    name: 'what is unfolded without a change of the document is found',
    async run({ site, page, at, finding, assert }) {
      const hidden = (n) => `Unfolded it says ${wordsOf(n)} to whoever wants to know.`;
      site.serve('/folded', pageOf(1, { body: `<style>#panel { display: none } #box ~ #by { display: none } #box:checked ~ #by { display: block }</style>
        <footer><details><summary>More</summary>${hidden(220)}</details><button onclick="panel.style.display = 'block'">Panel</button><div id="panel">${hidden(221)}</div><input type="checkbox" id="box"><div id="by">${hidden(222)}</div></footer>` }), { active: true });
      await page.goto(at('/folded'));
      await stay(4_000, page);
      for (const [n, selector] of [[220, 'summary'], [221, 'button'], [222, '#box']]) {
        assert.deepEqual(await finding.of(wordsOf(n)), [], 'what is folded is not on screen');
        await page.click(selector);
        await stay(4_000, page);
      }
      await page.goto(at('/end'));
      await finding.rest();
      for (const n of [220, 221, 222]) assert.deepEqual(await finding.of(wordsOf(n)), [at('/folded')], `${n}`);
    },
  },
  {
    name: 'what comes late in a shadow tree is found',
    async run({ site, page, at, finding, assert }) {
      site.serve('/shaded', pageOf(1, { body: '<my-card></my-card><div id="host"></div>', script: `const late = (mode) => (host, words, ms) => { const tree = host.attachShadow({ mode }); tree.innerHTML = '<p>Loading…</p>';
        setTimeout(() => { tree.querySelector('p').textContent = 'In the shade it says ' + words + ' at last, and nothing else.'; }, ms); };
        late('open')(document.querySelector('my-card'), '${wordsOf(230)}', ${pace.of(4_000)}); late('closed')(document.querySelector('#host'), '${wordsOf(231)}', ${pace.of(7_000)});` }), { active: true });
      await page.goto(at('/shaded'));
      await stay(12_000, page);
      await page.goto(at('/end'));
      await finding.rest();
      for (const n of [230, 231]) assert.deepEqual(await finding.of(wordsOf(n)), [at('/shaded')], `${n}`);
    },
  },
  {
    slow: true, name: 'what a closed panel said is found',
    async run({ site, page, at, finding, assert }) {
      site.serve('/panel', pageOf(1, { body: '<div id="c"></div>' }), { active: true });
      await page.goto(at('/panel'));
      await stay(3_000, page);
      await page.evaluate((words) => { document.querySelector('#c').innerHTML = `<p>A panel says ${words} for a while and goes.</p>`; }, wordsOf(210));
      await stay(4_000, page);
      await page.evaluate(() => document.querySelector('#c').replaceChildren());
      await stay(4_000, page);
      await finding.rest();
      assert.deepEqual(await finding.of(wordsOf(210)), [at('/panel')]);
    },
  },
  {
    name: 'what a page showed last is found under its own address, also when the browser keeps it for going back',
    async run({ site, page, at, finding, assert }) {
      for (const path of ['/last', '/moved']) site.serve(path, pageOf(1, { title: path, body: '<p>And one more line of it.</p>'.repeat(2_000) }), { active: true, headers: { 'cache-control': 'max-age=60' } });
      const last = { '/last': wordsOf(240), '/moved': wordsOf(241) };
      for (const [path, words] of Object.entries(last)) {
        await page.goto(at(path));
        await stay(3_000, page);
        await page.evaluate((said, moves) => {
          document.querySelector('main').append(`At last it says ${said} and then it is left.`);
          if (moves) history.replaceState({}, '', '?at=2');
        }, words, path === '/moved');
        await stay(300, page);
        await page.goto(path === '/last' ? 'about:blank' : at('/end'));
        await stay(2_000, page);
      }
      await finding.rest();
      for (const [path, words] of Object.entries(last)) assert.deepEqual((await finding.of(words)).map((url) => url.replace('?at=2', '')), [at(path)]);
    },
  },
  {
    name: 'a page that is hidden before it rested is kept',
    async run({ site, page, driven, at, finding, assert }) {
      site.serve('/restless', pageOf(2, { body: '<p id="clock"></p>', script: 'setInterval(() => { document.querySelector("#clock").textContent = performance.now(); }, 20);' }), { active: true });
      await page.goto(at('/restless'));
      await stay(2_000, page);
      const other = await driven.page();
      await other.bringToFront();
      await other.goto(at('/end'));
      assert.equal(await finding.soon(wordsOf(2)), at('/restless'));
    },
  },
  {
    slow: true, name: 'a page that opens in a tab behind is kept when it is looked at, and not before',
    async run({ site, page, driven, own, at, finding, assert }) {
      site.serve('/behind', pageOf(3));
      await page.goto(at('/end'));
      await page.bringToFront();
      await own.evaluate((url) => (globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome).tabs.create({ url, active: false }), at('/behind'));
      await stay(4_000, page);
      assert.deepEqual(await finding.of(wordsOf(3)), []);
      const pages = await driven.browser.pages();
      const behind = (await Promise.all(pages.map(async (one) => (await one.evaluate(() => location.href).catch(() => '')) === at('/behind') && one))).find(Boolean);
      await behind.bringToFront();
      assert.equal(await finding.soon(wordsOf(3)), at('/behind'));
    },
  },
];

export default overWeb(ROWS, async ({ site }) => site.serve('/end', pageOf(9)));
