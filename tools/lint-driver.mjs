#!/usr/bin/env node
/**
 * Stands where the compiler does while our crates are looked over: clippy, then rustdoc at their documentation. cargo calls it
 * (build.rustc-workspace-wrapper) with the compiler's path and arguments; both find the dependencies as the tests have them built,
 * where `cargo clippy` and `cargo doc` would each check all of them anew. Of ours nothing is made but what rustc keeps of a crate for
 * the next one, its metadata; in the place of each file that cargo waits for lies an empty one.
 */
import { spawnSync } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [compiler, ...asked] = process.argv.slice(2);
const makes = asked.some((arg) => arg.startsWith('--emit'));
const isBuildScript = asked.includes('build_script_build');
const args = makes && !isBuildScript ? asked.map((arg) => (arg.startsWith('--emit=') ? '--emit=dep-info,metadata' : withMetadata(arg))) : asked;
// Cargo's jobs are counted over open files that node does not hand on.
const { CARGO_MAKEFLAGS, ...env } = process.env;

function run(program, ...rest) {
  const { status, error } = spawnSync(program, rest, { stdio: 'inherit', env });
  if (error) console.error(`${program}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

/** A crate of ours that is asked for, by its metadata. */
function withMetadata(arg) {
  const [, name, file] = /^([\w]+)=(.*\.rlib)$/.exec(arg) ?? [];
  return file && statSync(file).size === 0 ? `${name}=${file.replace(/rlib$/, 'rmeta')}` : arg;
}

function leaveEmptyFiles() {
  const names = spawnSync(compiler, [...asked, '--print=file-names'], { encoding: 'utf8', env }).stdout;
  for (const name of names.split('\n').filter(Boolean)) writeFileSync(join(args[args.indexOf('--out-dir') + 1], name), '');
}

/** What rustc was asked, as rustdoc understands it: nothing about what is to be made. */
function forRustdoc() {
  const kept = args.filter((arg, at) => !arg.startsWith('--emit') && arg !== '--out-dir' && args[at - 1] !== '--out-dir');
  const isProgram = args[args.indexOf('--crate-type') + 1] === 'bin';
  return [...kept, '--deny=warnings', '-o', 'target/lint/doc', ...(isProgram ? ['--document-private-items'] : [])];
}

run('clippy-driver', compiler, ...args);
if (makes && !isBuildScript) {
  leaveEmptyFiles();
  if (!args.includes('--test')) run('rustdoc', ...forRustdoc());
}
