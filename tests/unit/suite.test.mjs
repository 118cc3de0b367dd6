/** What runs the tests: order, lanes, what failed and what was not run, and the counting. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { countsOf, countsOfProgram } from '../../tools/lib/counts.mjs';
import { Suite } from '../../tools/lib/suite.mjs';

const says = (text, code = 0) => ['-e', `console.log(${JSON.stringify(text)}); process.exitCode = ${code}`];

/** Runs steps of [name, code, more of the step] silently; gives what was printed, the exit code and the names in the order in which they ended. */
async function play(rows, options) {
  const suite = new Suite({ times: 'unit-times.json' });
  for (const [name, code, step] of rows) suite.add({ name, program: process.execPath, args: says('', code), ...step });
  const { log } = console;
  const lines = [];
  console.log = (line) => lines.push(line);
  try {
    return { code: await suite.run(options), text: lines.join('\n'), ended: lines.flatMap((line) => /^\n== ([a-z ]+) \([\d.]+ s\)/.exec(line)?.[1] ?? []) };
  } finally {
    console.log = log;
  }
}

test('every runner\'s own counting is read, colours and skips with it', () => {
  const text = '\u001b[32mtest result: ok. 7 passed; 0 failed; 1 ignored\u001b[0m\ntest result: FAILED. 1 passed; 2 failed;\nℹ pass 4\nℹ fail 0\n5 passed, 1 failed, 2 skipped\n'
    + 'skipped: ranking: no corpus\n  skipped: ranking: no corpus\nnothing was skipped: here\n';
  assert.deepEqual(countsOf(text), { passed: 17, failed: 3, counted: true, skipped: ['ranking: no corpus'] });
});

test('a program that counts nothing is one test, and one that ends badly has failed whatever it counted', () => {
  assert.deepEqual(countsOfProgram('fine', 0), { passed: 1, failed: 0, skipped: [] });
  assert.deepEqual(countsOfProgram('3 passed, 0 failed', 1), { passed: 3, failed: 1, skipped: [] });
  assert.deepEqual(countsOfProgram('skipped: all: not here', 0).passed, 0);
  assert.deepEqual(countsOfProgram('0 passed, 0 failed, 0 skipped', 0).passed, 0);
  assert.deepEqual(countsOf('test a::b ... skipped: b: no corpus\nok').skipped, ['b: no corpus']);
});

test('a step comes after those it needs, and is not run when one of them failed', async () => {
  const { code, ended, text } = await play([
    ['last', 0, { after: ['middle'] }], ['middle', 0, { after: ['first'] }], ['first', 0], ['broken', 1], ['never', 0, { after: ['broken'] }], ['nor this', 0, { after: ['never'] }],
  ]);
  assert.equal(code, 1);
  assert.deepEqual(ended.filter((name) => name !== 'broken'), ['first', 'middle', 'last']);
  assert.match(text, /never: not run, broken failed/);
  assert.match(text, /nor this: not run, never failed/);
  assert.match(text, /\n3 passed, 1 failed, 0 skipped$/);
});

test('of one lane one step runs at a time, in the order given; other lanes go on beside it', async () => {
  const sign = join(mkdtempSync(join(tmpdir(), 'webmynd-suite-')), 'sign');
  // The first ends when the one beside it has been there.
  const wait = { args: ['-e', `const { existsSync } = require('node:fs'); const look = setInterval(() => { if (existsSync(${JSON.stringify(sign)})) clearInterval(look); }, 10)`] };
  const give = { args: ['-e', `require('node:fs').writeFileSync(${JSON.stringify(sign)}, '')`] };
  const { ended } = await play([['long', 0, { lanes: ['a'], ...wait }], ['short', 0, { lanes: ['a'] }], ['beside', 0, { lanes: ['b'], ...give }]]);
  rmSync(dirname(sign), { recursive: true });
  assert.deepEqual(ended.filter((name) => name !== 'beside'), ['long', 'short']);
  assert.ok(ended.includes('beside'), 'without it the first would never have ended');
});

test('two steps of one name are refused: the second would hide what became of the first', async () => {
  await assert.rejects(play([['one', 1], ['one', 0]]), /two steps are called "one"/);
  const more = () => [{ name: 'one', program: process.execPath, args: says('') }];
  await assert.rejects(play([['one', 0, { more }]]), /two steps are called "one"/);
});

test('one step is asked for by a word, and gets what it needs; steps that come out of another are run next', async () => {
  const more = (out) => [{ name: `out of ${out.trim()}`, program: process.execPath, args: says('') }];
  const rows = [['other', 0], ['base', 0], ['asked for', 0, { after: ['base'], args: says('it'), more }]];
  const { ended, text } = await play(rows, { only: 'asked' });
  assert.deepEqual(ended, ['base', 'asked for', 'out of it']);
  assert.doesNotMatch(text, /other/);
  assert.deepEqual((await play(rows, { only: 'out of' })).ended, ['base', 'asked for', 'out of it'], 'though nobody knows it at first');
  const none = await play(rows, { only: 'nowhere' });
  assert.equal(none.code, 1);
  assert.match(none.text, /no step has "nowhere" in its name; there are other, base, asked for/);
});
