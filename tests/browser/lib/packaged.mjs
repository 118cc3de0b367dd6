/** Versions of the built extension as files that a browser installs for good: what a group puts into its index of builds. */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { manifestFor, readManifest } from '../../../tools/lib/manifest.mjs';
import { fromRoot } from '../../../tools/lib/paths.mjs';
import { executable } from '../../../tools/lib/browser-programs.mjs';

const call = promisify(execFile);
const webExt = fromRoot('node_modules', 'web-ext', 'bin', 'web-ext.js');

/** By the steps of docs/server.md; `key` is kept and used again: it is the extension's identity in Chromium. */
const PACK = {
  firefox: async (source, work) => {
    const build = ['build', '--source-dir', source, '--artifacts-dir', work, '--filename', 'webmynd.zip', '--no-config-discovery'];
    await call(process.execPath, [webExt, ...build]);
    return join(work, 'webmynd.zip');
  },
  chrome: async (source, work, key) => {
    await call(executable('chrome'), [
      '--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', `--user-data-dir=${join(work, 'profile')}`,
      `--pack-extension=${source}`, `--pack-extension-key=${key}`,
    ]);
    return `${source}.crx`;
  },
};

/** Packs dist/`browser` as `version` that looks for the next ones at `updates`, and puts it into `folder` in one step. */
export async function putVersion(browser, version, { updates, folder, key }) {
  const work = mkdtempSync(join(tmpdir(), 'webmynd-packed-'));
  try {
    const source = join(work, 'webmynd');
    cpSync(fromRoot('dist', browser), source, { recursive: true });
    writeFileSync(join(source, 'manifest.json'), JSON.stringify(manifestFor(browser, { ...readManifest(), version }, updates)));
    const packed = await PACK[browser](source, work, key);
    const name = `webmynd-${version}.${browser === 'chrome' ? 'crx' : 'xpi'}`;
    cpSync(packed, join(folder, `${name}.part`));
    renameSync(join(folder, `${name}.part`), join(folder, name));
    return name;
  } finally {
    rmSync(work, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
}
