/** Documents that are not HTML: each has its card, and the words that can be had of it. */
import { pdfOf } from '../../lib/pdf.mjs';
import { engineOf, tabId, tell } from '../../lib/engine.mjs';
import { overWeb, stay } from '../../lib/finding.mjs';
import { pageOf, wordsOf } from '../../lib/made.mjs';
import { until } from '../../lib/until.mjs';

const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M/wHwAEBgIApD5fRAAAAABJRU5ErkJggg==', 'base64');
/** Path, type, bytes, and words that can be had from the document itself without a request. */
const KINDS = [
  ['/paper.pdf', 'application/pdf', pdfOf('A paper', [{ title: 'A paper', text: ['What it says is of no matter here.'] }]), null],
  ['/data.json', 'application/json', JSON.stringify({ note: `This says ${wordsOf(300)} and no more` }), wordsOf(300)],
  ['/picture.png', 'image/png', PIXEL, null],
  ['/feed.xml', 'application/xml', `<feed xmlns="http://www.w3.org/2005/Atom"><title>A feed</title><id>urn:a</id><updated>2024-01-01T00:00:00Z</updated><entry><title>Entry of ${wordsOf(301)}</title><id>urn:b</id><updated>2024-01-01T00:00:00Z</updated></entry></feed>`, null],
  ['/notes.txt', 'text/plain; charset=utf-8', `These notes say ${wordsOf(302)} and no more.`, wordsOf(302)],
  ['/tree.xml', 'text/xml', `<tree><leaf>A leaf says ${wordsOf(303)} and no more</leaf></tree>`, wordsOf(303)],
  ['/drawing.svg', 'image/svg+xml', `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="200"><title>A drawing</title><text x="9" y="40">It says ${wordsOf(304)} here</text><text x="9" y="80">glued</text><text x="9" y="120">together</text></svg>`, wordsOf(304)],
  ['/strict.xhtml', 'application/xhtml+xml', `<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>Strict</title></head><body><p>A strict page says ${wordsOf(305)} and no more of it.</p></body></html>`, wordsOf(305)],
];

const KIND_ROWS = KINDS.map(([path, type, body, words]) => ({
  name: `${type.split(';')[0]} has a card${words ? ' and its words are found' : ''}`,
  async run({ site, page, own, at, finding, assert }) {
    site.serve(path, body, { headers: { 'content-type': type, 'content-security-policy': '' } });
    // A driver may never be told that a document which is no page has loaded.
    await page.goto(at(path), { timeout: 3_000 }).catch(() => undefined);
    const engine = engineOf(own);
    const state = await until(async () => {
      const known = await engine.page(at(path));
      return known.remembered && known;
    }, { within: 20_000, what: `${path} was not remembered` });
    const [caption] = await finding.all();
    assert.ok(caption.title.length > 0, 'it has a title');
    await until(() => engine.image(state.lastOrdinal, 'thumb'), { within: 20_000, what: 'it got no picture' });
    if (words) assert.deepEqual(await finding.of(words), [at(path)]);
    if (path.endsWith('.svg')) assert.deepEqual(await finding.of('glued together'), [at(path)], 'each text is a word of its own');
    assert.deepEqual(await tell(own, { kind: 'star', tabId: await tabId(own, at(path)), on: true }), { on: true });
  },
}));

export default [...overWeb(KIND_ROWS.map((row) => ({ ...row, slow: true }))), {
  slow: true, name: 'the memory is persistent in the browser\'s own eyes',
  browsers: ['firefox'],
  async run({ common, assert }) {
    const own = await (await common()).own();
    assert.equal(await own.evaluate(() => navigator.storage.persisted()), true);
  },
}];
