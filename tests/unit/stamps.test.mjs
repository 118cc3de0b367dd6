/** What lets a step be believed without running it, and what does not: over a repository of the test's own. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fromRoot } from '../../tools/lib/paths.mjs';

const COUNTS = { passed: 3, failed: 0, skipped: [] };
const folders = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/** A repository with the stamps' own code, a source, and something built. */
async function repository({ git = true } = {}) {
  const root = mkdtempSync(join(tmpdir(), 'webmynd-stamps-'));
  folders.push(root);
  for (const file of ['stamps.mjs', 'paths.mjs']) cpSync(fromRoot('tools', 'lib', file), join(root, 'tools/lib', file));
  const write = (file, text) => {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  write('source/a', 'one');
  write('elsewhere/b', 'one');
  write('.gitignore', 'built\nout\n');
  write('built/c', 'one');
  if (git) execFileSync('git', ['init', '-q', root]);
  const { keptStamp, putStamp, dropStamp, readingOf } = await import(join(root, 'tools/lib/stamps.mjs'));
  const step = (more = {}) => {
    const whole = { name: 'step', program: 'p', args: [], reads: ['source'], makes: ['built'], ...more };
    return { ...whole, reading: readingOf(whole) };
  };
  putStamp(step(), COUNTS);
  return { write, step, kept: (more) => keptStamp(step(more)), putStamp, dropStamp };
}

test('a step is believed while what it reads, was run with and left is the same', async () => {
  const { kept, write, dropStamp } = await repository();
  assert.deepEqual(kept(), COUNTS);
  write('elsewhere/b', 'two');
  assert.deepEqual(kept(), COUNTS, 'it does not read that');
  for (const other of [{ name: 'another' }, { args: ['-x'] }, { env: { A: '1' } }, { programs: [process.execPath] }]) assert.equal(kept(other), null, JSON.stringify(other));
  write('built/c', 'two');
  assert.equal(kept(), null, 'what it left is not what lies there');
  write('built/c', 'one');
  assert.deepEqual(kept(), COUNTS);
  write('source/a', 'two');
  assert.equal(kept(), null, 'what it reads is another');
  write('source/a', 'one');
  write('source/new', '');
  assert.equal(kept(), null, 'there is more to read, though git has not been told');
  dropStamp({ name: 'step' });
  rmSync(join(folders.at(-1), 'source/new'));
  assert.equal(kept(), null, 'it was run again and did not pass');
});

test('what changed while a step ran was not tested', async () => {
  const { step, write, kept, putStamp, dropStamp } = await repository();
  const running = step();
  dropStamp(running);
  write('source/a', 'two');
  putStamp(running, COUNTS);
  assert.equal(kept(), null);
  write('source/a', 'one');
  assert.equal(kept(), null);
});

test('the programs that run all steps are read by each', async () => {
  const { kept, write } = await repository();
  write('tools/lib/another.mjs', '');
  assert.equal(kept(), null);
});

test('without a repository nothing is believed, and everything can be run', async () => {
  const { kept, step } = await repository({ git: false });
  assert.equal(step().reading, null);
  assert.equal(kept(), null);
});
