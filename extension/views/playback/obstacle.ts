/** Why nothing is remembered at the moment, as far as it holds for every page. */
import { hasHostAccess } from '../../browser.js';
import { readSettings } from '../../bridge/settings.js';

/** The name of a sentence, or null when pages are remembered. */
export async function obstacle(): Promise<string | null> {
  if (!await hasHostAccess()) return 'page_noAccess';
  const { pausedUntil } = await readSettings();
  return pausedUntil === 'always' || (pausedUntil !== null && pausedUntil > Date.now()) ? 'shared_skipped_paused' : null;
}
