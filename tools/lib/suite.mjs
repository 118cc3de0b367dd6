/**
 * Runs the steps of a check: each after those it needs, side by side where their lanes are free, timed and counted.
 * What a step says is shown in one piece when it has ended.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { countsOfProgram } from './counts.mjs';
import { fromRoot } from './paths.mjs';
import { dropStamp, keptStamp, putStamp, readingOf } from './stamps.mjs';

/** Programs that compute give way to those that a browser waits for. */
const BACKGROUND = 10;
/** So many last lines of what a failed step said stand once more before the summary. */
const LAST_LINES = 80;

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} program
 * @property {string[]} args
 * @property {Record<string, string>} [env] beside the suite's own
 * @property {string[]} [lanes] of each lane one step runs at a time, in the order given
 * @property {string[]} [after] names of steps whose results it uses
 * @property {string[]} [reads] paths from the root on which its result depends; without them it always runs
 * @property {string[]} [programs] the same outside the repository
 * @property {boolean} [rust] whether the compiler's version counts, too
 * @property {string[]} [makes] files and folders that it leaves for others
 * @property {boolean} [background] whether it gives way to the others
 * @property {string} [folder] where it is run, from the root
 * @property {(out: string) => Step[]} [more] steps that come out of what it printed on stdout, when it has passed
 */

/** A failure's own line in what stories, node's tests and cargo's say; and so many lines from there on stand at the very end. */
const FAILURE = /^(FAIL |\s*not ok |---- |error(\[|:))/;
const FAILURE_LINES = 3;

const failuresIn = (text) => {
  const lines = text.trimEnd().split('\n');
  return lines.flatMap((line, i) => (FAILURE.test(line) ? lines.slice(i, i + FAILURE_LINES) : []));
};

/** The programs that run at present. */
const programs = new Set();

/** Runs a step's program and keeps what it says. */
function listen({ program, args, env, background, folder = '.', more }) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: fromRoot(folder), stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    programs.add(child);
    if (background && child.pid) try { setPriority(child.pid, BACKGROUND); } catch { /* It is as quick as the others. */ }
    const [out, said] = [[], []];
    // What is read by us is not shown.
    child.stdout.on('data', (part) => (more ? out : said).push(part));
    child.stderr.on('data', (part) => said.push(part));
    const end = (code, why = '') => resolve({ code, text: `${Buffer.concat(said)}${why}`, out: Buffer.concat(out).toString() });
    child.on('error', (error) => end(127, `\n${error.message}`));
    child.on('close', (code) => { programs.delete(child); end(code ?? 1); });
  });
}

const whole = (step) => ({ lanes: [], after: [], ...step });
/** With the hash of what it reads, taken before anything is built: what is changed while the suite runs was not tested. */
const read = (step) => ({ ...step, reading: step.reads && readingOf(step) });
const NOTHING = { passed: 0, failed: 0, skipped: [] };

export class Suite {
  #steps = [];
  #names = new Set();
  #results = new Map();
  #failures = [];
  #stamped;
  #times;
  #began = performance.now();

  /** `stamped`: steps that passed over the very same files are not run again. `times`: the file in out/ that gets the seconds. */
  constructor({ stamped = false, times = 'test-times.json' } = {}) {
    this.#stamped = stamped;
    this.#times = times;
  }

  /** @param {Step} step */
  add(step) {
    this.#enter(step.name);
    this.#steps.push(whole(step));
  }

  /** Results and stamps are kept by name: of two steps of one name, the second would hide what became of the first. */
  #enter(name) {
    if (this.#names.has(name)) throw new Error(`two steps are called "${name}"`);
    this.#names.add(name);
  }

  /** A step that cannot be run here; it counts for nothing, but is told. */
  skip(name, why) {
    this.#enter(name);
    console.log(`\n== ${name}: skipped, ${why}`);
    this.#results.set(name, { ...NOTHING, state: 'skipped', seconds: 0, from: this.#now(), skipped: [`${name}: ${why}`] });
  }

