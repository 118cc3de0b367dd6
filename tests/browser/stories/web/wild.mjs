/** Pages that mean no good to a reader: their tab stays quick, other pages lose nothing, and the worst is a skipped look with a reason. */
import { tabId, tell } from '../../lib/engine.mjs';
import { Finding, stay } from '../../lib/finding.mjs';
import { LARGEST_PIECE } from '../../lib/hostile.mjs';
import { pageOf, wordsOf } from '../../lib/made.mjs';
import { sleep, until } from '../../lib/until.mjs';

/** Looks within the first seconds, whatever the page does; how long each takes is printed, and measured by `tools/bench-looks.mjs`. */
const MOST_LOOKS = 4;

const FORGE = `for (const body of [{ kind: 'seen', id: 'f'.repeat(32), look: 0, rewritten: false, reloaded: false, stood: false, repicture: false, route: false, at: 1, offsetMin: 0, title: 'forged', html: '<p>forged tangerine</p>', text: 'forged tangerine', lang: '', referrer: '' },
  { kind: 'frame', text: 'forged tangerine' }, { kind: 'withheld', reason: 'card' }, { kind: 'captureNow' }, { kind: 'pause', until: 'always' }]) {
  for (const to of [window, parent, top]) to.postMessage(body, '*');
  new BroadcastChannel('webmynd').postMessage(body);
  for (const api of [globalThis.chrome, globalThis.browser]) { try { api?.runtime?.sendMessage?.(body); } catch {} }
  for (const name of ['webmynd', 'message']) document.dispatchEvent(new CustomEvent(name, { detail: body }));
}`;
const BREAK = `const boom = () => { throw new Error('broken'); };
for (const name of ['parse', 'stringify']) JSON[name] = boom;
for (const name of ['push', 'map', 'filter', 'slice', 'join', 'some', 'forEach', Symbol.iterator]) Array.prototype[name] = boom;
for (const name of ['get', 'set', 'has', 'add', 'delete']) { Map.prototype[name] = boom; Set.prototype[name] = boom; }
Promise.prototype.then = boom; Promise.withResolvers = boom; Promise.race = boom; String.prototype.slice = boom; RegExp.prototype.test = boom; Object.prototype.kind = 'seen';
for (const name of ['getRandomValues', 'randomUUID']) Object.defineProperty(crypto, name, { value: boom }); Node.prototype.getRootNode = boom; Document.prototype.querySelectorAll = boom; Element.prototype.querySelectorAll = boom;`;

/** Name, the page's script, and how many visits it may be at most; the first and what is broken are tried in the short form, too. */
const WILD = [
  ['changes ten thousand times a second', 'const p = document.querySelector("p"); const s = p.textContent; setInterval(() => { for (let i = 0; i < 100; i++) p.dataset.n = i, p.firstChild.data = s + i; }, 10);', 1],
  ['grows and shrinks ten thousand times a second', 'const m = document.querySelector("main"); setInterval(() => { for (let i = 0; i < 50; i++) { m.append(document.createElement("u")); m.lastChild.remove(); } }, 10);', 1],
  ['pushes fifty addresses a second', 'let n = 0; setInterval(() => history.pushState({}, "", "/wild?n=" + n++), 20);', 1],
  ['rewrites its address fifty times a second', 'let n = 0; setInterval(() => history.replaceState({}, "", "/wild?n=" + n++), 20);', 1],
  ['changes its title a thousand times a second', 'let n = 0; setInterval(() => { document.title = "Wild " + n++; }, 1);', 1],
  ['has two hundred frames', 'for (let i = 0; i < 200; i++) { const f = document.createElement("iframe"); f.srcdoc = "<p>A frame of two hundred, number " + i + "</p>"; document.body.append(f); }', 1],
  ['forges messages from a frame', 'const f = document.createElement("iframe"); f.src = "/forger"; document.body.append(f);', 1],
  ['is fifteen hundred elements deep', 'let at = document.querySelector("main"); for (let i = 0; i < 1_500; i++) { const deeper = document.createElement("div"); at.append(deeper); at = deeper; } at.textContent = "The deepest words";', 1],
  ['stops its own loading', 'window.stop();', 1],
  ['breaks what everybody builds on', BREAK, 1],
  ['breaks what everybody builds on after a while', `setTimeout(() => { ${BREAK} }, 250);`, 1],
];

const shareOf = (values, share) => values.toSorted((a, b) => a - b)[Math.floor(values.length * share)];

/** Asks the page again and again while it is read, as a click of a person's would; resolves to what that took, in ms. */
async function asked(page, ms) {
  const took = [];
  for (const end = performance.now() + ms; performance.now() < end;) {
    const start = performance.now();
    // In its own frame of the browser: what a page has broken does not answer.
    await page.evaluate('1').catch(() => undefined);
    took.push(performance.now() - start);
    await sleep(20);
  }
  return took;
}

