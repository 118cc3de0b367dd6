/** May this page be read? Asked of the background until it answers. */
import type { ToContent } from '../bridge/messages.js';
import type { VisitId } from '../bridge/visit-id.js';
import { FIRST_WAIT, LONGEST_WAIT } from './limits.js';
import type { Surroundings } from './surroundings.js';

type Answer = Extract<ToContent, { kind: 'yes' | 'skipped' }>;

/**
 * The answer for a visit; null when nobody waits for it any more. A yes is given in any case. Where something may have changed (`woken`, how
 * often so far) since it was asked, a no may be of the time before: it is asked again.
 */
export async function mayRead(around: Surroundings, id: VisitId, isWaiting: () => boolean, woken: () => number): Promise<Answer | null> {
  for (let wait = FIRST_WAIT; isWaiting() && around.lives(); wait = Math.min(wait * 2, LONGEST_WAIT)) {
    const before = woken();
    const answer = await around.tell({ kind: 'mayI', id, status: around.page.status() });
    if (answer?.kind === 'yes') return answer;
    if (!isWaiting()) return null;
    if (answer?.kind === 'skipped' && before === woken()) return answer;
    if (answer?.kind !== 'skipped') await new Promise<void>((resolve) => { around.after(wait, resolve); });
  }
  return null;
}
