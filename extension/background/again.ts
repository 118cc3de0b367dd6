/** What stood in the way of the page in front is gone (a pause, a rule, a mode): it is looked at again, as it stands there. */
import { onStored, tabs, tellTab } from '../browser.js';
import { pageAddress } from '../bridge/address.js';
import type { Settings, SkipReason, ToTab } from '../bridge/messages.js';
import { ruling } from './policy.js';
import { skipOf } from './skips.js';

const BY_SETTINGS: readonly SkipReason[] = ['paused', 'excluded', 'notStarred', 'noarchive'];
const THAT_COUNT: readonly (keyof Settings)[] = ['pausedUntil', 'exclusions', 'defaultExclusions', 'mode', 'noArchive'];

const LOOK_AGAIN: ToTab = { kind: 'lookAgain' };

/** The pages in front that were skipped and need not be any more. */
export async function lookAgain(): Promise<void> {
  for (const { id, url, incognito } of await tabs({ active: true })) {
    const page = incognito ? null : pageAddress(url);
    if (id === undefined || page === null) continue;
    const noted = await skipOf(id, page);
    if (noted === null || !BY_SETTINGS.includes(noted)) continue;
    if ((await ruling(page, { isPrivate: incognito }, null)).reason === null) await tellTab(id, LOOK_AGAIN);
  }
}

/** Must be called once when the background starts. */
export function watchForAgain(): void {
  onStored('local', (changes) => { if (THAT_COUNT.some((key) => key in changes)) void lookAgain().catch(() => undefined); });
}
