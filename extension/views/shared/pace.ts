/** How long room lasts at the pace of the last weeks. Pure. */
import { DAY_MS } from './day-number.js';

/** The last weeks: so many days, or as many as there are. */
export const LATELY = 28;

/** What is known of the pace: `used` bytes came with `visits` visits, of which `lately` came in the last weeks. */
export interface Pace { visits: number; lately: number; firstAt: number | null }

/** Whole days that `free` bytes last; null in the first day, or where nothing came in the last weeks. */
export function daysLeft(used: number, free: number, { visits, lately, firstAt }: Pace, now: number): number | null {
  const days = firstAt === null ? 0 : Math.min(LATELY, (now - firstAt) / DAY_MS);
  if (days < 1 || used <= 0 || lately <= 0 || visits <= 0) return null;
  const perDay = (used / visits) * (lately / days);
  return Math.floor(Math.max(0, free) / perDay);
}

/** So many days as a person would say it: the unit and how many of it; `ages` for more than ten years. */
export function spanOf(days: number): { unit: 'days' | 'months' | 'years' | 'ages'; count: number } {
  if (days < 60) return { unit: 'days', count: days };
  if (days < 730) return { unit: 'months', count: Math.floor(days / 30.4) };
  if (days <= 3650) return { unit: 'years', count: Math.floor(days / 365) };
  return { unit: 'ages', count: 10 };
}
