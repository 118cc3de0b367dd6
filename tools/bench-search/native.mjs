/** The engine natively: its program is built and started, once to take the corpus in and once, as another process, to be asked. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { cargo } from '../lib/cargo.mjs';
import { fromRoot } from '../lib/paths.mjs';
import { output, run } from '../lib/run.mjs';

/** Pages that are taken in one by one. */
const SINGLES = 10;

/** Builds the program; with `quick` of the profile of the tests, over what they have built already. */
async function built(profile) {
  const quick = profile === 'quick' ? ['--workspace', '--exclude', 'webmynd', '--exclude', 'webmynd-keys'] : ['-p', 'webmynd-bench'];
  const code = await run(cargo, ['build', '--locked', ...quick, '--bin', 'webmynd-bench', '--profile', profile]);
  if (code !== 0) throw new Error(`cargo ended with ${code}`);
  return fromRoot('target', profile, process.platform === 'win32' ? 'webmynd-bench.exe' : 'webmynd-bench');
}

async function asked(program, ...args) {
  const text = await output(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  if (text === null) throw new Error(`webmynd-bench ${args[0]} failed`);
  return JSON.parse(text);
}

/** What a run printed, as results of table.mjs: by the clock, and of the queries what the processor worked, whoever else was at work. */
function results(filled, answered) {
  const { bulk, single } = filled;
  const worked = answered.classes.flatMap(({ name, workMs, allWorkMs, found }) => [{ name, ms: workMs, found }, { name: `${name}: all matches`, ms: allWorkMs, found }]);
  return [{
    name: 'WebMynd', documents: bulk.documents, textBytes: filled.textBytes, classes: answered.classes,
    bulkMs: bulk.ms, singleMs: single.durableMs, singleBytes: single.writtenBytes,
    longestSliceMs: Math.max(bulk.slices.longestMs, single.slices.longestMs), slicesOver50: bulk.slices.over50 + single.slices.over50,
    firstHitMs: answered.firstHitMs, afterBytes: answered.afterBytes, peakBytes: Math.max(filled.peakBytes, answered.peakBytes), diskBytes: filled.diskBytes,
    more: { filled, answered: { ...answered, classes: undefined } },
  }, { name: "WebMynd, the processor's time", classes: worked }];
}

/** Measures over a corpus and its queries. `keep`: a folder that the memory is made in and left in. */
export async function native({ corpus, queries, profile = 'release', keep = null }) {
  const program = await built(profile);
  const data = keep ?? mkdtempSync(join(tmpdir(), 'webmynd-bench-'));
  try {
    if (keep) rmSync(keep, { recursive: true, force: true });
    const filled = await asked(program, 'fill', data, corpus, String(SINGLES));
    return results(filled, await asked(program, 'ask', data, queries));
  } finally {
    if (!keep) rmSync(data, { recursive: true, force: true });
  }
}
