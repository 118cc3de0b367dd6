/** Writes out/package/webmynd-{chrome,firefox}-VERSION.zip from dist/, built first; Firefox's is checked by its own linter. */
import { mkdirSync } from 'node:fs';
import { flag, run, runNode } from './lib/run.mjs';
import { BROWSERS, readManifest } from './lib/manifest.mjs';
import { fromRoot } from './lib/paths.mjs';

const webExt = fromRoot('node_modules', 'web-ext', 'bin', 'web-ext.js');
const folder = fromRoot('out', 'package');

if (!flag('no-build')) await runNode('tools/build.mjs');
mkdirSync(folder, { recursive: true });
await runNode(webExt, ['lint', '--source-dir', 'dist/firefox', '--warnings-as-errors', '--no-config-discovery']);
for (const browser of BROWSERS) {
  const name = `webmynd-${browser}-${readManifest().version}.zip`;
  const code = await run(process.execPath, [
    webExt, 'build', '--source-dir', `dist/${browser}`, '--artifacts-dir', folder, '--filename', name, '--overwrite-dest', '--no-config-discovery',
  ]);
  if (code !== 0) process.exit(code);
}
