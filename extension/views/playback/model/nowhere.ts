/** The words of a search that no page has, where nothing has them all: each is asked for by itself, once one rests on the search. */
import { pagesOf } from '../../shared/asking.js';
import { partsOf, wordsOf, type FilterNames, type IsDate } from '../../shared/terms.js';
import { AtRest } from './at-rest.js';
import type { SearchSession } from './search-session.js';
import type { Signal } from './signal.js';

const REST_MS = 400;
/** Words that are asked for; longer queries are texts. */
const MOST = 8;

export class Nowhere {
  readonly #pages: AtRest<number>;
  #asked: string[] = [];

  /** `names`: of filters, which are no words. */
  constructor(readonly search: SearchSession, readonly names: () => FilterNames, readonly isDate: IsDate) {
    this.#pages = new AtRest(REST_MS, async ([word = '']) => new Map([[word, await pagesOf(search.engine, word)]]));
    search.changed.on(() => this.#begin());
  }

  get news(): Signal {
    return this.#pages.news;
  }

  get words(): string[] {
    return this.#asked.filter((word) => this.#pages.of(word) === 0);
  }

  #begin(): void {
    const { active, answer, q } = this.search;
    const lacks = active && answer !== null && (answer.total === 0 || answer.forgiving || answer.hits.some(({ loose }) => loose));
    const words = lacks && partsOf(q).length > 1 ? wordsOf(q, this.names(), this.isDate) : [];
    this.#asked = words.length <= MOST ? words : [];
    this.#pages.forget();
    this.#pages.want(this.#asked);
  }
}
