/** Hostile pages: captured as far as they go or left alone, never a script of theirs run, never a frozen tab. */
import { engineOf, everything, tabId, tell } from '../../lib/engine.mjs';
import { hostilePages, LARGEST_PIECE } from '../../lib/hostile.mjs';
import { pageOf } from '../../lib/made.mjs';
import { sleep, until } from '../../lib/until.mjs';

/** Characters that are sent of a page. */
const MOST_SENT = 3 << 20;
/** Pages visited at the same time, each in a window of its own. */
const WINDOWS = 3;

/** A driver's own world beside the page's, where hostile pages have broken nothing. */
const aside = (page) => page.mainFrame().isolatedRealm();

/** What the content script measured of itself. */
const marks = (page) => aside(page).evaluate(() => performance.getEntriesByName('webmynd').map(({ detail }) => detail));

/** What can be told of a page that nobody answered for. */
async function whyNot(page, own) {
  const soon = (asked) => Promise.race([asked.catch((error) => error.message), sleep(10_000).then(() => 'no answer')]);
  const shown = await soon(aside(page).evaluate(() => ({ at: location.href, visible: document.visibilityState, ready: document.readyState })));
  const id = await soon(tabId(own, shown.at));
  const state = await soon(tell(own, { kind: 'tabState', tabId: id }));
  const script = await soon(own.evaluate((tab) => (globalThis.browser ?? globalThis.chrome).tabs.sendMessage(tab, { kind: 'alive' }, { frameId: 0 }), id));
  return JSON.stringify({ ...shown, id, state, script });
}

async function visitHostile(page, own, engine, url) {
  await page.goto(url, { waitUntil: 'domcontentloaded', timeout: 280_000 });
  const there = await aside(page).evaluate(() => location.href);
  const id = await until(() => tabId(own, there), { what: `the tab of ${url} was not found`, within: 10_000 }).catch(() => null);
  const stateOf = async () => {
    const known = await engine.page(there.split('#')[0]);
    if (known.remembered) return 'remembered';
    const skipped = id === null ? null : (await tell(own, { kind: 'tabState', tabId: id })).skipped;
    return skipped ? `skipped: ${skipped}` : null;
  };
  // A call that failed while the machine stood still is made again; what failed is told where it never comes true.
  const faults = new Set();
  return until(() => stateOf().catch((error) => { faults.add(error.message); return null; }), { within: 120_000, every: 100 })
    .catch(async () => `neither: ${[...faults].join('; ')} ${await whyNot(page, own)}`);
}

export default [{
  name: 'hostile pages run nothing, freeze nothing and break nothing',
  minutes: 20,
  async run({ site, launch, assert, note, long }) {
    const driven = await launch();
    const own = await driven.own();
    const engine = engineOf(own);
    const all = hostilePages({ long });
    const became = {};
    const waiting = [...all.entries()];
    const marked = [];
    const visitSome = async () => {
      const page = await driven.browser.newPage({ type: 'window' });
      page.on('dialog', (dialog) => void dialog.dismiss());
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [i, { name, html, query = '' }] = next;
        site.serve(`/h/${i}`, html, { active: true });
        const end = await visitHostile(page, own, engine, `${site.origin}/h/${i}${query}`);
        if (end.startsWith('neither')) note(`${name} was neither remembered nor skipped${end.slice('neither'.length)}`);
        const kind = end.replace(/^neither.*/s, 'neither');
        became[kind] = (became[kind] ?? 0) + 1;
        for (const { longest, sending, piece, html: kept } of await marks(page)) marked.push({ ms: Math.max(longest, sending), piece, kept, of: name });
      }
      await page.close();
    };
    await Promise.all(Array.from({ length: WINDOWS }, visitSome));
    const most = (what) => marked.reduce((one, other) => (other[what] > one[what] ? other : one));
    const [longest, largest, fullest] = ['ms', 'piece', 'kept'].map(most);
    note(`${JSON.stringify(became)}; our longest task ${longest.ms.toFixed(1)} ms, on "${longest.of}"; the largest piece ${largest.piece}, on "${largest.of}"`);
    assert.equal(became.neither ?? 0, 0);
    assert.ok(marked.length >= became.remembered, `${marked.length} pages told what they paid`);
    assert.ok(largest.piece <= LARGEST_PIECE, `${largest.piece} nodes and characters of "${largest.of}" were handled in one piece`);
    assert.ok(fullest.kept <= MOST_SENT, `${fullest.kept} characters of "${fullest.of}" were sent`);
    await lookAtAll(driven, engine, all, assert);
    site.serve('/after', pageOf(1));
    await (await driven.page()).goto(`${site.origin}/after`);
    await until(async () => (await engine.page(`${site.origin}/after`)).remembered, { what: 'nothing was remembered after them' });
  },
}];

/** Opens playback over all of it and searches: no script of theirs may run, no policy be violated. */
async function lookAtAll(driven, engine, all, assert) {
  const captions = await everything(engine);
  assert.ok(captions.length >= all.length * 0.8, `${captions.length} of ${all.length} hostile pages were remembered`);
  const view = await driven.own('views/playback/playback.html#/grid');
  await view.evaluate(() => {
    globalThis.violations = [];
    addEventListener('securitypolicyviolation', (event) => globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  for (const q of ['', 'hostile', 'harmless', 'title of markup']) {
    await view.evaluate((words) => { location.hash = words ? `#/grid?q=${encodeURIComponent(words)}` : '#/reel'; }, q);
    await until(() => view.evaluate((wanted) => document.querySelector(wanted) !== null, q ? '.result' : '.frame'), { what: `nothing is shown of "${q}"` });
    await sleep(300);
  }
  const { struck, violations, title } = await view.evaluate(() => ({ struck: globalThis.struck ?? null, violations: globalThis.violations, title: document.title }));
  assert.equal(struck, null, 'a script of a page ran in playback');
  assert.notEqual(title, 'struck');
  assert.deepEqual(violations, []);
}
