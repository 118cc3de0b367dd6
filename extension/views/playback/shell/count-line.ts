/** "1,204 visits" of a memory, "312 pages on 41 days" of a search, whose results are pages: what the status line says. */
import { plural, t } from '../../shared/i18n.js';
import type { Playback } from '../model/playback.js';
import { lowerBound } from '../model/sorted.js';

/** Null while a search runs: the line before stays until there is something to say. */
export function countLine({ memory, search, visits }: Playback): string | null {
  if (!search.active) return memory.overview.gen < 0 ? null : plural('playback_visits', visits);
  if (search.busy) return null;
  if (!search.answer || search.total === 0) return t('playback_nothingFound');
  if (!search.answer.counted && !search.matches) return null;
  const pages = plural('playback_pages', search.total);
  const days = search.matches && daysHit(memory.overview.dayStart, search.matches.ordinals);
  const line = days === null ? pages : t('playback_pagesOnDays', pages, plural('playback_days', days));
  return search.answer.forgiving ? `${line} ${t('playback_forgiving')}` : line;
}

/** How many days hold at least one of the ordinals; walks the days, not the hits. */
export function daysHit(dayStart: ArrayLike<number>, ordinals: ArrayLike<number>): number {
  let days = 0;
  let from = 0;
  for (let day = 0; day + 1 < dayStart.length; day++) {
    const to = lowerBound(ordinals, dayStart[day + 1] as number);
    if (to > from) days++;
    from = to;
  }
  return days;
}
