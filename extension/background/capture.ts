/** What content scripts ask and bring: rules first, then the engine, then the picture. */
import { mayRead } from '../browser.js';
import { pageAddress } from '../bridge/address.js';
import type { Seen } from '../bridge/engine.js';
import type { FromContent, SkipReason, ToContent } from '../bridge/messages.js';
import { decide } from '../bridge/rules.js';
import { readSettings } from '../bridge/settings.js';
import type { Place } from './door.js';
import { clearFault, engine, faultOf, setFault, waitFor } from './engine.js';
import { favicon } from './favicon.js';
import { paint } from './icon.js';
import { type Picture, takePicture } from './shutter.js';
import { dropSkip, noteSkip } from './skips.js';
import { giveTicket, ticketOf } from './tickets.js';
import { beginWork, endWork } from './work.js';

type Capture = Extract<FromContent, { kind: 'seen' }>;

/** Why nothing of this page may be kept, or null. Private windows come first: for them nothing is even written down. */
async function refusal(url: string, { isPrivate }: Place): Promise<SkipReason | null> {
  if (isPrivate) return 'private';
  const verdict = decide(url, await readSettings(), Date.now());
  if (!verdict.remember) return verdict.reason;
  // A content script that was there before the permission was taken away goes on running.
  return await mayRead(url) ? null : 'noPermission';
}

async function skip(url: string, place: Place, reason: SkipReason): Promise<ToContent> {
  if (reason !== 'private') await noteSkip(place.tabId, url, reason);
  await paint(place.tabId);
  return { kind: 'skipped', reason };
}

/** May the asker be read? A yes comes with a ticket for its address. */
export async function answerMayI(id: string, place: Place): Promise<ToContent> {
  const reason = await refusal(place.url, place);
  if (reason) return skip(place.url, place, reason);
  await Promise.all([giveTicket(id, place.url, place.tabId), dropSkip(place.tabId)]);
  return { kind: 'yes' };
}

/** The content script saw something that forbids to read the page. */
export const noteWithheld = (reason: SkipReason, place: Place): Promise<ToContent> => skip(place.url, place, reason);

/** Hands a capture to the engine. The answer `acknowledged` is given when it is durable, not before. */
export async function answerSeen(capture: Capture, place: Place): Promise<ToContent> {
  const url = await ticketOf(capture.id, place.tabId);
  // Nobody was allowed to read this, or it is of another session of the browser: its address is not to be known.
  if (url === null) return { kind: 'skipped', reason: 'notWeb' };
  const reason = await refusal(url, place);
  if (reason) return skip(url, place, reason);
  // The right moment for a picture is now; whether one is wanted is known later.
  const picture = takePicture(place.tabId, url);
  beginWork(place.tabId);
  try {
    const { kind: became, wantsPicture } = await engine.remember(seenOf(capture, url));
    await clearFault();
    if (wantsPicture) void hangPictures(capture.id, place.tabId, url, picture);
    return { kind: 'acknowledged', again: became === 'again' };
  } catch (thrown) {
    const fault = faultOf(thrown);
    // The engine will never take this one; to send it again would not help.
    if (fault.kind === 'invalid') return await skip(url, place, 'notWeb');
    await setFault(fault);
    return { kind: 'later', fault, afterMs: waitFor(fault.kind) };
  } finally {
    endWork(place.tabId);
    void paint(place.tabId);
  }
}

function seenOf({ id, at, offsetMin, title, html, text, lang, referrer }: Capture, url: string): Seen {
  const from = pageAddress(referrer);
  return { id, at, offsetMin: Math.round(offsetMin), url, title, html, text, ...(lang && { lang }), ...(from && { referrer: from }) };
}

/** Gives the engine the pictures of a remembered page. A page without one is shown as a card: no error. */
async function hangPictures(visit: string, tabId: number, url: string, screen: Promise<Picture | null>): Promise<void> {
  const icon = await favicon(tabId, url).catch(() => null);
  const shot = await screen;
  try {
    if (shot) await engine.picture({ visit, kind: 'screen', ...shot });
    if (icon) await engine.picture({ visit, kind: 'icon', ...icon });
  } catch (thrown) {
    // A picture that cannot be read is not worth a notice; a store that takes none is.
    const fault = faultOf(thrown);
    if (fault.kind === 'freeSpace' || fault.kind === 'notAllowed' || fault.kind === 'update') await setFault(fault);
  }
}
