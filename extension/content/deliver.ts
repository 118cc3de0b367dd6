/** Keeps looks and sends them again, with the same id, until the background has them or refuses them. */
import { sendMessage, stillInstalled } from '../browser.js';
import type { FromContent, SkipReason } from '../bridge/messages.js';
import { asked } from './asked.js';
import { FIRST_WAIT, KEPT, LONGEST_WAIT } from './limits.js';

type Capture = Extract<FromContent, { kind: 'seen' }>;
export type Delivered = { kind: 'kept' } | { kind: 'refused'; reason: SkipReason | 'later' };

/** Visits whose looks wait at once; a page that goes on for longer without an answer gives up its oldest. */
const MOST_WAITING = 8;
const CROWDED_OUT: Delivered = { kind: 'refused', reason: 'later' };

/** The newest look of each visit that waits, an older one need not be sent any more; and that which was sent last. */
interface Waiting { newest: Capture; sent: Capture | null; done: Promise<Delivered> }
const waiting = new Map<string, Waiting>();
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves when the look, or a later one of the same visit, is durable or refused; or crowded out. */
export function deliver(capture: Capture): Promise<Delivered> {
  const before = waiting.get(capture.id);
  if (before) {
    before.newest = capture;
    return before.done;
  }
  const entry: Waiting = { newest: capture, sent: null, done: Promise.resolve(CROWDED_OUT) };
  waiting.set(capture.id, entry);
  for (const id of waiting.keys()) {
    if (waiting.size <= MOST_WAITING) break;
    waiting.delete(id);
  }
  entry.done = send(entry).finally(() => { if (waiting.get(capture.id) === entry) waiting.delete(capture.id); });
  return entry.done;
}

/**
 * Sends what waits for an answer to the look before: the document goes, or may be taken away, and will not be here when that comes. Whichever arrives
 * first, the later look is what is kept.
 */
export function hurry(): void {
  for (const { newest, sent } of waiting.values()) if (newest !== sent) void sendMessage(newest).catch(() => undefined);
}

async function send(entry: Waiting): Promise<Delivered> {
  for (let wait = FIRST_WAIT; waiting.get(entry.newest.id) === entry && stillInstalled(); wait = Math.min(wait * 2, LONGEST_WAIT)) {
    const sent = entry.newest;
    entry.sent = sent;
    const answer = await asked(sent, KEPT);
    if (answer?.kind === 'skipped') return { kind: 'refused', reason: answer.reason };
    if (answer?.kind !== 'acknowledged') await pause(answer?.kind === 'later' ? answer.afterMs : wait);
    else if (sent === entry.newest) return { kind: 'kept' };
  }
  return CROWDED_OUT;
}
