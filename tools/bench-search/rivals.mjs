/** The other engines: installed into the cache by their lock file, never into the repository; no script of theirs is run. */
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../lib/run.mjs';
import { cached, hashOf, madeOnce } from './cache.mjs';

const source = (name) => new URL(`rivals/${name}`, import.meta.url);

/** What they are called here and in the table. */
export const RIVALS = {
  'sqlite-porter': "SQLite FTS5, porter, prefix '2 3'",
  'sqlite-unicode61': 'SQLite FTS5, unicode61',
  minisearch: 'MiniSearch',
  flexsearch: 'FlexSearch',
};

/** The folder of their `node_modules`. */
export async function rivals() {
  const files = ['package.json', 'package-lock.json'];
  const folder = await madeOnce(cached('rivals', hashOf(files.map((file) => readFileSync(source(file), 'utf8')).join('\n'))), async (into) => {
    mkdirSync(into);
    for (const file of files) cpSync(source(file), join(into, file));
    const code = await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: into });
    if (code !== 0) throw new Error('npm gives the other engines nothing: --only=webmynd measures without them');
  });
  return join(folder, 'node_modules');
}
