/** What stood in the way of the page in front may be gone (a pause, a rule, a mode): it is looked at again, as it stands there. */
import { onStored, tabs, tellTab } from '../browser.js';
import { pageAddress } from '../bridge/address.js';
import type { Settings, ToTab } from '../bridge/messages.js';
import { lookAtDocument } from './documents.js';
import { ruling } from './policy.js';

const THAT_COUNT: readonly (keyof Settings)[] = ['pausedUntil', 'exclusions', 'defaultExclusions', 'mode', 'noArchive'];

const LOOK_AGAIN: ToTab = { kind: 'lookAgain' };

/**
 * The pages in front that may be remembered. Whether one was skipped is known to itself alone: what is noted here may be older than a question
 * that is being answered. One that was kept does nothing more.
 */
export async function lookAgain(): Promise<void> {
  for (const { id, url, incognito } of await tabs({ active: true })) {
    const page = incognito ? null : pageAddress(url);
    if (id === undefined || page === null) continue;
    if ((await ruling(page, { isPrivate: incognito }, null)).reason !== null) continue;
    if (await tellTab(id, LOOK_AGAIN) === null) await lookAtDocument(id);
  }
}

/** Must be called once when the background starts. */
export function watchForAgain(): void {
  onStored('local', (changes) => { if (THAT_COUNT.some((key) => key in changes)) void lookAgain().catch(() => undefined); });
}
