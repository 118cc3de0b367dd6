/** What is to be said of the page in a tab: by the icon, its tooltip and the popup. */
import { hasHostAccess, type Tab, tab } from '../browser.js';
import { pageAddress } from '../bridge/address.js';
import type { EngineFault, PageState } from '../bridge/engine.js';
import { WITHHELD, type Settings, type SkipReason, type TabForm, type TabState } from '../bridge/messages.js';
import { noPageOf } from '../bridge/no-page.js';
import { decide, isPaused } from '../bridge/rules.js';
import { readSettings } from '../bridge/settings.js';
import { engine, faultOf, standingFault } from './engine.js';
import { obstacle } from './probe.js';
import { pageOf } from './shown.js';
import { skipOf } from './skips.js';
import { isWorking } from './work.js';

/** What its content script saw, which counts until the tab shows another page. A rule that was in the way then no longer counts. */
const SEEN_THERE: readonly SkipReason[] = [...WITHHELD, 'tooLarge', 'errorAnswer'];

/** Nobody asked for these pages, or they are remembered elsewhere: the icon makes no fuss of them. */
const NOTHING_TO_SAY: readonly SkipReason[] = ['notWeb', 'notStarred', 'forgotten', 'failed', 'samePage', 'errorAnswer'];

type Verdict = Pick<TabState, 'skipped' | 'rule' | 'exception'>;

/** Why the page would not be remembered, by the rules or by what its content script saw. */
async function verdictOf(tabId: number, url: string | null, isPrivate: boolean, settings: Settings): Promise<Verdict> {
  const because = (skipped: SkipReason | null): Verdict => ({ skipped, rule: null, exception: null });
  if (isPrivate) return because('private');
  if (url === null) return because('notWeb');
  const verdict = decide(url, settings, Date.now());
  if (!verdict.remember) return { ...because(verdict.reason), rule: verdict.rule };
  const noted = await skipOf(tabId, url);
  const counts = noted !== null && SEEN_THERE.includes(noted) && (noted !== 'noarchive' || settings.noArchive);
  return { ...because(counts ? noted : null), exception: verdict.exception };
}

/** Why a page that nothing forbids is not remembered all the same; null when it will be in a moment. */
async function absence(shown: Tab, url: string, settings: Settings): Promise<SkipReason | null> {
  const tabId = shown.id ?? -1;
  if (isWorking(tabId)) return null;
  if (await skipOf(tabId, url) === 'forgotten') return 'forgotten';
  const found = shown.status === 'complete' ? await obstacle(shown, url) : null;
  if (found) return found;
  return settings.mode === 'starred' ? 'notStarred' : null;
}

function formOf(paused: boolean, skipped: SkipReason | null, trouble: boolean, working: boolean, page: PageState | null): TabForm {
  if (trouble) return 'problem';
  if (paused) return 'paused';
  if (page?.star) return 'star';
  if (skipped !== null && NOTHING_TO_SAY.includes(skipped)) return 'idle';
  if (skipped) return 'excluded';
  if (working) return 'working';
  return page?.remembered ? 'hollow' : 'idle';
}

/** The state of a tab; a tab that is gone is an idle one. */
export async function tabState(tabId: number): Promise<TabState> {
  const [now, settings, hostAccess] = await Promise.all([tab(tabId), readSettings(), hasHostAccess()]);
  const url = now && !now.incognito ? pageAddress(now.url) : null;
  const { rule, exception, ...verdict } = await verdictOf(tabId, url, now?.incognito ?? false, settings);
  let { skipped } = verdict;
  let fault: EngineFault | null = await standingFault();
  let page: PageState | null = null;
  const address = url === null ? null : await pageOf(tabId, url);
  if (address !== null) {
    try { page = await engine.page(address); } catch (thrown) { fault ??= faultOf(thrown); }
  }
  if (now && url !== null && hostAccess && skipped === null && page?.remembered === false) skipped = await absence(now, url, settings);
  const paused = isPaused(settings.pausedUntil, Date.now());
  return {
    form: formOf(paused, skipped, fault !== null || !hostAccess, isWorking(tabId), page),
    url, page: address, title: now?.incognito ? '' : now?.title ?? '',
    skipped: hostAccess ? skipped : 'noPermission', fault,
    pausedUntil: paused ? settings.pausedUntil : null, hostAccess,
    noPage: url === null && !now?.incognito ? noPageOf(now?.url) : null,
    rule, exception, mode: settings.mode, seenSeconds: settings.seenSeconds,
  };
}
