/**
 * Writes out/package/webmynd-{chrome,firefox}-VERSION.zip from dist/, built first; Firefox's is checked by its own linter.
 * `--update-url=https://vault.example.org/extension`: installed copies look for new versions there (docs/server.md).
 */
import { mkdirSync } from 'node:fs';
import { flag, run, runNode } from './lib/run.mjs';
import { BROWSERS, readManifest } from './lib/manifest.mjs';
import { fromRoot } from './lib/paths.mjs';

const webExt = fromRoot('node_modules', 'web-ext', 'bin', 'web-ext.js');
const folder = fromRoot('out', 'package');

const updates = flag('update-url');
if (updates !== undefined && !/^https:\/\/[^/]/.test(updates)) throw new Error('--update-url=https://… is wanted: browsers take updates over https alone');
if (!flag('no-build')) await runNode('tools/build.mjs', updates ? [`--update-url=${updates}`] : []);
mkdirSync(folder, { recursive: true });
await runNode(webExt, ['lint', '--source-dir', 'dist/firefox', '--warnings-as-errors', '--no-config-discovery', ...(updates ? ['--self-hosted'] : [])]);
for (const browser of BROWSERS) {
  const name = `webmynd-${browser}-${readManifest().version}.zip`;
  const code = await run(process.execPath, [
    webExt, 'build', '--source-dir', `dist/${browser}`, '--artifacts-dir', folder, '--filename', name, '--overwrite-dest', '--no-config-discovery',
  ]);
  if (code !== 0) process.exit(code);
}
