/** Formatting, lints and types: `npm run lint`. Each step is run whatever became of the others. */
import { Suite } from './lib/suite.mjs';
import { fromRoot } from './lib/paths.mjs';

/** As the tests are built: build scripts and macros are then built once for both. */
const LIKE_TESTS = ['--locked', '--profile', 'quick'];

/** The steps, for `npm test` as well. */
export async function lint(suite) {
  await suite.command('format', 'cargo', ['fmt', '--all', '--check']);
  await suite.command('clippy', 'cargo', ['clippy', '--workspace', '--all-targets', ...LIKE_TESTS, '--', '-D', 'warnings']);
  await suite.command('clippy for wasm', 'cargo', ['clippy', '-p', 'webmynd', '-p', 'webmynd-keys', '--lib', '--target', 'wasm32-unknown-unknown', ...LIKE_TESTS, '--', '-D', 'warnings']);
}

/** The types of the engine's face come out of its build, so this needs `npm run build` before. */
export async function types(suite) {
  await suite.command('types', process.execPath, [fromRoot('node_modules', 'typescript', 'bin', 'tsc'), '-p', '.']);
}

if (process.argv[1]?.endsWith('lint.mjs')) {
  const suite = new Suite();
  await lint(suite);
  await suite.command('wasm for its types', process.execPath, ['tools/build-wasm.mjs', '--fast']);
  await types(suite);
  process.exit(suite.end());
}
