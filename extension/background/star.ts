/** Stars, keeps and forgets the page of a tab; a page that is not remembered yet is captured first. */
import { openPopup, showMenuItem, type Tab, tab, tellTab } from '../browser.js';
import { pageAddress } from '../bridge/address.js';
import type { EngineFault } from '../bridge/engine.js';
import { fault } from '../bridge/faults.js';
import { inTime } from '../bridge/in-time.js';
import type { FromTab, ToTab, ViewAnswers } from '../bridge/messages.js';
import { planDrain } from './capture.js';
import { keepDocumentNow } from './documents.js';
import { engine, faultOf, standingFault } from './engine.js';
import { paint } from './icon.js';
import { dropOrder, giveOrder, type Order } from './orders.js';
import { revive } from './revive.js';
import { pageOf } from './shown.js';
import { wish } from './wishes.js';

/** A page that cannot be captured for so long (ms) is captured when it can be. */
const PATIENCE = 15_000;

/** Has the page captured now, as ordered; a tab that is deaf is given its script first. `anew`: as another visit. */
async function captureNow(tabId: number, order: Order, anew: boolean): Promise<FromTab> {
  const say: ToTab = { kind: 'captureNow', anew };
  const late: FromTab = { kind: 'notCaptured', reason: 'later' };
  await giveOrder(tabId, order);
  try {
    if (!(await revive(tabId))) return (await keepDocumentNow(tabId)) ?? { kind: 'notCaptured', reason: 'notWeb' };
    const answer = tellTab<FromTab>(tabId, say).then((told) => told ?? late);
    return await inTime(answer, PATIENCE, late);
  } finally {
    await dropOrder(tabId);
  }
}

/** Keeps a star for later, where there is room for it. */
async function wished(page: string, on: boolean, why: EngineFault): Promise<ViewAnswers['star']> {
  try {
    await wish(page, on);
    await planDrain();
    return { fault: why, kept: true };
  } catch {
    return { fault: why };
  }
}

export async function starTab(tabId: number, on: boolean): Promise<ViewAnswers['star']> {
  const now = await tab(tabId);
  const url = now && !now.incognito ? pageAddress(now.url) : null;
  if (url === null) return { skipped: now?.incognito ? 'private' : 'notWeb' };
  const page = await pageOf(tabId, url);
  try {
    const { remembered, forgotten } = await engine.page(page);
    // One that was forgotten a moment ago is kept by its star: the engine takes the forget of it back.
    if (!remembered && !(on && forgotten > 0)) {
      if (!on) return { on: false };
      const order: Order = { url, over: 'mode' };
      let became = await captureNow(tabId, order, false);
      // It was captured, and is forgotten meanwhile: what is asked for now is another visit.
      if (became.kind === 'captured' && !(await engine.page(page)).remembered) became = await captureNow(tabId, order, true);
      // Its tab has it, and brings it when it is taken.
      if (became.kind === 'notCaptured' && became.reason === 'later') return await wished(page, on, (await standingFault()) ?? fault('retry', 'the page waits in its tab'));
      if (became.kind === 'notCaptured') return { skipped: became.reason };
    }
    await engine.mutate({ page }, { kind: 'star', on });
    return { on };
  } catch (thrown) {
    const told = faultOf(thrown);
    return told.kind === 'invalid' ? { fault: told } : wished(page, on, told);
  } finally {
    void paint(tabId);
  }
}

/** Keeps the page of a tab this once, whatever rules or fields say. */
export async function keepTab(tabId: number): Promise<ViewAnswers['keep']> {
  const now = await tab(tabId);
  const page = now && !now.incognito ? pageAddress(now.url) : null;
  if (page === null) return { skipped: now?.incognito ? 'private' : 'notWeb' };
  try {
    const became = await captureNow(tabId, { url: page, over: 'all' }, true);
    if (became.kind === 'notCaptured') return { skipped: became.reason };
    // Its script may have captured it before: then it was forgotten since.
    return (await engine.page(page)).remembered ? { ok: true } : { skipped: 'forgotten' };
  } catch (thrown) {
    return { fault: faultOf(thrown) };
  } finally {
    void paint(tabId);
  }
}

/** The page that a tab shows, by the address under which it is remembered; null where it shows none that could be. */
async function pageIn({ id, url, incognito }: Tab): Promise<{ id: number; page: string } | null> {
  const at = incognito ? null : pageAddress(url);
  return id === undefined || at === null ? null : { id, page: await pageOf(id, at) };
}

/** One click on the star: on becomes off, off becomes on. */
export async function toggleStar(shown: Tab): Promise<void> {
  const found = await pageIn(shown);
  if (found === null) return;
  const starred = await engine.page(found.page).then((state) => state.star, () => false);
  await starTab(found.id, !starred);
}

/** Forgets the page of a tab. The popup opens with its "Undo", where the browser lets it; the menu offers it as well. */
export async function forgetTab(shown: Tab): Promise<void> {
  const found = await pageIn(shown);
  if (found === null) return;
  const { id, page } = found;
  const { count } = await engine.mutate({ page }, { kind: 'forget' }).catch(() => ({ count: 0 }));
  await paint(id);
  if (count === 0) return;
  await showMenuItem('undo', true);
  await openPopup();
}

/** The newest forget of a person that can be taken back; null when there is none. */
async function undoable(): Promise<{ op: number } | null> {
  const { undoable: all } = await engine.status();
  return all.filter(({ aged }) => !aged).sort((a, b) => b.op - a.op)[0] ?? null;
}

/** Takes the newest forget back. */
export async function takeBack({ id }: Tab): Promise<void> {
  const last = await undoable().catch(() => null);
  if (last) await engine.undo(last.op).catch(() => undefined);
  // Offered until it was asked for and there is nothing more: one that came too late says so by going.
  const more = await undoable().catch(() => null);
  await showMenuItem('undo', more !== null);
  if (id !== undefined) await paint(id);
}
