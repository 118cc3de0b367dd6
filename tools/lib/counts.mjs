/** Reads out of what a test program printed how many tests there were, and which were not run and why. */

/** What a runner's own last lines say: [pattern, how to read it]. */
const COUNTS = [
  [/^test result: \w+\. (\d+) passed; (\d+) failed/gm, (m) => [Number(m[1]), Number(m[2])]],
  [/^\D{0,4}pass (\d+)\n\D{0,4}fail (\d+)$/gm, (m) => [Number(m[1]), Number(m[2])]],
  [/^(\d+) passed, (\d+) failed(?:, \d+ skipped)?$/gm, (m) => [Number(m[1]), Number(m[2])]],
];
/** How every test of ours tells that it could not be run here: `skipped: NAME: why`. */
const SKIPPED = /^(?:\s*|test \S+ \.\.\. )skipped: (.+)$/gm;

const plain = (text) => text.replace(/\u001b\[[0-9;]*m/g, '');

/** { passed, failed, counted: whether it counted at all, skipped: the sentences } of a program's output. */
export function countsOf(output) {
  const text = plain(output);
  const counts = { passed: 0, failed: 0, counted: false, skipped: [...new Set([...text.matchAll(SKIPPED)].map(([, what]) => what))] };
  for (const [pattern, read] of COUNTS) {
    for (const match of text.matchAll(pattern)) {
      const [good, bad] = read(match);
      counts.counted = true;
      counts.passed += good;
      counts.failed += bad;
    }
  }
  return counts;
}

/** The same for a program that ended with `code`: one that does not count is a test itself; one that counts none is none. */
export function countsOfProgram(output, code) {
  const { passed, failed, counted, skipped } = countsOf(output);
  const isOne = !counted && skipped.length === 0 && code === 0;
  return { passed: isOne ? 1 : passed, failed: Math.max(failed, code === 0 ? 0 : 1), skipped };
}
