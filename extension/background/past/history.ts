/**
 * The browser's history, newest first, in windows of time that hold a few addresses each. An answer that is cut off says nothing
 * of where: the time that the browser gives an address is that of its last visit, wherever the window is. So a window that is
 * full is halved and asked for again.
 */
import type { Millis } from '../../bridge/engine.js';
import { pageAddress } from '../../bridge/address.js';
import { isExcluded, type Card } from '../../bridge/cards.js';
import type { Settings } from '../../bridge/messages.js';

export interface Known { url?: string | undefined; title?: string | undefined; lastVisitTime?: number | undefined }
export interface KnownVisit { visitTime?: number | undefined; transition: string }
export interface HistorySource {
  search(from: Millis, until: Millis, most: number): Promise<Known[]>;
  visits(url: string): Promise<KnownVisit[]>;
}

/** Addresses of a window. */
export const MOST = 200;
/** More than any browser keeps: for a moment that cannot be halved. */
const ALL = 1_000_000;
const DAY = 86_400_000;

export interface Window { from: Millis; known: Known[] }

/** From `until` back to `since`. */
export async function* windows(source: Pick<HistorySource, 'search'>, until: Millis, since: Millis): AsyncGenerator<Window> {
  let end = until;
  let span = DAY;
  while (end > since) {
    const from = Math.max(since, end - span);
    const whole = end - from <= 1;
    const known = await source.search(from, end, whole ? ALL : MOST);
    if (known.length >= MOST && !whole) {
      span = Math.floor((end - from) / 2);
      continue;
    }
    yield { from, known };
    end = from;
    if (known.length < MOST / 4) span *= 2;
  }
}

/** An address as a number, for many of them to be known at once. 53 bits: of 200,000 none are taken for each other. */
export function print(url: string): number {
  let [a, b] = [0xdead_beef, 0x41c6_ce57];
  for (let at = 0; at < url.length; at += 1) {
    const unit = url.charCodeAt(at);
    a = Math.imul(a ^ unit, 2_654_435_761);
    b = Math.imul(b ^ unit, 1_597_334_677);
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & (b >>> 0)) + (a >>> 0);
}

/** Documents inside of pages are none. */
const INSIDE: readonly string[] = ['auto_subframe', 'manual_subframe'];

/** The card of one entry with all its visits; null when it is no page of the web, or the rules leave it out. */
export async function historyCard(entry: Known, source: Pick<HistorySource, 'visits'>, settings: Settings): Promise<Card | null> {
  const url = pageAddress(entry.url);
  if (url === null || isExcluded(url, settings)) return null;
  const visits = await source.visits(entry.url ?? url);
  const times = visits.filter(({ transition }) => !INSIDE.includes(transition)).map(({ visitTime }) => visitTime ?? 0);
  // Chromium keeps addresses whose visits it has let go.
  const at = (visits.length === 0 ? [entry.lastVisitTime ?? 0] : times).filter((time) => time > 0).map(Math.round);
  return at.length === 0 ? null : { url, title: entry.title?.trim() ?? '', at };
}
