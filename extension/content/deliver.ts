/** Keeps captures and sends them again, with the same id, until the background has them or refuses them. */
import { sendMessage, stillInstalled } from '../browser.js';
import type { FromContent, ToContent } from '../bridge/messages.js';
import { FIRST_WAIT, LONGEST_WAIT } from './limits.js';

type Capture = Extract<FromContent, { kind: 'seen' }>;
export type Delivered = 'acknowledged' | 'skipped' | 'dropped';

/** Captures that wait at once; a page that goes on for longer without an answer gives up its oldest. */
const MOST_WAITING = 8;

const waiting = new Set<string>();
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Resolves when the capture is durable, refused, or crowded out. */
export async function deliver(capture: Capture): Promise<Delivered> {
  waiting.add(capture.id);
  for (const id of waiting) {
    if (waiting.size <= MOST_WAITING) break;
    waiting.delete(id);
  }
  for (let wait = FIRST_WAIT; waiting.has(capture.id) && stillInstalled(); wait = Math.min(wait * 2, LONGEST_WAIT)) {
    const answer = await sendMessage<ToContent | undefined>(capture).catch(() => undefined);
    if (answer?.kind === 'acknowledged' || answer?.kind === 'skipped') {
      waiting.delete(capture.id);
      return answer.kind;
    }
    await pause(answer?.kind === 'later' ? answer.afterMs : wait);
  }
  waiting.delete(capture.id);
  return 'dropped';
}
