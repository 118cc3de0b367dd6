/** The words of a search that no page has, where nothing has them all: each is asked for by itself, once one rests on the search. */
import { partsOf, wordsOf, type FilterNames, type IsDate } from '../../shared/terms.js';
import type { SearchSession } from './search-session.js';
import { Signal } from './signal.js';

const REST_MS = 400;
/** Words that are asked for; longer queries are texts. */
const MOST = 8;

export class Nowhere {
  words: string[] = [];
  readonly news = new Signal();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `names`: of filters, which are no words. */
  constructor(readonly search: SearchSession, readonly names: () => FilterNames, readonly isDate: IsDate) {
    search.changed.on(() => this.#begin());
  }

  #begin(): void {
    clearTimeout(this.#timer);
    this.words = [];
    const { active, answer, q } = this.search;
    const lacks = active && answer !== null && (answer.total === 0 || answer.forgiving || answer.hits.some(({ loose }) => loose));
    const words = lacks && partsOf(q).length > 1 ? wordsOf(q, this.names(), this.isDate) : [];
    this.#timer = words.length > 0 && words.length <= MOST ? setTimeout(() => void this.#ask(words), REST_MS) : undefined;
  }

  async #ask(words: string[]): Promise<void> {
    const asked = this.#timer;
    const missing: string[] = [];
    for (const word of words) {
      const pages = await this.search.count(word).catch(() => null);
      if (asked !== this.#timer) return;
      if (pages === 0) missing.push(word);
    }
    this.words = missing;
    if (missing.length > 0) this.news.emit();
  }
}
