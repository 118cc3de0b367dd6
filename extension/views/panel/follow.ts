/** Follows the tab in front of the window that the panel stands in. */
import { activeTab, onTabActivated, onTabUpdated, ownTab, ownWindow, tab as tabById, type Tab } from '../../browser.js';

/** `isPrivate`: a private window, of which no tab is looked at. */
export interface Front { tab: Tab | null; isPrivate: boolean }

/** Gives the tab in front, now and whenever it is another one or shows something else; `?tab=7`: that one alone. */
export async function follow(show: (front: Front) => void): Promise<void> {
  const named = new URLSearchParams(location.search).get('tab');
  const [window, own] = await Promise.all([ownWindow(), ownTab()]);
  if (window.isPrivate) return show({ tab: null, isPrivate: true });
  let front = named === null ? await activeTab(window.id) : await tabById(Number(named));
  // In a tab of its own it goes on with the page that was in front before.
  if (front?.id === own?.id) front = null;
  const take = (tab: Tab | null): void => { front = tab; show({ tab, isPrivate: false }); };
  onTabActivated((tabId, windowId) => {
    if (named !== null || windowId !== window.id || tabId === own?.id) return;
    // By the time it is known, another may be in front.
    void tabById(tabId).then((tab) => { if (tab?.active) take(tab); });
  });
  onTabUpdated((tabId, _change, tab) => { if (tabId === front?.id) take(tab); }, ['title']);
  show({ tab: front, isPrivate: false });
}
