/**
 * What a step read when it passed last, as one hash: it need not run again while that is the same. Kept in
 * `out/test-stamps/`, a file a step, so that steps that end at the same time do not write over each other.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, fromRoot, ROOT } from './paths.mjs';

const FOLDER = fromRoot('out', 'test-stamps');
const fileOf = (name) => join(FOLDER, `${name.replace(/[^\w-]+/g, '-')}.json`);

/** What every step depends on: the programs that run it, and none of those that no step runs. */
const ALWAYS = ['tools', 'package.json', 'package-lock.json'];

/** What is set for tests and compilers from outside. */
const settings = () => Object.entries(process.env).filter(([name]) => /^(?:WEBMYND_|RUST|CARGO_(?:BUILD|PROFILE|TARGET)_)/.test(name) && name !== 'RUSTUP_HOME').sort();

/** Every file of the repository that git knows or would take. */
const tracked = () => execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, maxBuffer: 1 << 26 })
  .toString().split('\0').filter((file) => file && isFile(fromRoot(file))).sort();

const isApart = (file) => /^tools\/(?:bench|tour|start|lint|cluster|container|systemd|language-model|chinese-variants|lib\/long)/.test(file);

const isFile = (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
const below = (file, path) => path === '.' || file === path || file.startsWith(`${path}/`);

function hashFiles(hash, files) {
  for (const file of files) hash.update(file).update('\0').update(readFileSync(fromRoot(file))).update('\0');
}

/** Programs outside the repository, by what a change of theirs changes. */
function hashPrograms(hash, programs) {
  for (const path of programs) {
    const { size, mtimeMs } = existsSync(path) ? statSync(path) : {};
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
}

const COMPILER = () => execFileSync('rustc', ['--version', '--verbose'], { cwd: ROOT }).toString();

/** Whether it can be known what a step reads. */
const isRepository = existsSync(fromRoot('.git'));

/** The hash of what `step` reads: { name, program, args, env, reads, programs, rust }; null where that cannot be known. */
export function readingOf({ program, args, env = {}, reads, programs = [], rust = false }) {
  if (!isRepository) return null;
  const hash = createHash('sha256');
  hash.update(JSON.stringify([process.version, program, args, env, settings(), existsSync(fromRoot('..', 'shared', 'corpus'))]));
  hashPrograms(hash, programs);
  if (rust) hash.update(COMPILER());
  const isRead = (file) => reads.some((path) => below(file, path)) || (ALWAYS.some((path) => below(file, path)) && !isApart(file));
  hashFiles(hash, tracked().filter(isRead));
  return hash.digest('hex');
}

/** The hash of what a step left for others, so that one that was overwritten meanwhile is made again. */
function madeOf(makes) {
  const hash = createHash('sha256');
  for (const path of makes) {
    hashFiles(hash, isFile(fromRoot(path)) ? [path] : filesBelow(fromRoot(path)).map((file) => `${path}/${file}`));
  }
  return hash.digest('hex');
}

/** A stamp that cannot be read is none. */
function readStamp(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/** What `step` counted when it passed last over what it reads at present, or null. */
export function keptStamp(step) {
  const { reading, made, counts } = readStamp(fileOf(step.name));
  return step.reading && reading === step.reading && made === madeOf(step.makes ?? []) ? counts : null;
}

/** `step.reading` is of the moment before anything ran: where something was changed meanwhile, what was tested is neither the one nor the other. */
export function putStamp(step, counts) {
  if (!step.reading || readingOf(step) !== step.reading) return;
  mkdirSync(FOLDER, { recursive: true });
  const file = fileOf(step.name);
  writeFileSync(`${file}.new`, JSON.stringify({ reading: step.reading, made: madeOf(step.makes ?? []), counts }));
  renameSync(`${file}.new`, file);
}

export const dropStamp = ({ name }) => rmSync(fileOf(name), { force: true });
