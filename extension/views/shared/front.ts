/** What the background and the settings say of the tab in front: for popup and panel. */
import { sendMessage, type Tab } from '../../browser.js';
import { pageAddress } from '../../bridge/address.js';
import type { Status } from '../../bridge/engine.js';
import type { TabState } from '../../bridge/messages.js';
import { readSettings } from '../../bridge/settings.js';
import type { Standing } from './describe.js';

const NO_TAB: TabState = { form: 'idle', url: null, page: null, title: '', skipped: 'notWeb', fault: null, pausedUntil: null, hostAccess: true, noPage: 'newTab', rule: null, exception: null, mode: 'everything', seenSeconds: 1 };
/** Of a private window nobody is asked anything. */
export const PRIVATE: TabState = { ...NO_TAB, skipped: 'private', noPage: null };

export async function stateOf(tab: Tab | null): Promise<TabState> {
  if (tab?.id === undefined) return NO_TAB;
  if (tab.incognito) return PRIVATE;
  const state = await sendMessage<TabState | undefined>({ kind: 'tabState', tabId: tab.id }).catch(() => undefined);
  return state ?? { ...NO_TAB, skipped: null, title: tab.title ?? '', url: tab.url ?? null, page: pageAddress(tab.url), fault: { kind: 'lost', fact: 'no answer to tabState' } };
}

/** How the memory stands, as far as it is told beside a page. */
export async function standingOf({ journalBytes, indexBytes, opened }: Status): Promise<Standing> {
  const { textBudget } = await readSettings();
  return { full: textBudget !== null && journalBytes + indexBytes > textBudget * 1_000_000, opened };
}