  /** Runs what was added; `only` leaves the steps whose name has that word, and what they need. Returns the exit code. */
  async run({ only = '' } = {}) {
    const named = ({ name }) => name.includes(only);
    const isKnown = () => [...this.#names].some((name) => named({ name }));
    // What comes out of other steps has its name later.
    const known = isKnown();
    const waiting = this.#chosen(known ? named : ({ more }) => more !== undefined).map(read);
    this.#endWithMe();
    const running = new Map();
    while (waiting.length + running.size > 0) {
      for (const step of this.#startable(waiting, [...running.keys()])) {
        waiting.splice(waiting.indexOf(step), 1);
        running.set(step, this.#play(step).then((more) => ({ step, more })));
      }
      const { step, more } = await Promise.race(running.values());
      running.delete(step);
      const wanted = known ? more : more.filter(named);
      for (const { name } of wanted) this.#enter(name);
      waiting.unshift(...wanted.map(whole).map(read));
    }
    return isKnown() ? this.#end() : this.#nothing(only);
  }

  #nothing(only) {
    console.log(`no step has "${only}" in its name; there are ${[...this.#names].join(', ')}`);
    console.log('0 passed, 1 failed');
    return 1;
  }

  /** Whoever ends the suite ends what it runs: two of the same step would write over each other. */
  #endWithMe() {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.once(signal, () => {
        for (const child of programs) child.kill('SIGTERM');
        process.exit(1);
      });
    }
  }

  #chosen(is) {
    const wanted = new Set();
    const want = (step) => {
      wanted.add(step);
      for (const needed of this.#steps.filter(({ name }) => step.after.includes(name))) want(needed);
    };
    for (const step of this.#steps.filter(is)) want(step);
    return this.#steps.filter((step) => wanted.has(step));
  }

  /** Those whose needs have ended and whose lanes no running step, and none that comes before them, has taken. */
  #startable(waiting, running) {
    const taken = new Set(running.flatMap(({ lanes }) => lanes));
    const open = new Set([...waiting, ...running].map(({ name }) => name));
    return waiting.filter(({ after, lanes }) => {
      if (after.some((name) => open.has(name))) return false;
      const free = lanes.every((lane) => !taken.has(lane));
      for (const lane of lanes) taken.add(lane);
      return free;
    });
  }

  /** Resolves to the steps that came out of it. */
  async #play(step) {
    const broken = step.after.find((name) => ['failed', 'not run'].includes(this.#results.get(name)?.state));
    const from = this.#now();
    const note = (state, counts) => {
      const seconds = this.#now() - from;
      this.#results.set(step.name, { ...NOTHING, ...counts, state, from, seconds });
      return seconds;
    };
    if (broken) {
      console.log(`\n== ${step.name}: not run, ${broken} failed`);
      note('not run');
      return [];
    }
    const kept = this.#stamped && step.reads ? keptStamp(step) : null;
    if (!kept) return this.#execute(step, note);
    console.log(`\n== ${step.name}: nothing it reads has changed since ${kept.passed} passed`);
    note('unchanged', { skipped: kept.skipped });
    return [];
  }

  async #execute(step, note) {
    console.log(`-- ${step.name} …`);
    dropStamp(step);
    const { code, text, out } = await listen(step);
    const counts = countsOfProgram(text, code);
    const seconds = note(counts.failed > 0 ? 'failed' : 'passed', counts);
    console.log(`\n== ${step.name} (${seconds.toFixed(1)} s)\n${text.trimEnd()}`);
    if (counts.failed > 0) {
      this.#failures.push({ name: step.name, text });
      return [];
    }
    if (step.reads) putStamp(step, counts);
    return step.more?.(out) ?? [];
  }

  #now() { return (performance.now() - this.#began) / 1000; }

  /** Prints the summary and writes it down; returns the exit code. */
  #end() {
    const rows = [...this.#results].map(([name, result]) => ({ name, ...result }));
    const sum = (key) => rows.reduce((all, row) => all + row[key], 0);
    const skipped = rows.flatMap((row) => row.skipped);
    for (const { name, text } of this.#failures) console.log(`\n== ${name} failed; the last of what it said:\n${text.trimEnd().split('\n').slice(-LAST_LINES).join('\n')}`);
    console.log('\n== summary (seconds from the start, seconds it took)');
    for (const { name, state, from, seconds, passed, failed } of rows) {
      console.log(`${state.padEnd(9)} ${from.toFixed(0).padStart(6)} ${seconds.toFixed(1).padStart(8)} s ${String(passed).padStart(5)} passed ${String(failed).padStart(3)} failed  ${name}`);
    }
    console.log(`in all ${this.#now().toFixed(0)} s`);
    if (skipped.length > 0) console.log(`\nskipped here, so not shown to hold:\n${skipped.map((what) => `  ${what}`).join('\n')}`);
    if (this.#failures.length > 0) console.log(`\nfailed:\n${this.#failures.map(({ name, text }) => `  ${name}\n${failuresIn(text).map((line) => `    ${line}`).join('\n')}`).join('\n')}`);
    mkdirSync(fromRoot('out'), { recursive: true });
    writeFileSync(fromRoot('out', this.#times), `${JSON.stringify({ seconds: this.#now(), steps: rows }, null, 1)}\n`);
    console.log(`\n${sum('passed')} passed, ${sum('failed')} failed, ${skipped.length} skipped`);
    return sum('failed') > 0 ? 1 : 0;
  }
}
