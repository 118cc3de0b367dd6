/** What content scripts ask and bring: rules first, then the engine, then the picture. */
import { clearAlarm, setAlarm, tellTab } from '../browser.js';
import { pageAddress } from '../bridge/address.js';
import type { Remembered, Seen, VisitId } from '../bridge/engine.js';
import type { FromContent, PictureNote, SkipReason, ToContent } from '../bridge/messages.js';
import { opened, post, takeOut, waiting } from './backlog.js';
import type { Place } from './door.js';
import { clearFault, engine, faultOf, setFault, waitFor } from './engine.js';
import { isErrorOfKept } from './error-answer.js';
import { favicon } from './favicon.js';
import { paint } from './icon.js';
import { type Order, orderOf } from './orders.js';
import { ruling } from './policy.js';
import { type Picture, takePicture } from './shutter.js';
import { leaveAddress, noteSame, noteShown } from './shown.js';
import { dropSkip, noteSkip } from './skips.js';
import { leaveStay, noteStay, stayOf } from './stays.js';
import { giveTicket, ticketOf } from './tickets.js';
import { cameFrom, noteStep, type Step, stepBefore } from './trail.js';
import { grantWishes } from './wishes.js';
import { countWithheld } from './withheld.js';
import { beginWork, endWork } from './work.js';

/** The alarm that tries again what waits. */
export const DRAIN = 'drain';

type Capture = Extract<FromContent, { kind: 'seen' }>;

async function skip(url: string, place: Place, reason: SkipReason, isBuiltIn = false): Promise<ToContent> {
  // A page that asks again while it stands in its tab is left out once.
  if (reason !== 'private' && await noteSkip(place.tabId, url, reason)) countWithheld(reason, isBuiltIn);
  // The asker does not wait for the icon: it asks the engine, which may be opening.
  void paint(place.tabId);
  return { kind: 'skipped', reason };
}

/** May the asker, whose document was answered with `status`, be read? A yes comes with a ticket for its address. */
export async function answerMayI(id: string, place: Place, status: number): Promise<ToContent> {
  const [order] = await Promise.all([orderOf(place.tabId, place.url), leaveStay(place.tabId, place.url)]);
  const ruled = await ruling(place.url, place, order);
  if (ruled.reason !== null) return skip(place.url, place, ruled.reason, ruled.isBuiltIn);
  if (order === null && await isErrorOfKept(place.url, place.tabId, status)) return skip(place.url, place, 'errorAnswer');
  const before = await stepBefore(place.tabId, place.openerId);
  await Promise.all([giveTicket(id, { url: place.url, tabId: place.tabId, order, before }), dropSkip(place.tabId), leaveAddress(place.tabId)]);
  return { kind: 'yes', ...ruled.terms };
}

/** The content script saw something that forbids to read the page. */
export const noteWithheld = (reason: SkipReason, place: Place): Promise<ToContent> => skip(place.url, place, reason);

/** The tab goes on showing a visit at another address. */
export async function answerSame(id: VisitId, { tabId, url }: Place): Promise<ToContent> {
  await noteSame(tabId, id, url);
  await dropSkip(tabId);
  void paint(tabId);
  return { kind: 'acknowledged', again: true };
}

/** The ticket of a look, with the address that it is of: that of its ticket, or where the page has rewritten it meanwhile, that of its tab. */
async function ticketFor({ id, rewritten }: Capture, place: Place): Promise<{ url: string; order: Order | null; before: Step | null } | null> {
  const ticket = await ticketOf(id, place.tabId);
  if (!ticket || !rewritten || place.isLeft || ticket.url === place.url || new URL(ticket.url).origin !== new URL(place.url).origin) return ticket;
  const moved = { ...ticket, url: place.url };
  await giveTicket(id, moved);
  return moved;
}

/** Hands a look to the engine. The answer `acknowledged` is given when it is durable, not before. */
export async function answerSeen(capture: Capture, place: Place): Promise<ToContent> {
  const ticket = await ticketFor(capture, place);
  // Nobody was allowed to read this, or it is of another session of the browser: its address is not to be known.
  if (ticket === null) return { kind: 'skipped', reason: 'notWeb' };
  const { url, order, before } = ticket;
  const ruled = await ruling(url, place, order);
  if (ruled.reason !== null) return skip(url, place, ruled.reason, ruled.isBuiltIn);
  const { tabId } = place;
  const { cardOnly } = ruled.terms;
  const wantsNoPicture = cardOnly || capture.secret;
  // The right moment for a picture is that of the first look; whether one is wanted is known later.
  const picture = wantsNoPicture ? Promise.resolve(null) : capture.look === 0 || capture.repicture ? cleanPicture(tabId, url) : null;
  beginWork(tabId);
  try {
    const stays = capture.reloaded || capture.stood ? await stayOf(tabId, url, capture.id, capture.stood) : null;
    const read = cardOnly ? { ...capture, html: '', text: '' } : capture;
    const from = before && cameFrom(before, url, read.referrer, read.route) ? { from: before.visit } : null;
    return await keep({ ...seenOf(read, url), ...from, ...stays }, place, picture, capture.repicture);
  } finally {
    endWork(tabId);
    void paint(tabId);
  }
}

