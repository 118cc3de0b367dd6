/** The main job: pages are visited and every one is found again, by its words and by its picture. */
import { engineOf, everything } from '../lib/engine.mjs';
import { pages } from '../lib/pages.mjs';
import { ownPhrases, phrases } from '../lib/phrase.mjs';
import { visit } from '../lib/visit.mjs';

const question = (q) => ({ q, sort: 'best', limit: 10, offset: 0, now: Date.now(), offsetMin: 0 });

/**
 * Each page's rank by a phrase of its own; fails with all that were not first or second. A page whose every phrase
 * stands in another page too (the corpus has such twins) has to be among the hits.
 */
async function findEach(engine, visited, assert) {
  const found = ownPhrases(visited.map(({ text }) => text));
  const lost = [];
  let asked = 0;
  for (const [i, { url, text, title }] of visited.entries()) {
    const phrase = found[i] ?? phrases(text)[0] ?? title;
    asked += found[i] ? 1 : 0;
    const { hits } = await engine.search(question(`"${phrase}"`));
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

export default [{
  name: 'every page visited is in the timeline, found by its words, pictured, and there after a restart',
  minutes: 10,
  async run({ site, launch, profile: newProfile, assert, note, long }) {
    const wanted = long ? 200 : 40;
    const all = pages();
    site.serveFiles(all);
    const profile = newProfile();
    const first = await launch({ profile });
    const own = await first.own();
    const page = await first.page();
    const visited = [];
    for (const { path } of all) {
      if (visited.length === Math.min(wanted, all.length)) break;
      const seen = await visit(page, own, site.origin + path);
      if (seen.skipped) note(`skipped, ${seen.skipped}: ${path}`);
      else visited.push(seen);
    }
    assert.ok(visited.length >= Math.min(wanted, all.length * 0.6), `${visited.length} pages were to be had`);
    const before = await check(engineOf(own), visited, assert);
    note(`${visited.length} pages, ${before.asked} found first or second by a phrase of their own, ${new Set(before.pictures).size} different pictures`);
    assert.ok(new Set(before.pictures).size >= visited.length * 0.9, 'the pictures are of the pages, not of one page');
    await first.close();
    const second = await launch({ profile });
    const after = await check(engineOf(await second.own()), visited, assert);
    assert.deepEqual(after.pictures, before.pictures, 'the same pictures after a restart');
  },
}];
