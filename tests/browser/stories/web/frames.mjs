/** What frames and closed shadow trees show belongs to the page around them, unless it is hidden, an advertisement, excluded or secret. */
import { tabId, tell } from '../../lib/engine.mjs';
import { overWeb, stay } from '../../lib/finding.mjs';
import { pageOf, wordsOf } from '../../lib/made.mjs';
import { pace } from '../../lib/pace.mjs';
import { until } from '../../lib/until.mjs';

const frame = (src, [width, height] = [600, 400]) => `<iframe src="${src}" width="${width}" height="${height}"></iframe>`;
/** Another site that a page of the ground may show. */
const elsewhere = ({ site, ground }) => (ground === 'http' ? site.originAs('other.test') : site.loopback);
const LONG = `<p>${Array.from({ length: 60 }, (_, i) => `Sentence ${i} of the article is as long as sentences are.`).join(' ')}</p>`;
const SIGN_IN = '<form><label>Name <input name="user"></label><label>Password <input type="password"></label></form>';
/** A field in a closed tree of an element that is nobody's own. */
const CLOSED = '<section id="host"></section><script>document.getElementById("host").attachShadow({ mode: "closed" }).innerHTML = "<input autocomplete=cc-number>"</script>';

const QUICK_ROWS = [
  {
    name: 'a frame of another site is read, an advertisement and an excluded site are not',
    async run({ site, page, own, at, finding, assert, ground }) {
      const other = (path) => elsewhere({ site, ground }) + path;
      site.serve('/said', `<p>The frame says ${wordsOf(301)}, and it is short.</p>`, OPEN);
      site.serve('/sold', `<p>Buy now what is called ${wordsOf(302)} for little.</p>`, OPEN);
      site.serve('/secret/inside', `<p>The excluded one says ${wordsOf(303)} to nobody but who reads it.</p>`, OPEN);
      site.serve('/around', pageOf(1, { body: frame(other('/said')) + frame(other('/sold'), [300, 250]) + frame(other('/secret/inside')) }), OPEN);
      await tell(own, { kind: 'exclude', rule: `${new URL(other('/')).hostname}/secret`, on: true });
      await page.goto(at('/around'));
      await stay(4_000, page);
      await finding.rest();
      assert.deepEqual(await finding.of(wordsOf(301)), [at('/around')]);
      assert.deepEqual([await finding.of(wordsOf(302)), await finding.of(wordsOf(303))], [[], []]);
    },
  },
  {
    name: 'a sign-in in a frame beside an article withholds nothing, alone it does, and so does a card in whatever tree of a frame',
    async run({ site, page, own, at, finding, assert }) {
      site.serve('/in/sign-in', SIGN_IN);
      site.serve('/in/closed', CLOSED, { active: true });
      for (const [path, body] of [['/beside', LONG + frame('/in/sign-in')], ['/alone', frame('/in/sign-in')], ['/card', LONG + frame('/in/closed')]]) site.serve(path, pageOf(2, { title: path, body }), { active: true });
      const skipped = {};
      for (const path of ['/beside', '/alone', '/card']) {
        await page.goto(at(path));
        await stay(4_000, page);
        skipped[path] = (await tell(own, { kind: 'tabState', tabId: await tabId(own, at(path)) })).skipped;
      }
      await finding.rest();
      assert.deepEqual(skipped, { '/beside': null, '/alone': 'password', '/card': 'card' });
      assert.deepEqual((await finding.all()).map(({ url }) => url), [at('/beside')]);
    },
  },
  {
    name: 'what comes later in a frame of another site is found, and nothing of a frame is lost when it goes on or its page is left',
    async run({ site, page, at, finding, assert, ground }) {
      const other = (path) => elsewhere({ site, ground }) + path;
      const grows = `setTimeout(() => { document.querySelector('main').innerHTML = '<p>By now the frame says ${wordsOf(331)} and no more.</p>'; }, ${pace.of(4_500)}); setTimeout(() => { location.href = '/on'; }, ${pace.of(9_000)});`;
      site.serve('/grows', pageOf(330, { script: grows }), OPEN);
      site.serve('/on', pageOf(332), OPEN);
      site.serve('/around', pageOf(1, { body: frame(other('/grows')), script: `setTimeout(() => { document.querySelector('main').append('The page itself says ${wordsOf(333)} at last.'); }, ${pace.of(12_000)});` }), OPEN);
      await page.goto(at('/around'));
      await stay(14_000, page);
      await page.goto('about:blank');
      await finding.rest();
      const known = {};
      for (const n of [1, 330, 331, 332, 333]) known[n] = (await finding.of(wordsOf(n))).join();
      assert.deepEqual(known, Object.fromEntries([1, 330, 331, 332, 333].map((n) => [n, at('/around')])));
    },
  },
];

