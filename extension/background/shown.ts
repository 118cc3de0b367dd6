/** Under which address a tab's page is remembered, where the tab stands at another: pages rewrite their own. */
import type { VisitId } from '../bridge/engine.js';
import { engine } from './engine.js';
import { TabNote } from './tab-note.js';

/** The visit that was kept last, by the id of its capture, the address of its page, and that at which the tab shows it. */
interface Shown { id: VisitId; page: string; at: string | null }

const notes = new TabNote<Shown>('shown');

/** A look of a visit at `url` was kept. A page that a person marked keeps its address. */
export async function noteShown(tabId: number, id: VisitId, url: string): Promise<void> {
  const before = await notes.of(tabId);
  const moved = before?.id === id && before.page !== url && !(await engine.page(url)).remembered;
  await notes.set(tabId, { id, page: moved ? before.page : url, at: url });
}

/** The tab shows the visit at another address. */
export async function noteSame(tabId: number, id: VisitId, at: string): Promise<void> {
  const shown = await notes.of(tabId);
  if (shown?.id === id) await notes.set(tabId, { ...shown, at });
}

/** Another visit begins in the tab: whether it shows the same, it will tell. */
export async function leaveAddress(tabId: number): Promise<void> {
  const shown = await notes.of(tabId);
  if (shown) await notes.set(tabId, { ...shown, at: null });
}

/** The address under which what a tab shows at `url` is remembered, or would be. */
export async function pageOf(tabId: number, url: string): Promise<string> {
  const shown = await notes.of(tabId);
  return shown?.at === url ? shown.page : url;
}

export const dropShown = notes.drop;
