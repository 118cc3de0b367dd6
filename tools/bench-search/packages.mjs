/** Debian's documentation as texts: packages are downloaded and unpacked, never installed, and each of them becomes a file of lines. */
import { createWriteStream, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { filesBelow } from '../lib/paths.mjs';
import { run } from '../lib/run.mjs';
import { cached, hashOf, madeOnce } from './cache.mjs';
import { hostAndPath, textOf } from './texts.mjs';

const HELP = { 'en-us': 'en', ja: 'ja', 'zh-cn': 'zh', ko: 'ko', de: 'de', fr: 'fr', es: 'es', ru: 'ru' };
/** Names, and the language of the pages: 48 MB of downloads for 146 MB of text in eight languages ... */
const FEW = [...Object.entries(HELP).map(([name, lang]) => [`libreoffice-help-${name}`, lang]), ['libstdc++-12-doc', 'en'], ['openjdk-17-doc', 'en']];
/** ... and 122 MB for 288. */
const ALL = [...FEW, ['libboost1.81-doc', 'en'], ['linux-doc-6.1', 'en'], ['ghc-doc', 'en'], ['wx3.2-doc', 'en'], ['cppreference-doc-en-html', 'en']];
/** Documents times their length in bytes: for more than this the few packages are too few. */
const FEW_GIVE = 150e6;
/** Pages with less text (characters) are stubs. */
const STUB = 200;

export const packagesFor = (bytes) => (bytes <= FEW_GIVE ? FEW : ALL);

async function must(program, args, options) {
  const code = await run(program, args, { stdio: ['ignore', 'ignore', 'inherit'], ...options });
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}: this benchmark needs Debian 12, or its archive in apt's sources`);
}

/** Downloads a package and gives its file. */
async function download(name) {
  const folder = await madeOnce(cached('packages', name), async (into) => {
    mkdirSync(into);
    await must('apt-get', ['download', name], { cwd: into });
  });
  return join(folder, readdirSync(folder)[0]);
}

/** The texts of a package, as a file with a line of JSON a page: { host, path, title, text, lang }. */
export async function textsOf([name, lang]) {
  // A pass over the HTML that has changed makes other texts.
  const maker = hashOf(readFileSync(new URL('texts.mjs', import.meta.url), 'utf8'));
  return madeOnce(cached('texts', `${name}-${maker}.jsonl`), async (into) => {
    const unpacked = cached('unpacked', `${name}.${process.pid}`);
    await must('dpkg', ['-x', await download(name), unpacked]);
    console.error(`reading ${name}`);
    const out = createWriteStream(into);
    for (const file of filesBelow(unpacked).filter((path) => path.endsWith('.html'))) {
      const page = textOf(readFileSync(join(unpacked, file), 'utf8'));
      if (page.text.length < STUB) continue;
      if (!out.write(`${JSON.stringify({ ...hostAndPath(name, file), ...page, lang })}\n`)) await once(out, 'drain');
    }
    out.end();
    await once(out, 'finish');
    rmSync(unpacked, { recursive: true, force: true });
  });
}
