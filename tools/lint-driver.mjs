#!/usr/bin/env node
/**
 * Stands where the compiler does while our crates are looked over: clippy makes the crate, then rustdoc looks at its documentation.
 * cargo calls it (build.rustc-workspace-wrapper) with the compiler's path and arguments; both find the dependencies as the tests have
 * them built, where `cargo clippy` and `cargo doc` would each check all of them anew.
 */
import { spawnSync } from 'node:child_process';

const [compiler, ...args] = process.argv.slice(2);
// Cargo's jobs are counted over open files that node does not hand on.
const { CARGO_MAKEFLAGS, ...env } = process.env;

function run(program, ...rest) {
  const { status, error } = spawnSync(program, rest, { stdio: 'inherit', env });
  if (error) console.error(`${program}: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
}

/** What rustc was asked, as rustdoc understands it: nothing about what is to be made. */
function forRustdoc() {
  const kept = args.filter((arg, at) => !arg.startsWith('--emit') && arg !== '--out-dir' && args[at - 1] !== '--out-dir');
  const isProgram = args[args.indexOf('--crate-type') + 1] === 'bin';
  return [...kept, '--deny=warnings', '-o', 'target/lint/doc', ...(isProgram ? ['--document-private-items'] : [])];
}

const makes = args.some((arg) => arg.startsWith('--emit'));
const isBuildScript = args.includes('build_script_build');
run('clippy-driver', compiler, ...args);
if (makes && !isBuildScript && !args.includes('--test')) run('rustdoc', ...forRustdoc());
