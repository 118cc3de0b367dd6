/** What days, months and years are called. */
import { DAY_MS } from '../../shared/day-number.js';
import { date, day, language, t } from '../../shared/i18n.js';

export function dayStartMs(dayNo: number): number {
  return dayNo * DAY_MS;
}

const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });

/** "Tuesday 3 March 2026", with "Today" or "Yesterday" before it where that is so, and what is to be said of a day that has not come. */
export function dayTitle(dayNo: number, today: number): { near: string; full: string } {
  const full = date(dayStartMs(dayNo), 0);
  const ago = today - dayNo;
  if (ago < 0) return { near: t('playback_ahead'), full };
  if (ago !== 0 && ago !== 1) return { near: '', full };
  const near = day(dayStartMs(dayNo), dayStartMs(today), 0);
  const words = relative.format(-ago, 'day') || near;
  return { near: words.charAt(0).toLocaleUpperCase(language) + words.slice(1), full };
}

const months = new Intl.DateTimeFormat(language, { month: 'short', timeZone: 'UTC' });
const years = new Intl.DateTimeFormat(language, { year: 'numeric', timeZone: 'UTC' });

export function monthName(dayNo: number): string {
  return months.format(dayStartMs(dayNo));
}

export function yearName(dayNo: number): string {
  return years.format(dayStartMs(dayNo));
}

/** "3 months ago", in the largest unit that fits. */
export function ago(at: number, now: number): string {
  const minutes = Math.round((at - now) / 60_000);
  const steps: [number, Intl.RelativeTimeFormatUnit][] = [[525_600, 'year'], [43_800, 'month'], [10_080, 'week'], [1440, 'day'], [60, 'hour']];
  for (const [size, unit] of steps) if (Math.abs(minutes) >= size) return relative.format(Math.trunc(minutes / size), unit);
  return relative.format(minutes, 'minute');
}
