/** What is to be said of the page in a tab: by the icon, its tooltip and the popup. */
import { hasHostAccess, tab } from '../browser.js';
import { pageAddress } from '../bridge/address.js';
import type { EngineFault, PageState } from '../bridge/engine.js';
import type { Settings, SkipReason, TabForm, TabState } from '../bridge/messages.js';
import { decide, isPaused } from '../bridge/rules.js';
import { readSettings } from '../bridge/settings.js';
import { engine, faultOf, standingFault } from './engine.js';
import { skipOf } from './skips.js';
import { isWorking } from './work.js';

/** Why the page would not be remembered, by the rules or by what its content script saw. */
async function skipReason(tabId: number, url: string | null, isPrivate: boolean, settings: Settings): Promise<SkipReason | null> {
  if (isPrivate) return 'private';
  if (url === null) return 'notWeb';
  const verdict = decide(url, settings, Date.now());
  if (!verdict.remember) return verdict.reason;
  const noted = await skipOf(tabId, url);
  // A rule that was in the way then and is not now no longer counts.
  return noted === 'password' || noted === 'card' || noted === 'noarchive' || noted === 'tooLarge' ? noted : null;
}

function formOf(paused: boolean, skipped: SkipReason | null, trouble: boolean, working: boolean, page: PageState | null): TabForm {
  if (trouble) return 'problem';
  if (paused) return 'paused';
  if (page?.star) return 'star';
  if (skipped === 'notWeb') return 'idle';
  if (skipped) return 'excluded';
  if (working) return 'working';
  return page?.remembered ? 'hollow' : 'idle';
}

/** The state of a tab; a tab that is gone is an idle one. */
export async function tabState(tabId: number): Promise<TabState> {
  const [now, settings, hostAccess] = await Promise.all([tab(tabId), readSettings(), hasHostAccess()]);
  const url = now && !now.incognito ? pageAddress(now.url) : null;
  const skipped = await skipReason(tabId, url, now?.incognito ?? false, settings);
  let fault: EngineFault | null = await standingFault();
  let page: PageState | null = null;
  if (url !== null) {
    try { page = await engine.page(url); } catch (thrown) { fault ??= faultOf(thrown); }
  }
  const paused = isPaused(settings.pausedUntil, Date.now());
  return {
    form: formOf(paused, skipped, fault !== null || !hostAccess, isWorking(tabId), page),
    url, title: now?.incognito ? '' : now?.title ?? '',
    skipped: hostAccess ? skipped : 'noPermission', fault,
    pausedUntil: paused ? settings.pausedUntil : null, hostAccess,
  };
}
