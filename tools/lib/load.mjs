/** TypeScript in Node, for tests: bundled in memory and taken from there, so that nothing of it stays on the disk. */
import { build } from 'esbuild';
import { fromRoot } from './paths.mjs';

/** A module by its path from the root. */
export const load = (file) => loadFrom({ entryPoints: [fromRoot(file)] });

/** The same of whatever esbuild takes: `input` are its options beside those of the bundle. */
export async function loadFrom(input) {
  const { outputFiles } = await build({ bundle: true, format: 'esm', target: 'es2023', write: false, logLevel: 'warning', ...input });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