const framed = (frame, style = 'width:100%;height:500px') => `<!doctype html><html lang="en"><meta charset="utf-8"><title>With a frame</title><p>Around it are ${wordsOf(310)} and a frame.</p><iframe style="border:0;${style}" ${frame}></iframe>`;
const OPEN = { active: true, headers: { 'content-security-policy': '' } };
const inside = (words) => pageOf(8, { title: 'Inside', body: `<p>Inside stands ${words} and no more.</p>` });

const ROWS = [
  ...[
    ['a frame of the same site', ({ at }) => `src="${at('/inside')}"`],
    ['a frame of another site', (set) => `src="${elsewhere(set)}/inside"`],
    ['a frame that was written into the page', () => `srcdoc="${inside(wordsOf(311)).replaceAll('"', '&quot;')}"`],
  ].map(([name, of]) => ({
    name: `${name} is part of its page`,
    async run(set) {
      const { site, page, at, finding, assert } = set;
      site.serve('/inside', inside(wordsOf(311)), OPEN);
      site.serve('/around', framed(of(set)), OPEN);
      await page.goto(at('/around'));
      await stay(5_000, page);
      await finding.rest();
      assert.deepEqual([await finding.of(wordsOf(310)), await finding.of(wordsOf(311))], [[at('/around')], [at('/around')]]);
      assert.deepEqual((await finding.all()).map(({ url, title }) => [url, title]), [[at('/around'), 'With a frame']]);
    },
  })),
  ...[['hidden', 'display:none'], ['tiny', 'width:2px;height:2px']].map(([name, style]) => ({
    name: `a ${name} frame says nothing`,
    async run({ site, page, at, finding, assert }) {
      site.serve('/inside', inside(wordsOf(311)), OPEN);
      site.serve('/around', framed(`src="${at('/inside')}"`, style), OPEN);
      await page.goto(at('/around'));
      await stay(5_000, page);
      await finding.rest();
      assert.deepEqual([await finding.of(wordsOf(310)), await finding.of(wordsOf(311))], [[at('/around')], []]);
    },
  })),
  {
    name: 'a card field in a frame withholds its page',
    async run({ site, page, own, at, finding, assert }) {
      site.serve('/pay', '<!doctype html><title>Pay</title><form><label>Card number <input name="cardnumber" autocomplete="cc-number" value="4111 1111 1111 1111"></label><input autocomplete="cc-csc"></form>', OPEN);
      site.serve('/shop', framed(`src="${at('/pay')}"`), OPEN);
      await page.goto(at('/shop'));
      await until(async () => (await tell(own, { kind: 'tabState', tabId: await tabId(own, at('/shop')) })).skipped === 'card', { within: 20_000, what: 'the card field was not said' });
      await finding.rest();
      assert.deepEqual(await finding.all(), []);
    },
  },
  {
    name: 'a closed shadow is part of its page',
    async run({ site, page, at, finding, assert }) {
      site.serve('/shadow', pageOf(1, { body: '<div id="host"></div>', script: `document.querySelector('#host').attachShadow({ mode: 'closed' }).innerHTML = '<p>In the shade stands ${wordsOf(320)} and no more.</p>';` }), { active: true });
      await page.goto(at('/shadow'));
      await stay(5_000, page);
      await finding.rest();
      assert.deepEqual(await finding.of(wordsOf(320)), [at('/shadow')]);
    },
  },
];

export default overWeb([...QUICK_ROWS, ...ROWS.map((row) => ({ ...row, slow: true }))]);
