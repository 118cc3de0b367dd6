/**
 * Which address a capture is of. It is written down when the content script asks, by the browser's word, because the
 * tab may stand at another address of the same page by the time the capture arrives or is sent again.
 */
import { store, stored, unstore } from '../browser.js';
import type { Millis, VisitId } from '../bridge/engine.js';
import type { Order } from './orders.js';
import type { Step } from './trail.js';

/** `order`: under which it was asked for; `before`: what it may have been come to from. */
interface Ticket { url: string; tabId: number; at: Millis; order: Order | null; before: Step | null }

const PREFIX = 'ticket:';
const DAY = 86_400_000;

export const giveTicket = (id: VisitId, ticket: Omit<Ticket, 'at'>): Promise<void> =>
  store('session', { [PREFIX + id]: { ...ticket, at: Date.now() } satisfies Ticket });

/** The ticket of `id`, if this tab was given one. */
export async function ticketOf(id: VisitId, tabId: number): Promise<Ticket | null> {
  const ticket = (await stored('session', [PREFIX + id]))[PREFIX + id] as Ticket | undefined;
  return ticket?.tabId === tabId ? ticket : null;
}

/** A ticket outlives its capture: an answer may be lost on its way, and the capture comes again. */
export async function dropOldTickets(now: Millis): Promise<void> {
  const all = await stored('session', null);
  await unstore('session', Object.keys(all).filter((key) => key.startsWith(PREFIX) && (all[key] as Ticket).at < now - DAY));
}
