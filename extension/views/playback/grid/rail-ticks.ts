/** Which names stand on the date rail: years and months where there is room, never one over another. */
import { DAY_MS } from '../../shared/day-number.js';
import type { DayLayout } from './day-layout.js';

export interface Tick { y: number; kind: 'year' | 'month'; dayNo: number }

const APART = 18;

/** Ticks for a rail `height` pixels tall. `monthOf` gives year * 12 + month of a day number. */
export function railTicks(layout: DayLayout, dayNo: ArrayLike<number>, height: number, monthOf: (dayNo: number) => number): Tick[] {
  const found: Tick[] = [];
  let last: number | null = null;
  for (let section = 0; section < layout.sections; section++) {
    const no = dayNo[layout.dayOfSection(section)] as number;
    const month = monthOf(no);
    if (month === last) continue;
    const newYear = last === null || Math.floor(month / 12) !== Math.floor(last / 12);
    last = month;
    found.push({ y: (layout.sectionTop(section) / Math.max(1, layout.height)) * height, kind: newYear ? 'year' : 'month', dayNo: no });
  }
  const taken: number[] = [];
  const free = (tick: Tick): boolean => {
    const clear = tick.y <= height - APART && taken.every((y) => Math.abs(y - tick.y) >= APART);
    if (clear) taken.push(tick.y);
    return clear;
  };
  const years = found.filter((tick) => tick.kind === 'year').filter(free);
  const months = found.filter((tick) => tick.kind === 'month').filter(free);
  return [...years, ...months].sort((a, b) => a.y - b.y);
}

/** Year * 12 + month of a day number. */
export function monthOf(dayNo: number): number {
  const date = new Date(dayNo * DAY_MS);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