/** The looks at the page and the longest (ms) and largest piece of ours on its main thread, by the marks that the brisk build leaves. */
const marksOf = (page) => page.evaluate(() => {
  const marks = performance.getEntriesByName('webmynd');
  let [longest, largest] = [0, 0];
  for (let i = 0; i < marks.length; i += 1) {
    const { longest: slice, sending, piece } = marks[i].detail;
    longest = Math.max(longest, slice, sending);
    largest = Math.max(largest, piece);
  }
  return { looks: marks.length, longest, largest };
}).catch(() => ({ looks: 0, longest: 0, largest: 0 }));

async function playWild({ site, common, assert, note }, script, most) {
  site.serve('/forger', pageOf(5, { script: FORGE }), { active: true });
  site.serve('/wild', pageOf(1, { script }), { active: true });
  site.serve('/neighbour', pageOf(2));
  const driven = await common();
  const own = await driven.own();
  const [finding, page, beside] = [new Finding(own), await driven.page(), await driven.page()];
  await page.bringToFront();
  await page.goto(`${site.origin}/wild`, { waitUntil: 'domcontentloaded' });
  // What the browser itself has to do before a page of so many parts is there is not ours.
  await until(() => page.evaluate('document.readyState === "complete"').catch(() => false), { what: 'the page never was there' });
  const took = await asked(page, 3_000);
  const [slow, { looks, longest, largest }] = [shareOf(took, 0.95), await marksOf(page)];
  const state = await tell(own, { kind: 'tabState', tabId: await ownTab(own) });
  await beside.bringToFront();
  await beside.goto(`${site.origin}/neighbour`);
  assert.equal(await finding.soon(wordsOf(2)), `${site.origin}/neighbour`, 'the page beside it');
  const wild = (await finding.all()).filter(({ url }) => new URL(url).pathname === '/wild');
  note(`answers within ${slow.toFixed(0)} ms, ${looks} looks, our longest piece ${longest.toFixed(1)} ms, ${wild.length} visits${state.skipped ? `, skipped: ${state.skipped}` : ''}`);
  assert.ok(wild.length > 0 || state.skipped || state.fault, `it is neither remembered nor is there a reason: ${JSON.stringify(state)}`);
  assert.ok(wild.length <= most, `${wild.length} visits: ${wild.map(({ url }) => url).join(' ')}`);
  assert.ok(wild.every(({ title }) => !/forged|seen/.test(title)) && (await finding.of('forged tangerine')).length === 0, 'nothing forged is kept');
  assert.ok(looks <= MOST_LOOKS, `${looks} looks`);
  assert.ok(largest <= LARGEST_PIECE, `${largest} nodes and characters in one piece`);
}

/** The tab of the wild page, wherever it says it is. */
const ownTab = (own) => own.evaluate(async () => (await (globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome).tabs.query({})).find(({ url }) => url?.includes('/wild'))?.id);

const discarded = {
  slow: true, name: 'a page that is discarded in the middle of a look loses no other, and is remembered when it is looked at again',
  async run({ site, common, assert }) {
    site.serve('/wild', pageOf(1, { body: '<p>and more of it.</p>'.repeat(20_000) }));
    site.serve('/neighbour', pageOf(2));
    const driven = await common();
    const own = await driven.own();
    const [finding, page] = [new Finding(own), await driven.page()];
    const beside = await driven.page();
    await page.bringToFront();
    await page.goto(`${site.origin}/wild`, { waitUntil: 'domcontentloaded' });
    const id = await tabId(own, `${site.origin}/wild`);
    // Seen, and about to be read.
    await stay(1_100, page);
    await beside.bringToFront();
    await own.evaluate((tab) => (globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome).tabs.discard(tab), id).catch(() => undefined);
    await beside.goto(`${site.origin}/neighbour`);
    assert.equal(await finding.soon(wordsOf(2)), `${site.origin}/neighbour`);
    // Chromium gives a tab that it discards another id.
    await own.evaluate((tab) => (globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome).tabs.update(tab, { active: true }), await tabId(own, `${site.origin}/wild`));
    const known = await until(() => finding.of(wordsOf(1)).then((urls) => urls.length > 0 && urls), { within: 20_000, what: 'the page that was discarded was never remembered' });
    assert.deepEqual(known, [`${site.origin}/wild`]);
  },
};

export default [...WILD.map(([name, script, most]) => ({ slow: !/^(?:changes ten|breaks what everybody builds on$)/.test(name), name: `a page that ${name} is borne`, run: (set) => playWild(set, script, most) })), discarded];