/** Keeps what is known of a document that cannot be read. */
export function keepDocument(known: Pick<Seen, 'id' | 'title' | 'url'>, place: Place): Promise<ToContent> {
  const now = Date.now();
  const seen = { ...known, at: now, offsetMin: -new Date(now).getTimezoneOffset(), html: '', text: '' };
  return keep(seen, place, takePicture(place.tabId, known.url)).finally(() => void paint(place.tabId));
}

/** `again`: its picture is taken even where it has one. */
async function keep(seen: Seen, place: Place, picture: Promise<Picture | null> | null, again = false): Promise<ToContent> {
  const { tabId } = place;
  try {
    const became = await engine.remember(seen);
    // A tab that still shows what was forgotten for good does not bring it back.
    if (became.kind === 'forgotten') return await skip(seen.url, place, 'forgotten');
    // That is why, should it not be there any more.
    await Promise.all([clearFault(), noteSkip(tabId, seen.url, 'forgotten'), noteStay(tabId, seen.url, became.visit), noteShown(tabId, seen.id, seen.url)]);
    // What comes of a page as it is left comes when the next one has begun.
    if (!place.isLeft) await noteStep(tabId, became.visit, seen.url);
    void hangPictures({ ...became, wantsPicture: became.wantsPicture || again }, tabId, seen.url, picture);
    if (mayWait) void drain();
    return { kind: 'acknowledged', again: became.kind === 'again' };
  } catch (thrown) {
    const fault = faultOf(thrown);
    // The engine will never take this one; to send it again would not help.
    if (fault.kind === 'invalid') return skip(seen.url, place, 'notWeb');
    await setFault(fault);
    try {
      await post({ seen, picture: await picture });
      await planDrain();
      return { kind: 'acknowledged', again: false };
    } catch {
      return { kind: 'later', fault, afterMs: waitFor(fault.kind) };
    }
  }
}

function seenOf({ id, look, at, offsetMin, title, html, text, lang, referrer }: Capture, url: string): Seen {
  const from = pageAddress(referrer);
  return { id, look, at, offsetMin: Math.round(offsetMin), url, title, html, text, ...(lang && { lang }), ...(from && { referrer: from }) };
}

/** A picture of a page with the words on it, unless a secret came onto the screen while it was taken. */
async function cleanPicture(tabId: number, url: string): Promise<Picture | null> {
  const picture = await takePicture(tabId, url);
  if (picture === null) return null;
  const note = await tellTab<PictureNote>(tabId, { kind: 'afterPicture' });
  if (note?.reason) return null;
  return { ...picture, ...(note?.words && { words: note.words }) };
}

/** Gives the engine the pictures of a remembered page. A page without one is shown as a card: no error. */
async function hangPictures({ visit, wantsPicture }: Remembered, tabId: number, url: string, screen: Promise<Picture | null> | null): Promise<void> {
  if (!wantsPicture) return;
  const icon = await favicon(tabId, url).catch(() => null);
  const shot = await (screen ?? cleanPicture(tabId, url));
  try {
    if (shot) await engine.picture({ visit, kind: 'screen', ...shot });
    if (icon) await engine.picture({ visit, kind: 'icon', ...icon });
  } catch (thrown) {
    // A picture that cannot be read is not worth a notice; a store that takes none is.
    const fault = faultOf(thrown);
    if (fault.kind === 'freeSpace' || fault.kind === 'notAllowed' || fault.kind === 'update') await setFault(fault);
  }
}

/** Whether anything waits, as far as is known: nothing is known when the worker starts. */
let mayWait = true;

/** What waits is tried again in a while, and again. Called when it lies there. */
export function planDrain(): Promise<void> {
  mayWait = true;
  return setAlarm(DRAIN, { delayInMinutes: 0.5, periodInMinutes: 1 });
}

let draining: Promise<void> | null = null;

/** Hands to the engine what waits for it, the oldest first, until that fails again. */
export function drain(): Promise<void> {
  draining ??= drainNow().catch(() => { mayWait = true; }).finally(() => { draining = null; });
  return draining;
}

async function drainNow(): Promise<void> {
  // What comes to wait from here on has its own drain.
  mayWait = false;
  for (const id of await waiting()) {
    const entry = await opened(id);
    if (!entry) continue;
    const { seen, picture } = entry;
    // What was excluded meanwhile is not kept any more; a pause is of what is seen while it lasts.
    const { reason } = await ruling(seen.url, { isPrivate: false }, null);
    if (reason === null || reason === 'paused' || reason === 'notStarred') await hand(seen, picture);
    await takeOut(id, seen.look ?? 0);
  }
  if (await grantWishes()) mayWait = true;
  if (!mayWait) await clearAlarm(DRAIN);
}

/** Rejects when it has to wait on. */
async function hand(seen: Seen, picture: Picture | null): Promise<void> {
  try {
    const { visit, wantsPicture } = await engine.remember(seen);
    await clearFault();
    if (picture && wantsPicture) await engine.picture({ visit, kind: 'screen', ...picture }).catch(() => undefined);
  } catch (thrown) {
    if (faultOf(thrown).kind !== 'invalid') throw thrown;
  }
}
