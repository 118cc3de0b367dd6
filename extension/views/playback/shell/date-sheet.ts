/** "Go to date": the browser's own date field; the nearest day with pages is chosen. */
import type { DayCounts, Ordinal } from '../../../bridge/engine.js';
import { dayNumber } from '../../shared/day-number.js';
import { el } from '../../shared/dom.js';
import { date, plural, t } from '../../shared/i18n.js';
import type { Playback } from '../model/playback.js';
import { lowerBound } from '../model/sorted.js';
import { dayStartMs } from '../text/days.js';
import { openSheet } from './dialog.js';

const iso = (dayNo: number): string => new Date(dayStartMs(dayNo)).toISOString().slice(0, 10);

/** The index of the day nearest to a day number; the earlier of two that are equally near. */
export function nearestDay(dayNo: ArrayLike<number>, wanted: number): number {
  const after = Math.min(lowerBound(dayNo, wanted), dayNo.length - 1);
  const before = Math.max(0, after - 1);
  return Math.abs((dayNo[before] ?? 0) - wanted) <= Math.abs((dayNo[after] ?? 0) - wanted) ? before : after;
}

/** How many pages of a search there are on a day. */
export function pagesOn({ dayNo, count }: DayCounts, day: number): number {
  const at = lowerBound(dayNo, day);
  return dayNo[at] === day ? count[at] ?? 0 : 0;
}

/** `go` gets the newest frame of the day, words for what was chosen, and the day as `2026-03-01`. */
export function openDate(playback: Playback, go: (ordinal: Ordinal, said: string, day: string) => void): void {
  const { overview } = playback.memory;
  const n = overview.dayNo.length;
  if (n === 0) return;
  const here = overview.dayNo[playback.memory.dayOf(playback.place.ordinal)] ?? 0;
  const field = el('input', {
    type: 'date', 'aria-label': t('playback_date'), min: iso(overview.dayNo[0] ?? 0), max: iso(overview.dayNo[n - 1] ?? 0), value: iso(here), required: true,
  });
  const form = el('form', { class: 'label-form' }, field, el('button', { type: 'submit', class: 'primary' }, t('playback_go')));
  const matching = el('output', { class: 'quiet' });
  const sheet = openSheet(t('playback_date'), [el('div', { class: 'sheet-body' }, form, matching)]);
  field.focus();
  const chosen = (): number => dayNumber(field.valueAsNumber, 0);
  const say = (): void => {
    const { active, matches } = playback.search;
    const knows = active && matches !== null && Number.isFinite(chosen());
    matching.textContent = knows ? plural('playback_pagesOnDay', pagesOn(matches.days, chosen())) : '';
  };
  field.addEventListener('input', say);
  say();
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const wanted = chosen();
    if (!Number.isFinite(wanted)) return;
    // With a search, a day of its own: the nearest on which it finds something.
    const { active, matches } = playback.search;
    const narrowed = active && matches && matches.days.dayNo.length > 0 ? matches.days.dayNo[nearestDay(matches.days.dayNo, wanted)] ?? wanted : wanted;
    const day = nearestDay(overview.dayNo, narrowed);
    const found = overview.dayNo[day] ?? 0;
    sheet.close();
    const name = date(dayStartMs(found), 0);
    go((overview.dayStart[day + 1] ?? 1) - 1, found === wanted ? name : t('playback_nearestDay', name), iso(found));
  });
}
