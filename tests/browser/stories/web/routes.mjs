/** Routes of applications in one document: each is remembered with what it showed, and with nothing of another. */
import { tabId, tell } from '../../lib/engine.mjs';
import { overWeb, stay } from '../../lib/finding.mjs';
import { pageOf, wordsOf } from '../../lib/made.mjs';
import { pace } from '../../lib/pace.mjs';
import { until } from '../../lib/until.mjs';

/** `go(path, title, words, ms)`: another route whose data come so late; `meanwhile`: what stands there until then. */
const APP = `globalThis.go = (path, title, words, ms, meanwhile) => {
  history.pushState({}, '', path);
  const main = document.querySelector('main');
  if (meanwhile) main.innerHTML = '<p>' + meanwhile + '</p>';
  setTimeout(() => { document.title = title; main.innerHTML = '<h1>' + title + '</h1><p>The words of this route are ' + words + ' and nothing more is said of them here.</p>'; }, ms);
};`;

/** The tab's state is that of the page which it shows, whatever its address has become. */
const formBecomes = async (own, url, form) => {
  const id = await tabId(own, url);
  await until(async () => (await tell(own, { kind: 'tabState', tabId: id })).form === form, { within: 20_000, what: `${url} was never "${form}"` });
};

const ROWS = [
  {
    name: 'a route whose data come late, with the old article meanwhile',
    async run({ page, at, finding, assert }) {
      await page.evaluate((words, ms) => globalThis.go('/second', 'Second', words, ms), wordsOf(22), pace.of(1_200));
      await stay(6_000, page);
      await page.evaluate((words, ms) => globalThis.go('/third', 'Third', words, ms), wordsOf(33), pace.of(2_500));
      await stay(6_000, page);
      await finding.rest();
      assert.deepEqual([await finding.of(wordsOf(1)), await finding.of(wordsOf(22)), await finding.of(wordsOf(33))], [[at('/app')], [at('/second')], [at('/third')]], 'each route is found by its own words alone');
      assert.deepEqual((await finding.all()).map(({ url, title }) => [url, title]), [[at('/app'), 'Page 1'], [at('/second'), 'Second'], [at('/third'), 'Third']]);
    },
  },
  {
    name: 'a route that says "Loading" first',
    async run({ page, at, finding, assert }) {
      await page.evaluate((words, ms) => globalThis.go('/second', 'Second', words, ms, 'Loading the second page, one moment please'), wordsOf(22), pace.of(2_500));
      await stay(6_000, page);
      await finding.rest();
      assert.deepEqual(await finding.of(wordsOf(22)), [at('/second')]);
      assert.equal((await finding.all()).at(-1).title, 'Second');
      assert.equal((await finding.all()).length, 2, 'a look again is no visit');
    },
  },
  {
    slow: true, name: 'a first load whose data come late',
    async run({ page, site, at, finding, assert }) {
      site.serve('/late', pageOf(1, { title: 'Loading', body: '<p id="late"></p>', script: `setTimeout(() => { document.title = 'Late page'; document.querySelector('#late').textContent = 'It came late: ${wordsOf(44)} and no sooner'; }, ${pace.of(3_500)});` }), { active: true });
      await page.goto(at('/late'));
      await stay(8_000, page);
      await finding.rest();
      assert.deepEqual(await finding.of(wordsOf(44)), [at('/late')]);
      assert.equal((await finding.all()).at(-1).title, 'Late page');
    },
  },
  {
    slow: true, name: 'a busy route that is left by a click after three seconds',
    async run({ page, at, finding, assert }) {
      await page.evaluate((words) => {
        history.pushState({}, '', '/busy');
        document.title = 'Busy';
        document.querySelector('main').innerHTML = `<p>While it ticks it says ${words} for as long as one likes.</p><p id="clock"></p>`;
        globalThis.ticking = setInterval(() => { document.querySelector('#clock').textContent = String(performance.now()); }, 20);
      }, wordsOf(55));
      await stay(3_000, page);
      await page.evaluate((words) => { clearInterval(globalThis.ticking); globalThis.go('/after', 'After', words, 0); }, wordsOf(66));
      await stay(4_000, page);
      await finding.rest();
      assert.deepEqual([await finding.of(wordsOf(55)), await finding.of(wordsOf(66))], [[at('/busy')], [at('/after')]]);
      assert.equal((await finding.all()).find(({ url }) => url === at('/busy')).title, 'Busy');
    },
  },
  {
    slow: true, name: 'a page that rewrites its address',
    async run({ page, at, finding, assert }) {
      for (let i = 1; i <= 20; i += 1) {
        await page.evaluate((n) => history.replaceState({}, '', `/app?at=52.5,13.${n}&t=${n}`), i);
        await stay(2_000, page);
      }
      await finding.rest();
      const all = await finding.all();
      assert.equal(all.length, 1, `one visit: ${all.map(({ url }) => url).join(' ')}`);
      assert.equal((await finding.of(wordsOf(1))).length, 1);
      assert.ok(all[0].url.startsWith(at('/app')));
    },
  },
  {
    name: 'a page whose address is rewritten is the page that is remembered, for the popup and for its star',
    async run({ page, own, at, finding, assert }) {
      const becomes = (path, form) => formBecomes(own, at(path), form);
      await page.evaluate(() => history.replaceState({}, '', '/app?ref=1'));
      await becomes('/app?ref=1', 'hollow');
      const id = await tabId(own, at('/app?ref=1'));
      assert.deepEqual(await tell(own, { kind: 'star', tabId: id, on: true }), { on: true });
      // And once more, when it is a WebMark; and a place in it that has an address of its own.
      await page.evaluate(() => history.replaceState({}, '', '/app?ref=2'));
      await becomes('/app?ref=2', 'star');
      await page.evaluate(() => history.pushState({}, '', '/app?photo=3'));
      await becomes('/app?photo=3', 'star');
      await finding.rest();
      const { visits, pages, webmarks } = await finding.engine.status();
      assert.deepEqual([visits, pages, webmarks], [1, 1, 1], 'one page, and it is starred');
    },
  },
  {
    name: 'a page that pushes an address whenever it draws is remembered, once',
    async run({ page, own, at, finding, assert }) {
      await page.evaluate((words, every) => {
        document.title = 'Drawn';
        document.querySelector('main').innerHTML = `<p>It draws ${words} again and again, and says nothing else.</p>`;
        let n = 0;
        globalThis.ticking = setInterval(() => { history.pushState({}, '', `/drawn?n=${n += 1}`); }, every);
      }, wordsOf(77), pace.of(300));
      await stay(12_000, page);
      await page.evaluate(() => clearInterval(globalThis.ticking));
      const [{ url: last }] = await own.evaluate(() => (globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome).tabs.query({ active: true }));
      await finding.rest();
      const drawn = (await finding.all()).filter(({ title }) => title === 'Drawn');
      assert.equal(drawn.length, 1, drawn.map(({ url }) => url).join(' '));
      assert.ok((await finding.of(wordsOf(77)))[0].startsWith(at('/drawn')));
      await formBecomes(own, last, 'hollow');
    },
  },
  {
    name: 'articles that follow each other without an end have their own names and words',
    async run({ page, at, finding, assert }) {
      for (const n of [1, 2, 3]) {
        await page.evaluate((n, words) => {
          document.title = `Article ${n}`;
          document.querySelector('main').insertAdjacentHTML('beforeend', `<article><h2>Article ${n}</h2><p>This one says ${words}. ${'It goes on for a while about number '.concat(n, '. ').repeat(20)}</p></article>`);
          history.pushState({}, '', `/article/${n}`);
          document.querySelector('article:last-of-type').scrollIntoView();
        }, n, wordsOf(80 + n));
        await stay(4_000, page);
      }
      await page.goto(at('/end'));
      await finding.rest();
      for (const n of [1, 2, 3]) assert.ok((await finding.of(wordsOf(80 + n))).includes(at(`/article/${n}`)), `article ${n}: ${await finding.of(wordsOf(80 + n))}`);
      const names = (await finding.all()).filter(({ url }) => url.includes('/article/')).map(({ url, title }) => [url.at(-1), title.at(-1)]);
      assert.ok(names.length === 3 && names.every(([n, name]) => n === name), JSON.stringify(names));
    },
  },
  {
    name: 'a look in passing',
    async run({ page, at, finding, assert }) {
      // A machine that is busy may hold the page up until it was seen after all: then it is tried anew.
      let passed = 0;
      await until(async () => {
        passed += 1;
        const shown = await page.evaluate(async (n, first, second, ms) => {
          globalThis.go(`/passed/${n}`, 'Passed', first, 0);
          const since = performance.now();
          await new Promise((resolve) => { setTimeout(resolve, ms); });
          globalThis.go(`/stayed/${n}`, 'Stayed', second, 0);
          return performance.now() - since;
        }, passed, wordsOf(20 + passed), wordsOf(40 + passed), pace.of(500));
        return shown < pace.seen;
      }, { what: 'the page was always held up' });
      await stay(4_000, page);
      await finding.rest();
      assert.deepEqual([await finding.of(wordsOf(20 + passed)), await finding.of(wordsOf(40 + passed))], [[], [at(`/stayed/${passed}`)]]);
    },
  },
];

export default overWeb(ROWS, async ({ site, page, at }) => {
  site.serve('/app', pageOf(1, { script: APP }), { active: true });
  await page.goto(at('/app'));
  await stay(3_000, page);
});
