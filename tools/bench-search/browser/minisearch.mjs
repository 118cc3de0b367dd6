/** MiniSearch, serialised to a file of OPFS whenever something is made durable. It knows no phrases: texts of pages with all the words are looked through. */
import { hasPhrase, openFile, shown } from './kept.mjs';

const OPTIONS = { fields: ['title', 'text'], storeFields: ['url', 'title', 'text', 'site', 'time'] };

export async function miniSearch() {
  const { default: MiniSearch } = await import('minisearch');
  const file = await openFile('minisearch.json');
  const kept = file.read();
  const index = kept ? MiniSearch.loadJSON(kept, OPTIONS) : new MiniSearch(OPTIONS);
  return {
    add: (documents) => index.addAll(documents),
    save: () => file.write(JSON.stringify(index)),
    search({ kind, words, site }, { sort }) {
      const filter = site ? (page) => page.site === site : kind === 'phrase' ? (page) => hasPhrase(page, words) : undefined;
      const pages = index.search(words.join(' '), { combineWith: 'AND', prefix: kind === 'prefix', ...(filter && { filter }) });
      if (sort === 'newest') pages.sort((a, b) => b.time - a.time);
      return shown(pages, words);
    },
  };
}
