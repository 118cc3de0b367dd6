#!/usr/bin/env node
/**
 * Builds the engine and the keys for the browser: cargo -> our wasm-bindgen tool -> binaryen's wasm-opt -> out/wasm/.
 *
 *   node tools/build-wasm.mjs [--fast] [--contract]
 *
 * --fast      no link-time optimisation and no wasm-opt: for trying things out
 * --contract  the engine alone, with the contract suites of the ports and without wasm-opt, into out/contract/wasm/
 *
 * WEBMYND_WASM_TOOL: our tool, where it is built already: asking cargo for it would wait for whoever else builds natively.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { BUILD_TOOL, TOOL_FILE, cargo } from './lib/cargo.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** What the result depends on; everything else may change without a new build. */
const SOURCES = [
  'core', 'crate', 'keys', 'tools/wasm', 'tools/build-wasm.mjs', 'Cargo.toml', 'Cargo.lock', 'rust-toolchain.toml', '.cargo/config.toml', 'package-lock.json',
];
const FOLDERS = { package: join(root, 'out/wasm'), contract: join(root, 'out/contract/wasm') };
const stampIn = (folder) => join(folder, 'stamp.json');
/** What rustc may use; wasm-opt must know it to read the file. */
const WASM_FEATURES = [
  'simd', 'bulk-memory', 'bulk-memory-opt', 'sign-ext', 'nontrapping-float-to-int', 'reference-types', 'multivalue', 'mutable-globals',
];
/** What is shipped of the engine, compressed quickly, in bytes; at its best brotli makes a seventh less (`npm run bench`) and takes 20 s. */
const MOST_BROTLI = 2_530_000;
const BROTLI_QUALITY = 5;
const ENGINE = { package: 'webmynd', file: 'webmynd' };
/** What stretches passphrases, in a module of its own: its memory is given back with its worker. */
const KEYS = { package: 'webmynd-keys', file: 'webmynd_keys' };

/**
 * Builds unless the result of the same sources is there. Returns the folder and the sizes in bytes.
 * @param {{ fast?: boolean, contract?: boolean }} [options]
 */
export function buildWasm({ fast = false, contract = false } = {}) {
  const out = contract ? FOLDERS.contract : FOLDERS.package;
  const quick = fast || contract;
  const hash = sourcesHash();
  const stamp = `${hash} ${fast ? 'quick' : 'wasm'}`;
  const stampFile = stampIn(out);
  const before = existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : null;
  // Where the optimised one is there it serves the quick one's purposes, too.
  if (before?.stamp === stamp || before?.stamp === `${hash} wasm`) return { out, ...before.sizes, fresh: false };

  // The contracts take the package's profile: what the engine is built of is there by then.
  const profile = fast ? 'quick' : 'wasm';
  if (!process.env.WEBMYND_WASM_TOOL) run(cargo, BUILD_TOOL);
  const parts = contract ? [ENGINE] : [ENGINE, KEYS];
  const features = contract ? ['--features', `${ENGINE.package}/contract`] : [];
  // Both modules: cargo builds a crate anew for each set of features, and these are one.
  run(cargo, ['build', ...[ENGINE, KEYS].flatMap((part) => ['-p', part.package]), '--lib', '--target', 'wasm32-unknown-unknown', '--locked', '--profile', profile, ...features]);
  const work = join(root, 'target', contract ? 'bindgen-contract' : 'bindgen');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  for (const { file } of parts) bind(file, profile, work, quick);
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  cpSync(work, out, { recursive: true });
  const sizes = sizesOf(readFileSync(join(out, `${ENGINE.file}_bg.wasm`)));
  writeFileSync(stampFile, JSON.stringify({ stamp, sizes }));
  return { out, ...sizes, fresh: true };
}

/** What was built before is not believed: the next build makes it again. */
export function forgetWasm() {
  for (const folder of Object.values(FOLDERS)) rmSync(stampIn(folder), { force: true });
}

/** Makes the bindings of one module in `work`, and the module small. */
function bind(file, profile, work, quick) {
  const tool = process.env.WEBMYND_WASM_TOOL ?? join(root, TOOL_FILE);
  run(tool, [join(root, 'target/wasm32-unknown-unknown', profile, `${file}.wasm`), work]);
  const wasm = join(work, `${file}_bg.wasm`);
  if (quick) return;
  const flags = WASM_FEATURES.map((feature) => `--enable-${feature}`);
  run(process.execPath, [join(root, 'node_modules/binaryen/bin/wasm-opt'), wasm, '-O1', ...flags, '-o', wasm]);
}

function sizesOf(wasm) {
  const params = { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: wasm.length };
  return { raw: wasm.length, brotli: brotliCompressSync(wasm, { params }).length };
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (error) throw new Error(`${command}: ${error.message}`);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
}

function sourcesHash() {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const file of filesOf(source)) hash.update(file).update('\0').update(readFileSync(join(root, file))).update('\0');
  }
  return hash.digest('hex');
}

function filesOf(path) {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path)).filter((name) => name !== 'tests').sort().flatMap((name) => filesOf(join(path, name)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const has = (flag) => process.argv.includes(flag);
  try {
    const { raw, brotli, fresh, out } = buildWasm({ fast: has('--fast'), contract: has('--contract') });
    const mb = (bytes) => `${(bytes / 1e6).toFixed(3)} MB`;
    console.log(`${out}: webmynd_bg.wasm ${mb(raw)}, brotli (quality ${BROTLI_QUALITY}) ${mb(brotli)}${fresh ? '' : ' (nothing changed)'}`);
    if (brotli > MOST_BROTLI && !has('--fast') && !has('--contract')) throw new Error(`more than ${mb(MOST_BROTLI)} compressed`);
  } catch (error) {
    console.error(`build-wasm: ${error.message}`);
    process.exitCode = 1;
  }
}
