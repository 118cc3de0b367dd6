/** May a page be kept, and how: the person's rules, mode and orders. */
import { mayRead } from '../browser.js';
import type { SkipReason, Terms } from '../bridge/messages.js';
import { decide } from '../bridge/rules.js';
import { readSettings } from '../bridge/settings.js';
import type { Place } from './door.js';
import { engine } from './engine.js';
import type { Order } from './orders.js';

/** `isBuiltIn`: it is the built-in list that excludes it. */
export type Ruling = { reason: SkipReason; isBuiltIn?: boolean } | { reason: null; terms: Terms };

/** Private windows come first: for them nothing is even written down. */
export async function ruling(url: string, { isPrivate }: Pick<Place, 'isPrivate'>, order: Order | null): Promise<Ruling> {
  if (isPrivate) return { reason: 'private' };
  const settings = await readSettings();
  const anyway = order?.over === 'all';
  const verdict = decide(url, settings, Date.now());
  if (!verdict.remember && !(anyway && (verdict.reason === 'excluded' || verdict.reason === 'paused'))) {
    return { reason: verdict.reason, isBuiltIn: verdict.rule?.isBuiltIn ?? false };
  }
  // A content script that was there before the permission was taken away goes on running.
  if (!await mayRead(url)) return { reason: 'noPermission' };
  if (settings.mode === 'starred' && !order && !(await engine.page(url)).star) return { reason: 'notStarred' };
  const terms = { seconds: settings.seenSeconds, heedsNoArchive: settings.noArchive && !anyway, cardOnly: settings.mode === 'address', anyway };
  return { reason: null, terms };
}
