/**
 * Taking in the browser's past, slice by slice: each is durable before the next is read, and whoever is cut off goes on from the
 * last one. What is done twice adds nothing: the engine knows a visit of the past by its address and time.
 */
import { bookmarkTree, historyItems, historyVisits } from '../../browser.js';
import { cardLines, type Card } from '../../bridge/cards.js';
import type { Engine } from '../../bridge/engine.js';
import type { Settings } from '../../bridge/messages.js';
import { type Past, type PastKind, readPast, writePast } from '../../bridge/past.js';
import { readSettings } from '../../bridge/settings.js';
import { bookmarkCard, bookmarksIn } from './bookmarks.js';
import { historyCard, type HistorySource, type Known, print, windows } from './history.js';

/** Cards of one call: a view that asks meanwhile waits for no more. */
const SLICE = 25;
/** Between two of them others have their turn (ms): who asks the engine meanwhile is before the next. */
const BREATH = 4;

export interface Tools {
  engine: Pick<Engine, 'importPart' | 'status'>;
  /** Whether the person still wants it. */
  goesOn(): boolean;
}

const SOURCE: HistorySource = { search: (from, until, most) => historyItems(from, until, most), visits: (url) => historyVisits(url) };
const breath = (): Promise<void> => new Promise((go) => { setTimeout(go, BREATH); });

/** Where a run begins: where it was left, or with what has come since the last one that was done. An empty memory has nothing. */
export async function begin(kind: PastKind, { engine }: Pick<Tools, 'engine'>, now: number): Promise<Past> {
  const last = await readPast(kind);
  if (last?.at === 'running') return { ...last, fault: null };
  const isEmpty = (await engine.status()).visits === 0;
  if (last?.at === 'stopped' && !isEmpty) return { ...last, at: 'running', fault: null };
  return { at: 'running', startedAt: now, since: isEmpty ? 0 : last?.startedAt ?? 0, cursor: now, total: null, looked: 0, pages: 0, left: 0, fault: null };
}

/** Goes on until all is taken in (true), or nobody wants it any more. */
export async function goOn(kind: PastKind, past: Past, tools: Tools): Promise<boolean> {
  const done = await (kind === 'history' ? takeHistory(past, tools) : takeBookmarks(past, tools));
  if (done) await writePast(kind, { ...past, at: 'done', fault: null, cursor: past.since });
  return done;
}

/** Cards of one call; null stands for what is left out. */
type Slice = (Card | null)[];

/**
 * Hands the cards of `count` entries over, and has the next ones made (`slice`) while the engine takes those before in. False: nobody
 * wants it any more, and `past` knows nothing of them. What was counted by whoever was cut off is not counted again.
 */
async function take(count: number, slice: (from: number) => Promise<Slice>, past: Past, { engine, goesOn }: Tools, counts = true): Promise<boolean> {
  const sum = { pages: 0, left: 0 };
  const begun = (from: number): Promise<Slice> | null => {
    if (from >= count) return null;
    const making = slice(from);
    // Where one before it fails nobody waits for it any more.
    making.catch(() => undefined);
    return making;
  };
  let next = begun(0);
  for (let from = 0; next !== null; from += SLICE) {
    const cards: Slice = await next;
    if (!goesOn()) return false;
    next = begun(from + SLICE);
    const good = cards.filter((card) => card !== null);
    const { pages, bad } = await engine.importPart(good.map(cardLines).join(''), 1);
    sum.pages += pages;
    sum.left += bad.length + cards.length - good.length;
    await breath();
  }
  past.pages += sum.pages;
  if (!counts) return true;
  past.left += sum.left;
  past.looked += count;
  return true;
}

async function count(past: Past, goesOn: () => boolean): Promise<number | null> {
  const seen = new Set<number>();
  for await (const { known } of windows(SOURCE, past.cursor, past.since)) {
    if (!goesOn()) return null;
    for (const { url } of known) seen.add(print(url ?? ''));
  }
  return seen.size;
}

async function takeHistory(past: Past, tools: Tools): Promise<boolean> {
  past.total ??= await count(past, tools.goesOn);
  if (past.total === null) return false;
  await writePast('history', past);
  const settings = await readSettings();
  const seen = new Set<number>();
  // What was visited after that has been looked at, and counted, by whoever was cut off.
  const before = past.cursor < past.startedAt ? past.cursor : Infinity;
  for await (const { from, known } of windows(SOURCE, past.cursor, past.since)) {
    const fresh = known.filter(({ url }) => !seen.has(print(url ?? '')));
    for (const { url } of fresh) seen.add(print(url ?? ''));
    const isCounted = ({ lastVisitTime }: Known): boolean => (lastVisitTime ?? 0) < before;
    const again = fresh.filter((entry) => !isCounted(entry));
    if (!await takeEntries(fresh.filter(isCounted), settings, past, tools) || !await takeEntries(again, settings, past, tools, false)) return false;
    past.cursor = from;
    await writePast('history', past);
  }
  return true;
}

function takeEntries(entries: Known[], settings: Settings, past: Past, tools: Tools, counts = true): Promise<boolean> {
  const slice = (from: number): Promise<Slice> => Promise.all(entries.slice(from, from + SLICE).map((entry) => historyCard(entry, SOURCE, settings)));
  return take(entries.length, slice, past, tools, counts);
}

/** One look at the tree: it is small. Whoever was cut off looks at all of it again. */
async function takeBookmarks(past: Past, tools: Tools): Promise<boolean> {
  const all = bookmarksIn(await bookmarkTree()).filter(({ at }) => at === null || at >= past.since);
  Object.assign(past, { total: all.length, looked: 0, left: 0 });
  const settings = await readSettings();
  for (let from = 0; from < all.length; from += SLICE) {
    const cards = all.slice(from, from + SLICE).map((one) => bookmarkCard(one, settings));
    if (!await take(cards.length, () => Promise.resolve(cards), past, tools)) return false;
    await writePast('bookmarks', past);
  }
  return true;
}
