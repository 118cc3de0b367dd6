/**
 * Whether the browser may remove the whole memory by itself when the disk runs short. Firefox: what is stored is best effort until a page of ours asks,
 * and is granted without a question because of `unlimitedStorage`. Chromium: that permission itself keeps it, and `persist()` says no all the
 * same (docs/decisions/0013-kept-for-good.md).
 */
import { hasPermission, isFirefox } from '../browser.js';

/** Whether nothing is removed without the person. */
export const isKept = (): Promise<boolean> =>
  (isFirefox() ? navigator.storage.persisted() : hasPermission('unlimitedStorage')).catch(() => false);

/** Asks for it, where asking helps. The background does at each start: it costs nothing when it has been granted. */
export async function askToKeep(): Promise<boolean> {
  if (await isKept()) return true;
  return isFirefox() ? navigator.storage.persist().catch(() => false) : false;
}
