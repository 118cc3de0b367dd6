/**
 * Why the page in a tab was not remembered: for the icon and the popup, until the tab shows another page. Of a page that was
 * remembered `forgotten` is noted at once: that is why, when it is not there any more.
 */
import type { SkipReason } from '../bridge/messages.js';
import { TabNote } from './tab-note.js';

const skips = new TabNote<{ url: string; reason: SkipReason }>('skip');

export const noteSkip = (tabId: number, url: string, reason: SkipReason): Promise<void> => skips.set(tabId, { url, reason });

export async function skipOf(tabId: number, url: string): Promise<SkipReason | null> {
  const noted = await skips.of(tabId);
  return noted?.url === url ? noted.reason : null;
}

export const dropSkip = skips.drop;
