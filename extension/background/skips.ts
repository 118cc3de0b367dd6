/**
 * Why the page in a tab was not remembered: for the icon and the popup, until the tab shows another page. Of a page that was
 * remembered `forgotten` is noted at once: that is why, when it is not there any more.
 */
import type { SkipReason } from '../bridge/messages.js';
import { TabNote } from './tab-note.js';

const skips = new TabNote<{ url: string; reason: SkipReason }>('skip');

/** By tab, what is being noted: two notes of one page that come at once are one after the other. */
const noting = new Map<number, Promise<boolean>>();

/** True when nothing was noted of the page before: it neither was left out already nor is it remembered. */
export function noteSkip(tabId: number, url: string, reason: SkipReason): Promise<boolean> {
  const note = async (): Promise<boolean> => {
    const before = await skips.of(tabId);
    await skips.set(tabId, { url, reason });
    return before?.url !== url;
  };
  const noted = (noting.get(tabId) ?? Promise.resolve(false)).catch(() => false).then(note);
  noting.set(tabId, noted);
  const forget = (): void => { if (noting.get(tabId) === noted) noting.delete(tabId); };
  noted.then(forget, forget);
  return noted;
}

export async function skipOf(tabId: number, url: string): Promise<SkipReason | null> {
  const noted = await skips.of(tabId);
  return noted?.url === url ? noted.reason : null;
}

export const dropSkip = skips.drop;
