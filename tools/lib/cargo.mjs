/** What is asked of cargo by more than one command of ours: one profile, so that what all need is built once. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { ROOT, fromRoot } from './paths.mjs';

export const cargo = process.env.CARGO ?? 'cargo';
/** The profile of everything that is tested and of the programs that tests start. */
export const PROFILE = ['--locked', '--profile', 'quick'];
/** What makes bindings for wasm, built of that profile. */
export const TOOL_FILE = process.platform === 'win32' ? 'target/quick/wasm-tool.exe' : 'target/quick/wasm-tool';
/** All crates but those that are nothing but wasm. Always together: cargo builds a crate anew for each set of features, and this is one. */
export const NATIVE_CRATES = ['--workspace', '--exclude', 'webmynd', '--exclude', 'webmynd-keys'];
export const BUILD_TOOL = ['build', ...NATIVE_CRATES, '--bin', 'wasm-tool', ...PROFILE];

export const SETTINGS = ['Cargo.toml', 'Cargo.lock', '.cargo', 'rust-toolchain.toml'];
/** All Rust there is, and what says how it is built and looked over. */
export const RUST = ['core', 'crate', 'keys', 'cli', 'server', 'tests/story', 'tools/bench-search/native', 'tools/wasm', 'fuzz/src', 'clippy.toml', 'rustfmt.toml', ...SETTINGS];
/** What the modules of the browser are made of. */
export const WASM = [...['core/crypto', 'core/engine', 'core/protocol', 'crate', 'keys', 'tools/wasm'].flatMap((folder) => [`${folder}/src`, `${folder}/Cargo.toml`]), ...SETTINGS];

/** Builds every test program in one call, so that all of them are of the same features, and prints what came of it. */
export const BUILD_TESTS = ['test', ...NATIVE_CRATES, '--tests', ...PROFILE, '--no-run', '--message-format=json-render-diagnostics'];

/** Runs the examples in the documentation. */
export const EXAMPLES = ['test', '--doc', ...NATIVE_CRATES, ...PROFILE];

/** Wasm is looked over as native code is: no source of ours is for one of them alone (tests/tidy). */
const ALL_CRATES = ['--workspace', '--all-targets', '--features', 'webmynd/contract'];
const DRIVER = fromRoot('tools', 'lint-driver.mjs');
const hashOf = (file) => createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16);
/**
 * Lints and documentation of all our crates, warnings as errors, over the dependencies as the tests have them (tools/lint-driver.mjs).
 * What it makes of ours is for nobody, and lies in a folder of its own.
 */
export const LINT = {
  args: ['build', ...ALL_CRATES, ...PROFILE, '--target-dir', 'target/lint', '--config', 'build.build-dir="target"'],
  // Cargo asks again when these arguments change, and not when the driver does: so its hash is one of them.
  env: { RUSTC_WORKSPACE_WRAPPER: DRIVER, CLIPPY_ARGS: ['-Dwarnings', `--cfg=looked_over_by_${hashOf(DRIVER)}`].join('__CLIPPY_HACKERY__') },
};

/** Where the tests of a program stand, by the kind of its target. */
const PLACE = { test: (name) => `/tests/${name}`, bin: (name) => `, program ${name}` };

/** The test programs out of what `BUILD_TESTS` printed: { executable, folder, name }; never none. */
export function testPrograms(out) {
  const said = out.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  const made = said.filter(({ reason, executable, profile }) => reason === 'compiler-artifact' && executable && profile.test);
  if (made.length === 0) throw new Error('cargo told of no test program');
  return made.map(({ executable, manifest_path: manifest, target }) => {
    const folder = relative(ROOT, manifest).split(/[\\/]/).slice(0, -1).join('/');
    return { executable, folder, name: `${folder}${PLACE[target.kind[0]]?.(target.name) ?? ''}` };
  });
}
