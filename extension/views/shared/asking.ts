/** What views ask of a search besides its hits: as of now, how many pages a query matches, and which filters are understood. */
import type { Engine, SearchRequest } from '../../bridge/engine.js';
import type { FilterNames } from './terms.js';

type Searches = Pick<Engine, 'search'>;

/** Of more filters at once the engine may not tell all that is wrong: it ends its complaints at sixteen. */
const AT_ONCE = 10;

/** A search as of now, in the time of where one is. */
export function asked(q: string, { sort = 'best', limit = 1, offset = 0, counting = false }: Partial<Pick<SearchRequest, 'sort' | 'limit' | 'offset' | 'counting'>> = {}): SearchRequest {
  const now = Date.now();
  return { q, sort, limit, offset, now, offsetMin: -new Date(now).getTimezoneOffset(), counting };
}

/** How many pages a query matches: none by near words, unless `forgivingly`; not `counting`: so many at least. */
export async function pagesOf(engine: Searches, q: string, { forgivingly = false, counting = true } = {}): Promise<number> {
  const { total, forgiving } = await engine.search(asked(q, { counting }));
  return forgiving && !forgivingly ? 0 : total;
}

/** All names of filters, also those that are German alone: a query may come from anywhere. */
export async function filterNames(engine: Pick<Engine, 'operators'>): Promise<FilterNames> {
  const all = await engine.operators('de');
  return new Map(all.filter(({ isFilter }) => isFilter).flatMap(({ key, names }) => names.map((name) => [name, key] as const)));
}

/** Which of some filters the engine understands, each taken as a whole. */
export async function understood(engine: Searches, filters: readonly string[]): Promise<ReadonlyMap<string, boolean>> {
  const known = new Map<string, boolean>();
  for (let from = 0; from < filters.length; from += AT_ONCE) {
    const some = filters.slice(from, from + AT_ONCE);
    // A blank at the end: the last one has not only begun.
    const { complaints } = await engine.search(asked(`${some.join(' ')} `));
    const wrong = new Set(complaints.map(({ what }) => what));
    for (const filter of some) known.set(filter, !wrong.has(filter));
  }
  return known;
}
