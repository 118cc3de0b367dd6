/**
 * Documents that no script of ours may look into, as Firefox's reader of PDFs: what is known of them is kept, title, address, time and
 * a picture. A page that answers keeps itself.
 */
import { onTabActivated, onTabUpdated, tab, type Tab } from '../browser.js';
import { fileNameIn, pageAddress } from '../bridge/address.js';
import type { FromTab } from '../bridge/messages.js';
import { wait } from '../bridge/pace.js';
import { newVisitId } from '../bridge/visit-id.js';
import { keepDocument } from './capture.js';
import { orderOf } from './orders.js';
import { ruling } from './policy.js';
import { obstacle } from './probe.js';
import { isAlive } from './revive.js';

/** Which document of which tab was kept last, so that it is one visit until the tab shows another. */
const kept = new Map<number, string>();
/** Tabs that are waited for, and whether something came meanwhile. */
const waited = new Map<number, boolean>();

/** The document in front of a tab, where it is one that cannot speak for itself. */
async function documentIn(tabId: number): Promise<{ shown: Tab; url: string } | null> {
  const shown = await tab(tabId);
  const url = shown && !shown.incognito ? pageAddress(shown.url) : null;
  if (!shown?.active || url === null || shown.status !== 'complete') return null;
  if ((await isAlive(tabId)) || (await obstacle(shown, url)) !== 'document') return null;
  return { shown, url };
}

/** Keeps the document in a tab when it was in front for as long as a page has to be. */
export async function lookAtDocument(tabId: number): Promise<void> {
  const isWaited = waited.has(tabId);
  waited.set(tabId, isWaited);
  if (isWaited) return;
  try {
    // What came meanwhile may be what stood in the way going.
    do {
      waited.set(tabId, false);
      await look(tabId);
    } while (waited.get(tabId));
  } finally {
    waited.delete(tabId);
  }
}

async function look(tabId: number): Promise<void> {
  const first = await documentIn(tabId);
  if (!first || kept.get(tabId) === first.url) return;
  const ruled = await ruling(first.url, { isPrivate: first.shown.incognito }, null);
  if (ruled.reason !== null) return;
  await new Promise((resolve) => { setTimeout(resolve, wait(ruled.terms.seconds * 1_000)); });
  const still = await documentIn(tabId);
  if (still?.url === first.url) await keep(tabId, still.shown, still.url);
}

async function keep(tabId: number, shown: Tab, url: string): Promise<FromTab> {
  const ruled = await ruling(url, { isPrivate: shown.incognito }, await orderOf(tabId, url));
  if (ruled.reason !== null) return { kind: 'notCaptured', reason: ruled.reason };
  kept.set(tabId, url);
  const name = shown.title?.trim();
  const place = { tabId, windowId: shown.windowId, url, isPrivate: shown.incognito, isLeft: false, openerId: null };
  const became = await keepDocument({ id: newVisitId(), title: name && name !== url ? name : fileNameIn(url), url }, place);
  return became.kind === 'acknowledged' ? { kind: 'captured' } : { kind: 'notCaptured', reason: 'later' };
}

/** Keeps the document of a tab now, for a star; null where it is none. */
export async function keepDocumentNow(tabId: number): Promise<FromTab | null> {
  const found = await documentIn(tabId);
  return found && keep(tabId, found.shown, found.url);
}

/** Must be called once when the background starts. */
export function watchDocuments(): void {
  onTabActivated((tabId) => void lookAtDocument(tabId).catch(() => undefined));
  onTabUpdated((tabId, change) => {
    if (change.url !== undefined || change.status === 'loading') kept.delete(tabId);
    if (change.status === 'complete') void lookAtDocument(tabId).catch(() => undefined);
  });
}
