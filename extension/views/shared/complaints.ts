/** What was odd about a query, in words. */
import type { Complaint } from '../../bridge/engine.js';
import { t } from './i18n.js';

/** A sentence for what was odd; the words themselves where there is no sentence. */
export function complaintLine({ code, what }: Complaint): string {
  const key = `shared_complaint_${code}`;
  const said = t(key, what);
  return said === key ? t('shared_complaint', what) : said;
}
