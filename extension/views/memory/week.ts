/** Visits by weekday and hour, by the clock where they were. */
import type { Statistics } from '../../bridge/engine.js';
import { el, fill } from '../shared/dom.js';
import { language, number, plural, t, time } from '../shared/i18n.js';
import { drawing, svg } from '../shared/svg.js';
import { asTable, isFromRight, key, stepOf } from './svg.js';

const HOURS = 24;
const CELL = 10;
const HOUR_MS = 3_600_000;
/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1);

export function showWeek(root: HTMLElement, { hours }: Statistics): void {
  const days = (width: 'short' | 'long'): string[] => {
    const format = new Intl.DateTimeFormat(language, { weekday: width, timeZone: 'UTC' });
    return Array.from({ length: 7 }, (_, day) => format.format(MONDAY + day * 24 * HOUR_MS));
  };
  const hour = (at: number): string => time(MONDAY + at * HOUR_MS, 0);
  const most = hours.reduce((high, count) => Math.max(high, count), 0);
  const long = days('long');
  const cells = hours.map((count, at) => {
    const [day, of] = [Math.floor(at / HOURS), at % HOURS];
    const x = (isFromRight() ? HOURS - 1 - of : of) * CELL;
    return svg('rect', { x: x + 0.5, y: day * CELL + 0.75, width: CELL - 1, height: CELL - 1.5, class: `step${stepOf(count, most)}` },
      svg('title', {}, `${long[day] ?? ''}, ${hour(of)}: ${plural('memory_visits', count)}`));
  });
  fill(root, el('figure', {}, el('div', { class: 'hours', 'aria-hidden': 'true' }, el('ol', {}, ...days('short').map((day) => el('li', {}, day))),
    drawing(HOURS * CELL, 7 * CELL, { preserveAspectRatio: 'none' }, ...cells),
    el('p', { class: 'axis' }, ...[0, 6, 12, 18].map((at) => el('span', {}, hour(at))), el('span', {}, hour(23)))), key()),
  asTable(t('memory_week'), [t('memory_hour'), ...days('short')],
    () => Array.from({ length: HOURS }, (_, of) => [hour(of), ...long.map((_day, day) => number(hours[day * HOURS + of] ?? 0))])));
}
