/** A remembered page whose server answers with an error now: what the tab shows is the error, and what was kept stays. */
import { tab } from '../browser.js';
import { isErrorAnswer, isNamedAlike } from '../bridge/gone.js';
import { engine } from './engine.js';

/** Whether what the tab shows at `url`, answered with `status`, is an error in the place of a page that is remembered. */
export async function isErrorOfKept(url: string, tabId: number, status: number): Promise<boolean> {
  if (!isErrorAnswer(status)) return false;
  const { remembered, lastOrdinal } = await engine.page(url);
  if (!remembered || lastOrdinal === null) return false;
  const [[last], shown] = await Promise.all([engine.captions([lastOrdinal]), tab(tabId)]);
  return last !== undefined && !isNamedAlike(last.title, shown?.title ?? '');
}
