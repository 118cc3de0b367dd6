/** FlexSearch, exported to a file of OPFS whenever something is made durable. It knows no phrases: texts of pages with all the words are looked through. */
import { hasPhrase, openFile, shown } from './kept.mjs';

/** More pages than any query finds. */
const ALL = 1_000_000;

export async function flexSearch() {
  const { Document } = await import('flexsearch');
  const file = await openFile('flexsearch.jsonl');
  const index = new Document({ tokenize: 'forward', document: { id: 'id', index: ['title', 'text'], store: ['url', 'title', 'text', 'site', 'time'] } });
  for (const line of file.read().split('\n').filter(Boolean)) {
    const [key, data] = JSON.parse(line);
    await index.import(key, data);
  }
  return {
    add: (documents) => { for (const one of documents) index.add(one); },
    async save() {
      const lines = [];
      await index.export((key, data) => { lines.push(JSON.stringify([key, data])); });
      file.write(lines.join('\n'));
    },
    search({ kind, words, site }, { sort }) {
      const isAll = kind === 'phrase' || site;
      const found = index.search(words.join(' '), { limit: isAll ? ALL : 10, enrich: true, merge: true }).map(({ doc }) => doc);
      const pages = site ? found.filter((page) => page.site === site) : kind === 'phrase' ? found.filter((page) => hasPhrase(page, words)) : found;
      if (sort === 'newest') pages.sort((a, b) => b.time - a.time);
      return shown(pages, words);
    },
  };
}
