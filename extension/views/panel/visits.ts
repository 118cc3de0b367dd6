/** The visits of one page, the newest first. */
import type { Caption, Engine, Millis, Ordinal, PageState } from '../../bridge/engine.js';

export interface Visit { ordinal: Ordinal; at: Millis; offsetMin: number; device: string | null }
/** `url`: the address that it is known by; `first`: the oldest of all. */
export interface Visits { url: string | null; shown: Visit[]; first: Visit | null }
export const NO_VISITS: Visits = { url: null, shown: [], first: null };

/** At most `most` (below 64) visits of the page of which this is known. */
export async function visitsOf(engine: Pick<Engine, 'captions' | 'visitsOf'>, { lastOrdinal }: PageState, most: number): Promise<Visits> {
  if (lastOrdinal === null) return NO_VISITS;
  const { ordinals, first } = await engine.visitsOf(lastOrdinal, most);
  const captions = await engine.captions([...new Set([...ordinals, ...(first === null ? [] : [first])])]);
  const visit = (ordinal: Ordinal | null): Visit[] => captions.filter((one) => one.ordinal === ordinal).map(asVisit);
  return { url: captions[0]?.url ?? null, shown: ordinals.flatMap(visit), first: visit(first)[0] ?? null };
}

const asVisit = ({ ordinal, at, offsetMin, device }: Caption): Visit => ({ ordinal, at, offsetMin, device });
