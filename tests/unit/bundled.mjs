/** Loads a TypeScript module of the extension for a test in Node. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { fromRoot } from '../../tools/lib/paths.mjs';

export async function bundled(path) {
  const { outputFiles } = await build({ entryPoints: [fromRoot('extension', path)], bundle: true, format: 'esm', write: false, platform: 'neutral' });
  const file = join(mkdtempSync(join(tmpdir(), 'webmynd-unit-')), 'module.mjs');
  writeFileSync(file, outputFiles[0].contents);
  return import(file);
}
