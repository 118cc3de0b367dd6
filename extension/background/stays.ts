/** A page that loads itself anew, or is loaded anew at once, is one stay: which visit goes on in a tab. */
import type { Millis, VisitId } from '../bridge/engine.js';
import { engine } from './engine.js';
import { TabNote } from './tab-note.js';

interface Stay { visit: VisitId; url: string; begun: Millis; at: Millis }

/** The longest break (ms) between two loads of one stay, and the longest stay. */
const BREAK = 60_000;
const LONGEST = 10 * 60_000;

const stays = new TabNote<Stay>('stay');

/** The stay of a page that stood there before its script: what was noted of its tab went with an update, the memory knows it. */
async function standing(url: string): Promise<Stay | null> {
  const { lastOrdinal } = await engine.page(url).catch(() => ({ lastOrdinal: null }));
  const [last] = lastOrdinal === null ? [] : await engine.captions([lastOrdinal]).catch(() => []);
  return last && last.device === null ? { visit: last.id, url, begun: last.at, at: last.at } : null;
}

/** The visit that a new visit `id` of this page goes on with, if it shows the same. `stood`: the page did before its script. */
export async function stayOf(tabId: number, url: string, id: VisitId, stood: boolean): Promise<{ stays: VisitId } | null> {
  const stay = stood ? await standing(url) : await stays.of(tabId);
  const now = Date.now();
  const longest = stood ? LONGEST : BREAK;
  const goesOn = stay && stay.url === url && stay.visit !== id && now - stay.at < longest && now - stay.begun < LONGEST && now >= stay.at;
  return goesOn ? { stays: stay.visit } : null;
}

/** Notes what a tab shows. */
export async function noteStay(tabId: number, url: string, visit: VisitId): Promise<void> {
  const [before, at] = [await stays.of(tabId), Date.now()];
  const begun = before && before.visit === visit ? before.begun : at;
  await stays.set(tabId, { visit, url, begun, at });
}

/** A tab shows another page, whether it is kept or not: what it showed is over. */
export async function leaveStay(tabId: number, url: string): Promise<void> {
  const stay = await stays.of(tabId);
  if (stay && stay.url !== url) await dropStay(tabId);
}

export const dropStay = stays.drop;
