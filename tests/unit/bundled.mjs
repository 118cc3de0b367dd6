/** Loads a TypeScript module of the extension for a test in Node. */
import { build } from 'esbuild';
import { fromRoot } from '../../tools/lib/paths.mjs';

export async function bundled(path) {
  const { outputFiles } = await build({ entryPoints: [fromRoot('extension', path)], bundle: true, format: 'esm', write: false, platform: 'neutral' });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
