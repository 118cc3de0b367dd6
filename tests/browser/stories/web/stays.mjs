/** What is one stay, one page, one version: reloads nobody asked for, counters in titles, the same words again. */
import { overWeb, stay } from '../../lib/finding.mjs';
import { pageOf, wordsOf } from '../../lib/made.mjs';
import { pace } from '../../lib/pace.mjs';

/** Serves `html(n)` at a path, n the number of times it was asked for. */
const counting = (site, path, html) => {
  let n = 0;
  site.serve(path, () => html(n += 1), { active: true });
};

/** Comes to each in turn and stays for a while. */
async function visitAll(page, urls) {
  for (const url of urls) {
    await page.goto(url);
    await stay(3_500, page);
  }
}

const ROWS = [
  {
    name: 'a page that reloads itself is one stay',
    async run({ site, page, at, finding, assert }) {
      counting(site, '/board', (n) => pageOf(1, { title: 'Departures', body: `<p>It is now turn ${n}.</p>`, script: `setTimeout(() => location.reload(), ${pace.of(5_000)});` }));
      await page.goto(at('/board'));
      await stay(40_000, page);
      await page.goto('about:blank');
      await finding.rest();
      const all = await finding.all();
      assert.ok(all.length <= 2, `${all.length} visits of one stay`);
    },
  },
  {
    name: 'a number in a title makes no version',
    async run({ site, page, at, finding, assert }) {
      counting(site, '/inbox', (n) => pageOf(2, { title: `(${n}) Inbox` }));
      counting(site, '/radio', (n) => pageOf(3, { title: `Radio, 12:0${n}` }));
      await visitAll(page, ['/inbox', '/radio', '/inbox', '/radio', '/inbox', '/radio'].map(at));
      await finding.rest();
      for (const path of ['/inbox', '/radio']) assert.equal((await finding.engine.page(at(path))).captures, 1, `${path} has one version`);
    },
  },
  {
    name: 'one text, another, and the first again are two versions',
    async run({ site, page, at, finding, assert }) {
      counting(site, '/front', (n) => pageOf(n % 2 ? 4 : 5, { title: 'Front' }));
      await visitAll(page, ['/front', '/front', '/front'].map(at));
      await finding.rest();
      assert.equal((await finding.engine.page(at('/front'))).captures, 2);
      assert.deepEqual([await finding.of(wordsOf(4)), await finding.of(wordsOf(5))], [[at('/front')], [at('/front')]]);
    },
  },
  {
    name: 'a parameter that only tracks makes no other page, and one that says what is shown does',
    async run({ site, page, at, finding, assert }) {
      site.serve('/story', ({ url }) => pageOf(new URL(url, 'http://x').searchParams.get('id') === '2' ? 7 : 6, { title: 'A story' }));
      await visitAll(page, ['/story?id=1', '/story?id=1&utm_source=letter&utm_medium=mail&fbclid=IwAR0aBc', '/story?id=2', '/story?gclid=EAIaIQ&id=2'].map(at));
      await finding.rest();
      assert.equal((await finding.engine.status()).pages, 2);
      assert.deepEqual([(await finding.of(wordsOf(6))).length, (await finding.of(wordsOf(7))).length], [1, 1]);
    },
  },
];

export default overWeb(ROWS.map((row) => ({ ...row, slow: true })));
