/** Why the page in a tab was not remembered: for the icon and the popup, until the tab shows another page. */
import { store, stored, unstore } from '../browser.js';
import type { SkipReason } from '../bridge/messages.js';

const key = (tabId: number): string => `skip:${tabId}`;

export const noteSkip = (tabId: number, url: string, reason: SkipReason): Promise<void> =>
  store('session', { [key(tabId)]: { url, reason } });

export async function skipOf(tabId: number, url: string): Promise<SkipReason | null> {
  const noted = (await stored('session', [key(tabId)]))[key(tabId)] as { url: string; reason: SkipReason } | undefined;
  return noted?.url === url ? noted.reason : null;
}

export const dropSkip = (tabId: number): Promise<void> => unstore('session', [key(tabId)]);
