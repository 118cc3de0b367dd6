/** Marks on a time axis: round moments of the wall clock, far enough apart to be read. */
import { lowerBound } from '../model/sorted.js';
import type { Scale, Stretches } from './scale.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export type AxisUnit = 'minute' | 'hour' | 'day' | 'month' | 'year';
export interface AxisMark { at: number; unit: AxisUnit }

const FIXED: readonly [number, AxisUnit][] = [
  [MINUTE, 'minute'], [2 * MINUTE, 'minute'], [5 * MINUTE, 'minute'], [10 * MINUTE, 'minute'], [15 * MINUTE, 'minute'], [30 * MINUTE, 'minute'], [HOUR, 'hour'], [3 * HOUR, 'hour'], [6 * HOUR, 'hour'],
  [12 * HOUR, 'hour'], [DAY, 'day'], [2 * DAY, 'day'], [7 * DAY, 'day'],
];
const MONTHS = [1, 3, 6, 12, 24, 60, 120];

/** Marks between two moments, at least `apart` ms from one another; `offsetMin` is the wall clock's. */
export function axisMarks(from: number, to: number, apart: number, offsetMin: number): AxisMark[] {
  const shift = offsetMin * MINUTE;
  const fixed = FIXED.find(([step]) => step >= apart);
  if (fixed) {
    const [step, unit] = fixed;
    const marks: AxisMark[] = [];
    for (let wall = Math.ceil((from + shift) / step) * step; wall <= to + shift; wall += step) {
      marks.push({ at: wall - shift, unit: unit !== 'day' && wall % DAY === 0 ? 'day' : unit });
    }
    return marks;
  }
  const months = MONTHS.find((step) => step * 30.4 * DAY >= apart) ?? 120;
  return monthMarks(from + shift, to + shift, months).map(({ at, unit }) => ({ at: at - shift, unit }));
}

/**
 * Marks of sessions: where a day begins, round moments within, and where the others began, each at least `apart` pixels from the next. Days
 * come first, so that marks stay where they are while time moves under them.
 */
export function sessionMarks(sessions: Stretches, scale: Scale, apart: number, offsetMin: number): AxisMark[] {
  const dayOf = (at: number): number => Math.floor((at + offsetMin * MINUTE) / DAY);
  const days: AxisMark[] = [];
  const rest: AxisMark[] = [];
  for (let i = 0; i < sessions.from.length; i++) {
    const [from, to, before] = [sessions.from[i] as number, sessions.to[i] as number, sessions.to[i - 1]];
    const isNewDay = before !== undefined && dayOf(before) !== dayOf(from);
    (isNewDay ? days : rest).push({ at: from, unit: isNewDay ? 'day' : 'minute' });
    for (const mark of axisMarks(from, to, apart / scale.perMs, offsetMin)) (mark.unit === 'day' ? days : rest).push(mark);
  }
  const kept: AxisMark[] = [];
  const places: number[] = [];
  for (const mark of [...days, ...rest]) {
    const place = scale.placeOf(mark.at);
    const i = lowerBound(places, place);
    if ([places[i - 1], places[i]].some((other) => other !== undefined && Math.abs(other - place) < apart)) continue;
    kept.splice(i, 0, mark);
    places.splice(i, 0, place);
  }
  return kept;
}

function monthMarks(from: number, to: number, step: number): AxisMark[] {
  const first = new Date(from);
  const marks: AxisMark[] = [];
  let month = Math.floor((first.getUTCFullYear() * 12 + first.getUTCMonth()) / step) * step;
  for (; ; month += step) {
    const at = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (at > to) return marks;
    if (at >= from) marks.push({ at, unit: month % 12 === 0 ? 'year' : 'month' });
  }
}
