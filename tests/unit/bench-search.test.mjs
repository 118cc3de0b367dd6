import assert from 'node:assert/strict';
import { test } from 'node:test';
import { queriesFor } from '../../tools/bench-search/queries.mjs';
import { share, table } from '../../tools/bench-search/table.mjs';
import { pieces } from '../../tools/bench-search/pieces.mjs';
import { hostAndPath, textOf } from '../../tools/bench-search/texts.mjs';

const NOUNS = ['apple', 'quince', 'medlar', 'pear', 'plum', 'cherry', 'walnut', 'hazel', 'almond', 'fig', 'olive', 'grape', 'lemon', 'orange', 'peach']
  .flatMap((noun) => [noun, `wild${noun}`, `${noun}wood`]);
const noun = (n) => NOUNS[n % NOUNS.length];
const documents = Array.from({ length: 120 }, (_, n) => ({
  url: `https://part-${n % 3}.example/${n}`, lang: n % 4 === 3 ? 'ja' : 'en', time: 1_000 * n,
  text: n % 4 === 3 ? '果樹園には林檎の木がある' : `in this orchard stand ${noun(n)} and ${noun(n * 7 + 1)} beside ${noun(n * 3 + 2)} under the ${noun(n + 5)} tree`,
}));

test('the same texts give the same queries, each of which some document answers', () => {
  const made = queriesFor(documents, { asked: 30, warm: 5 });
  assert.deepEqual(queriesFor(documents, { asked: 30, warm: 5 }), made);
  assert.equal(made.now, 119_000 + 60_000);
  assert.deepEqual(made.classes.map(({ sort }) => sort), ['best', 'best', 'best', 'best', 'newest', 'best']);
  for (const { name, warm, asked } of made.classes) {
    assert.deepEqual([warm.length, asked.length], [5, 30], name);
    for (const { kind, words, site, typed } of asked) {
      const holds = ({ text, url }) => (!site || new URL(url).hostname === site)
        && (kind === 'phrase' ? text.includes(words.join(' ')) : words.every((word) => text.includes(word)));
      assert.ok(documents.some(holds), `${name}: ${typed}`);
      // A space says that the last word is whole.
      assert.equal(typed.endsWith(' '), kind === 'all', typed);
    }
  }
});

test('a page becomes its title and its lines; what nobody sees is left out', () => {
  const html = '<html><head><title>Pears &amp; plums</title><style>p{}</style></head><body><script>let x;</script><h1>One</h1><p>Two <b>th</b>ree&#33;</p><!-- no --></body></html>';
  assert.deepEqual(textOf(html), { title: 'Pears & plums', text: 'One\nTwo three!' });
});

test('pieces are of much the same length and leave nothing out', () => {
  const text = Array.from({ length: 400 }, (_, n) => `line ${n} of many`).join('\n');
  const cut = pieces(text, 1_000);
  assert.equal(cut.join('\n'), text);
  assert.ok(cut.every((piece) => piece.length > 700 && piece.length <= 1_100), cut.map(({ length }) => length).join());
  assert.deepEqual(pieces('short', 1_000), ['short']);
  assert.equal(pieces('字'.repeat(1_000), 1_000).join(''), '字'.repeat(1_000));
});

test('a file of a package has a host and a path of its own', () => {
  assert.deepEqual(hostAndPath('openjdk-17-doc', 'usr/share/doc/openjdk-17-jre-headless/api/java.base/java/lang/String.html'),
    { host: 'java-base.openjdk-17-doc.example', path: '/java.base/java/lang/String.html' });
});

test('the table has a line for what was measured of any, and a dash for what was not', () => {
  const one = { name: 'one', documents: 100, textBytes: 2e6, bulkMs: 50, singleMs: [1, 2, 3], diskBytes: 1e6, classes: [{ name: 'word', ms: [0.25, 4, 400], found: 3 }] };
  const other = { name: 'other', documents: 100, textBytes: 2e6, bulkMs: 400, classes: [{ name: 'word', ms: [1, 1, 1], found: 2 }] };
  const lines = table([one, other]).split('\n');
  assert.deepEqual(lines, [
    '|  | one | other |', '| --- | ---: | ---: |',
    '| word, ms, p50 / p95 | 4.0 / 400 | 1.0 / 1.0 (2 of 3 found) |',
    '| taken in, documents a second | 2000 | 250 |',
    '| one page made durable, ms, p50 / p95 | 2.0 / 3.0 | – |',
    '| on disk, MB | 1.0 | – |', '| on disk / text | 0.50 | – |',
  ]);
  assert.equal(share([], 0.5), undefined);
});
