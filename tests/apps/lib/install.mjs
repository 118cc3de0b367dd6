/** Gets what the applications are made of: from npm by a lock file, from PyPI by hashes, into out/apps; never into the repository. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { fromRoot } from '../../../tools/lib/paths.mjs';

/** Thrown where something cannot be had: the application is skipped, and it is said. */
export class Unavailable extends Error {}

const CACHE = process.env.WEBMYND_APPS_CACHE ?? fromRoot('out', 'apps');

/** Longer (ms) nobody takes to make one: whoever holds the place is gone. */
const LONGEST = 600_000;

/** One process after another: the applications of both browsers are made at the same time. */
function alone(place, task) {
  mkdirSync(CACHE, { recursive: true });
  for (;;) {
    try { mkdirSync(place); break; } catch {
      if (Date.now() - (statSync(place, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > LONGEST) rmSync(place, { recursive: true, force: true });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  try { return task(); } finally { rmdirSync(place); }
}

/** Runs `make` for a folder below the cache whose `inputs` changed since it was made; returns the folder. */
export const made = (name, inputs, make) => alone(join(CACHE, `${name}.making`), () => madeAlone(join(CACHE, name), inputs, make));

function madeAlone(folder, inputs, make) {
  const stamp = join(folder, 'made-of');
  const wanted = createHash('sha256').update(inputs.join('\n')).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  make(folder);
  writeFileSync(stamp, wanted);
  return folder;
}

/** Runs a program to its end and gives what it printed; throws what it said last when it fails. */
export function must(program, args, options) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', timeout: 300_000, ...options });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? `${stdout}${stderr}`.trim().split('\n').slice(-8).join('\n')}`);
  return stdout;
}

/** The same for a program that brings something from elsewhere: where it cannot, the application is skipped and `why` said. */
export function fetched(program, args, options, why) {
  try {
    return must(program, args, options);
  } catch (error) {
    throw new Unavailable(`${why}: ${error.message.split('\n').at(-1)}`);
  }
}

/** The `node_modules` of a group of packages, as its lock file says; no script of theirs is run. */
export function npm(group) {
  const source = fromRoot('tests', 'apps', 'npm', group);
  const files = ['package.json', 'package-lock.json'];
  const folder = made(`npm-${group}`, files.map((file) => readFileSync(join(source, file), 'utf8')), (into) => {
    for (const file of files) cpSync(join(source, file), join(into, file));
    fetched('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: into }, 'npm gives nothing here');
  });
  return join(folder, 'node_modules');
}

/** The `bin` of a Python with the packages of a file of requirements with hashes. */
export function pip(group) {
  const requirements = fromRoot('tests', 'apps', 'pip', `${group}.txt`);
  const folder = made(`pip-${group}`, [readFileSync(requirements, 'utf8')], (into) => {
    fetched('python3', ['-m', 'venv', into], {}, 'Python makes no place of its own here');
    fetched(join(into, 'bin', 'pip'), ['install', '--quiet', '--no-input', '--require-hashes', '-r', requirements], {}, 'PyPI gives nothing here');
  });
  return join(folder, 'bin');
}
