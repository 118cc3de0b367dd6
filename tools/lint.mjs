/** Formatting, lints and types: `npm run lint`. Each step is run whatever became of the others. */
import { Suite } from './lib/suite.mjs';
import { fromRoot } from './lib/paths.mjs';

/** The steps, for `npm test` as well. */
export async function lint(suite) {
  await suite.command('format', 'cargo', ['fmt', '--all', '--check']);
  await suite.command('clippy', 'cargo', ['clippy', '--workspace', '--all-targets', '--locked', '--', '-D', 'warnings']);
  await suite.command('clippy for wasm', 'cargo', ['clippy', '-p', 'webmynd', '--lib', '--target', 'wasm32-unknown-unknown', '--locked', '--', '-D', 'warnings']);
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
