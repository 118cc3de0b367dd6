/** A module of the views, or of these tests, in Node. */
import { build } from 'esbuild';
import { fromRoot } from '../../../tools/lib/paths.mjs';

export async function load(file) {
  const { outputFiles } = await build({ entryPoints: [fromRoot(file)], bundle: true, format: 'esm', target: 'es2023', write: false, logLevel: 'warning' });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
