/**
 * The visits of one page, the newest first. The engine finds a page by its address, at its newest visit before a day: so one goes from day to day,
 * and looks at each for what else of this page is there. All of it is bounded, however many visits there are.
 */
import type { Caption, Engine, Frames, Hit, Millis, Ordinal, PageState } from '../../bridge/engine.js';

export interface Visit { at: Millis; offsetMin: number; device: string | null }
/** `url`: the address that it is known by; `first`: a visit of the first day; null where that could not be found. */
export interface Visits { url: string | null; shown: Visit[]; first: Visit | null }
export const NO_VISITS: Visits = { url: null, shown: [], first: null };

type Reader = Pick<Engine, 'captions' | 'frames' | 'search' | 'status'>;

const DAY = 86_400_000;
/** What one call gives at most. */
const MOST_FRAMES = 256;
const MOST_CAPTIONS = 64;

/** The number of a visit's day, by the clock where it was seen. */
export const dayOf = ({ at, offsetMin }: { at: Millis; offsetMin: number }): number => Math.floor((at + offsetMin * 60_000) / DAY);
const isoDay = (dayNo: number): string => new Date(dayNo * DAY).toISOString().slice(0, 10);

/** At most `most` visits of the page of which this is known. */
export async function visitsOf(engine: Reader, { lastOrdinal, visits }: PageState, most: number): Promise<Visits> {
  const newest = lastOrdinal === null ? undefined : (await engine.captions([lastOrdinal]))[0];
  if (!newest) return NO_VISITS;
  const page = new Page(engine, newest.url);
  const wanted = Math.min(most, visits);
  const found = new Map<Ordinal, Visit>();
  let last: Caption | Hit | null = newest;
  while (last && found.size < wanted) {
    for (const one of [last, ...await page.before(last)]) if (found.size < wanted) found.set(one.ordinal, { at: one.at, offsetMin: one.offsetMin, device: one.device });
    last = found.size < wanted ? await page.newestBefore(dayOf(last)) : null;
  }
  const shown = [...found.values()].sort((one, other) => other.at - one.at);
  return { url: newest.url, shown, first: await firstOf(page, shown, wanted, visits) };
}

async function firstOf(page: Page, shown: Visit[], wanted: number, visits: number): Promise<Visit | null> {
  const [newest, oldest] = [shown[0], shown.at(-1)];
  if (!newest || !oldest) return null;
  if (shown.length === visits) return oldest;
  // An address that no query finds says nothing of what was before.
  if (!await page.newestBefore(dayOf(newest) + 1)) return null;
  return shown.length < wanted ? oldest : page.firstDay(oldest);
}

/** One page, by its address. */
class Page {
  constructor(readonly engine: Reader, readonly url: string) {}

  /** Its newest visit before a day; an address stands above all else that a query finds. */
  async newestBefore(dayNo: number): Promise<Hit | null> {
    const { hits } = await this.engine.search({
      q: `${this.url} before:${isoDay(dayNo)}`, sort: 'best', limit: 1, offset: 0, now: Date.now(), offsetMin: 0, counting: false,
    });
    const [hit] = hits;
    return hit && hit.url === this.url ? hit : null;
  }

  /** Its other visits of that visit's day, the newest first; and of a later one, which were earlier where the clock was another. */
  async before(visit: { ordinal: Ordinal; at: Millis; offsetMin: number }): Promise<Caption[]> {
    const from = Math.max(0, visit.ordinal - MOST_FRAMES + 1);
    const frames = await this.engine.frames(from, visit.ordinal + 1);
    const captions = await this.engine.captions(sameSiteSince(frames, visit.ordinal - from, dayOf(visit)));
    return captions.filter(({ url }) => url === this.url);
  }

  /** A visit of its first day: by halves, for a query says only whether there is one before a day. */
  async firstDay(known: Visit): Promise<Visit | null> {
    const { firstAt } = await this.engine.status();
    if (firstAt === null) return null;
    let low = Math.floor(firstAt / DAY) - 1;
    let best: Visit = known;
    let high = dayOf(known);
    // There is none before `low`, and `best` is the newest before `high`, or of that day.
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const hit = await this.newestBefore(middle + 1);
      if (hit) { best = hit; high = dayOf(hit); } else low = middle + 1;
    }
    return best;
  }
}

/** Ordinals before the frame at `index` that are of its site and its day or a later one, from the newest on. */
function sameSiteSince({ from, at, offsetMin, site }: Frames, index: number, dayNo: number): Ordinal[] {
  const found: Ordinal[] = [];
  for (let i = index - 1; i >= 0 && found.length < MOST_CAPTIONS; i--) {
    const day = dayOf({ at: at[i] ?? 0, offsetMin: offsetMin[i] ?? 0 });
    if (site[i] === site[index] && day >= dayNo) found.push(from + i);
  }
  return found;
}
