/** "1,204 visits" of a memory, "312 pages on 41 days" of a search, whose results are pages: what the status line says. */
import { plural, t } from '../../shared/i18n.js';
import type { Playback } from '../model/playback.js';

/** Null while a search runs: the line before stays until there is something to say. */
export function countLine({ memory, search, visits }: Playback): string | null {
  if (!search.active) return memory.overview.gen < 0 ? null : plural('playback_visits', visits);
  if (search.busy) return null;
  // That it was not searched is said elsewhere.
  if (search.fault) return '';
  if (!search.answer || search.total === 0) return t('playback_nothingFound');
  if (!search.answer.counted && !search.matches) return null;
  const pages = plural('playback_pages', search.total);
  const days = search.matches?.days.dayNo.length;
  const line = days === undefined ? pages : t('playback_pagesOnDays', pages, plural('playback_days', days));
  return search.answer.forgiving ? `${line} ${t('playback_forgiving')}` : line;
}
