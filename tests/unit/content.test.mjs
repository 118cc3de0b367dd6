import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { load } from '../../tools/lib/load.mjs';

let withoutMachinery;
let Writer;
let tidied;
before(async () => {
  // The getters of native.ts need prototypes to look at; these functions use none of them.
  for (const name of ['Node', 'Element', 'Document', 'CharacterData']) globalThis[name] ??= class {};
  ({ withoutMachinery } = await load('extension/content/native.ts'));
  ({ Writer, tidied } = await load('extension/content/writer.ts'));
});

test('scripts, styles, drawings and frames are cut out, words and JSON-LD stay', () => {
  const html = '<head><style>a{}</style><script src=x></script><script type="application/ld+json">{"a":1}</script></head>'
    + '<body><p>one</p><SVG viewBox="0"><text>drawn</text></SVG><noscript><img></noscript>two<scripture>three</scripture></body>';
  assert.equal(withoutMachinery(html),
    '<head><script type="application/ld+json">{"a":1}</script></head><body><p>one</p>two<scripture>three</scripture></body>');
});

test('what is never closed is kept and costs no second look', () => {
  assert.equal(withoutMachinery('<p>a<svg>b'), '<p>a<svg>b');
  const start = performance.now();
  const long = '<svg '.repeat(400_000);
  assert.equal(withoutMachinery(long), long);
  assert.ok(performance.now() - start < 5_000, 'a page cannot make it slow');
});

test('a writer gives back what it was given, and no more than is asked for', () => {
  const writer = new Writer();
  for (let i = 0; i < 50_000; i += 1) writer.write('ab');
  assert.equal(writer.length, 100_000);
  assert.equal(writer.all(Infinity), 'ab'.repeat(50_000));
  assert.equal(tidied('a \t b\n \n\n  c'), 'a b\nc');
});
