/** The main job: pages are visited and every one is found again, by its words and by its picture. */
import { engineOf, everything, tabId, tell } from '../../lib/engine.mjs';
import { pageOf } from '../../lib/made.mjs';
import { pages } from '../../lib/pages.mjs';
import { ownPhrases, phrases } from '../../lib/phrase.mjs';
import { shippedOf } from '../../lib/stage.mjs';
import { visit } from '../../lib/visit.mjs';

const question = (q, limit = 10) => ({ q, sort: 'best', limit, offset: 0, now: Date.now(), offsetMin: 0 });

/**
 * Each page's rank by a phrase of its own; fails with all that were not first or second. A page whose every phrase
 * stands in another page too (the corpus has such twins, a dozen of them filled with the same words) has to be among the hits.
 */
async function findEach(engine, visited, assert) {
  const found = ownPhrases(visited.map(({ text }) => text));
  const lost = [];
  let asked = 0;
  for (const [i, { url, text, title }] of visited.entries()) {
    const phrase = found[i] ?? phrases(text)[0] ?? title;
    asked += found[i] ? 1 : 0;
    const { hits } = await engine.search(question(`"${phrase}"`, found[i] ? 10 : visited.length));
    const rank = hits.findIndex((hit) => hit.url === url);
    if (found[i] ? rank !== 0 && rank !== 1 : rank < 0) lost.push(`${url} by "${phrase}": rank ${rank + 1 || 'none'} of ${hits.length}`);
  }
  assert.deepEqual(lost, []);
  return asked;
}

async function check(engine, visited, assert) {
  const captions = await everything(engine);
  assert.deepEqual(captions.map(({ url }) => url), visited.map(({ url }) => url), 'the timeline is what was visited, in order');
  const asked = await findEach(engine, visited, assert);
  const pictures = [];
  for (const { ordinal } of captions) pictures.push(await engine.image(ordinal, 'full'));
  assert.ok(pictures.every(Boolean), 'every page has its picture');
  return { asked, pictures: pictures.map(({ sha256 }) => sha256) };
}

/** Visits pages until `wanted` are remembered, on plain http; then one on each of the other grounds. */
async function browse({ site, note }, page, own, wanted) {
  const all = pages();
  site.serveFiles(all);
  site.serve('/flew', pageOf(1));
  await page.goto(`${site.origin}/flew`);
  const visited = [];
  for (const { path } of all) {
    if (visited.length === Math.min(wanted, all.length)) break;
    const seen = await visit(page, own, site.origin + path);
    if (seen.skipped) note(`skipped, ${seen.skipped}: ${path}`);
    else visited.push(seen);
  }
  if (visited.length < Math.min(wanted, all.length * 0.6)) throw new Error(`only ${visited.length} pages were to be had`);
  for (const [n, ground] of [site.safe, site.loopback].entries()) {
    site.serve(`/ground/${n}`, pageOf(100 + n, { colour: `rgb(${90 * n}, 120, 60)` }));
    if (ground) visited.push(await visit(page, own, `${ground}/ground/${n}`));
  }
  return visited;
}

export default [{
  name: 'as shipped: every page visited is in the timeline, found by its words, pictured, and there after a restart; one that flew by is not',
  minutes: 10,
  async run(set) {
    const { launch, profile: newProfile, assert, note, long, browser } = set;
    const [profile, dist] = [newProfile(), shippedOf(browser)];
    const first = await launch({ profile, dist });
    const own = await first.own();
    const page = await first.page();
    const visited = await browse(set, page, own, long ? 200 : 8);
    const starred = visited.at(-1).url;
    assert.deepEqual(await tell(own, { kind: 'star', tabId: await tabId(own, starred), on: true }), { on: true });
    const before = await check(engineOf(own), visited, assert);
    note(`${visited.length} pages, ${before.asked} found first or second by a phrase of their own, ${new Set(before.pictures).size} different pictures`);
    assert.ok(new Set(before.pictures).size >= visited.length * 0.9, 'the pictures are of the pages, not of one page');
    await first.close();
    const engine = engineOf(await (await launch({ profile, dist })).own());
    const after = await check(engine, visited, assert);
    assert.deepEqual(after.pictures, before.pictures, 'the same pictures after a restart');
    assert.equal((await engine.page(starred)).star, true, 'the star after a restart');
    assert.equal((await engine.status()).webmarks, 1);
  },
}];
