/** The days, months or years in which most of what was found was seen. Pure. */
import type { DayCounts } from '../../../bridge/engine.js';
import { DAY_MS } from '../../shared/day-number.js';
import { language } from '../../shared/i18n.js';

export interface Period { filter: string; shown: string; pages: number }

/** Of so many days each is a period of its own; of so many months. */
const FEW_DAYS = 10;
const FEW_MONTHS = 18;

const UNITS = [
  { length: 10, format: { weekday: 'short', day: 'numeric', month: 'short' } },
  { length: 7, format: { month: 'long', year: 'numeric' } },
  { length: 4, format: { year: 'numeric' } },
] as const;

/** Most pages first; none where all are of one period. */
export function periodsOf({ dayNo, count }: DayCounts): Period[] {
  const by = (length: number): Map<string, { at: number; pages: number }> => {
    const periods = new Map<string, { at: number; pages: number }>();
    for (const [i, day] of dayNo.entries()) {
      const date = new Date(day * DAY_MS);
      if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1 || date.getUTCFullYear() > 9999) continue;
      const name = date.toISOString().slice(0, length);
      periods.set(name, { at: day * DAY_MS, pages: (periods.get(name)?.pages ?? 0) + (count[i] ?? 0) });
    }
    return periods;
  };
  const unit = dayNo.length <= FEW_DAYS ? UNITS[0] : by(7).size <= FEW_MONTHS ? UNITS[1] : UNITS[2];
  const periods = by(unit.length);
  if (periods.size < 2) return [];
  const written = new Intl.DateTimeFormat(language, { ...unit.format, timeZone: 'UTC' });
  return [...periods].map(([name, { at, pages }]) => ({ filter: `on:${name}`, shown: written.format(at), pages })).sort((a, b) => b.pages - a.pages);
}
