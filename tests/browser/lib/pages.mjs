/** The pages that are visited: the corpus where it is present, else the project's own sample site. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fromRoot } from '../../../tools/lib/paths.mjs';
import { samplePages } from '../../site/site.mjs';

const corpus = () => [process.env.WEBMYND_CORPUS, fromRoot('..', 'shared', 'corpus')]
  .filter(Boolean).map((folder) => resolve(folder)).find((folder) => existsSync(join(folder, 'pages', 'index.jsonl'))) ?? null;

/** Where test data lies, or null. */
export const CORPUS = corpus();

/** Pages of the corpus: { path, file }, spread over its sources. */
function corpusPages() {
  const root = join(CORPUS, 'pages');
  const bySource = new Map();
  for (const line of readFileSync(join(root, 'index.jsonl'), 'utf8').trim().split('\n')) {
    const { source, name } = JSON.parse(line);
    const page = { path: `/${source}/${encodeURIComponent(name)}.html`, file: join(root, source, `${name}.html`) };
    bySource.set(source, [...(bySource.get(source) ?? []), page]);
  }
  const lists = [...bySource.values()];
  const mixed = [];
  for (let i = 0; lists.some((list) => i < list.length); i += 1) for (const list of lists) if (list[i]) mixed.push(list[i]);
  return mixed;
}

/** At most `count` pages, always the same ones in the same order. */
export const pages = (count = Infinity) => (CORPUS ? corpusPages() : samplePages()).slice(0, count);
