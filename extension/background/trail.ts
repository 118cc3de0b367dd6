/** Where the page in a tab was come to from: the visit that its tab showed before, or the one that opened the tab. */
import type { VisitId } from '../bridge/engine.js';
import { TabNote } from './tab-note.js';

/** The visit that was kept last in a tab, and the address at which the tab showed it. */
export interface Step { visit: VisitId; url: string }

const steps = new TabNote<Step>('step');

/** A visit was kept. */
export const noteStep = (tabId: number, visit: VisitId, url: string): Promise<void> => steps.set(tabId, { visit, url });

/** What a page that begins in a tab now may have been come to from. */
export async function stepBefore(tabId: number, openerId: number | null): Promise<Step | null> {
  return await steps.of(tabId) ?? (openerId === null ? null : await steps.of(openerId)) ?? null;
}

/**
 * Whether a page was come to from a step: `route`, in the same document; else by a link, as the browser tells it. Of a link from another
 * site the browser tells no more than that; what was typed, or chosen among bookmarks, has no referrer.
 */
export function cameFrom(step: Step, url: string, referrer: string, route: boolean): boolean {
  if (step.url === url) return false;
  return route || refersTo(referrer, step.url, url);
}

/** Within one site the browser tells the whole address. */
function refersTo(referrer: string, before: string, url: string): boolean {
  try {
    const [told, shown] = [new URL(referrer), new URL(before)];
    const isOrigin = told.pathname === '/' && told.search === '' && told.origin !== new URL(url).origin;
    return told.origin === shown.origin && (isOrigin || (told.pathname === shown.pathname && told.search === shown.search));
  } catch {
    return false;
  }
}

export const dropStep = steps.drop;
