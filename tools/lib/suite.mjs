/** Steps of a check: each is run, timed and counted; tests inside a step are counted where it tells how many there were. */
import { spawn } from 'node:child_process';
import { ROOT } from './paths.mjs';

/** What a step's own last lines say: [pattern, how to read it]. */
const COUNTS = [
  [/^test result: \w+\. (\d+) passed; (\d+) failed/gm, (m) => [Number(m[1]), Number(m[2])]],
  [/^\D{0,4}pass (\d+)\n\D{0,4}fail (\d+)$/gm, (m) => [Number(m[1]), Number(m[2])]],
  [/^(\d+) passed, (\d+) failed$/gm, (m) => [Number(m[1]), Number(m[2])]],
];

function countIn(text) {
  let [passed, failed] = [0, 0];
  for (const [pattern, read] of COUNTS) {
    for (const match of text.matchAll(pattern)) {
      const [good, bad] = read(match);
      passed += good;
      failed += bad;
    }
  }
  return { passed, failed };
}

/** Runs a program, shows and keeps what it says. */
function listen(program, args, env) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (part) => { text += part; process.stdout.write(part); });
    }
    child.on('error', (error) => resolve({ code: 127, text: `${text}\n${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, text }));
  });
}

export class Suite {
  #steps = [];

  /** A step that is a program; it fails when the program does. */
  async command(name, program, args, env = {}) {
    console.log(`\n== ${name}`);
    const start = performance.now();
    const { code, text } = await listen(program, args, env);
    const counted = countIn(text.replace(/\u001b\[[0-9;]*m/g, ''));
    const failed = Math.max(counted.failed, code === 0 ? 0 : 1);
    const passed = counted.passed + counted.failed === 0 && code === 0 ? 1 : counted.passed;
    this.#steps.push({ name, seconds: (performance.now() - start) / 1000, passed, failed });
    return code === 0;
  }

  /** A step that could not be run; it counts for nothing, but is told. */
  skip(name, why) {
    console.log(`\n== ${name}: skipped, ${why}`);
    this.#steps.push({ name: `${name} (skipped: ${why})`, seconds: 0, passed: 0, failed: 0 });
  }

  /** Prints the summary; returns the exit code. */
  end() {
    console.log('\n== summary');
    for (const { name, seconds, passed, failed } of this.#steps) {
      console.log(`${failed ? 'FAIL' : 'ok  '} ${seconds.toFixed(1).padStart(8)} s  ${String(passed).padStart(5)} passed ${String(failed).padStart(3)} failed  ${name}`);
    }
    const sum = (key) => this.#steps.reduce((all, step) => all + step[key], 0);
    console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
    return sum('failed') > 0 ? 1 : 0;
  }
}
