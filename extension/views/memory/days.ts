/** Visits by day, the last 53 weeks: a column a week. A day leads to its place in playback. */
import { DAY_MS } from '../shared/day-number.js';
import type { Overview } from '../../bridge/engine.js';
import { el, fill } from '../shared/dom.js';
import { language, number, plural, shortDate, t } from '../shared/i18n.js';
import { playbackUrl } from '../shared/places.js';
import { drawing, svg } from '../shared/svg.js';
import { asTable, isFromRight, key, stepOf } from './svg.js';

const WEEKS = 53;
const CELL = 14;
const SIZE = 12;
const TOP = 16;
const WIDTH = WEEKS * CELL;

/** Remembered visits by day; what is forgotten and can be taken back does not count. */
export function visitsByDay({ dayNo, dayStart, hidden }: Overview): Map<number, number> {
  const days = new Map<number, number>();
  let at = 0;
  dayNo.forEach((day, i) => {
    const [from, to] = [dayStart[i] ?? 0, dayStart[i + 1] ?? 0];
    let count = to - from;
    // Both ascend: a span of hidden ones that ends before this day ends before the next ones, too.
    while (at < hidden.length && (hidden[at + 1] ?? 0) <= from) at += 2;
    for (let span = at; span < hidden.length && (hidden[span] ?? 0) < to; span += 2) {
      count -= Math.max(0, Math.min(to, hidden[span + 1] ?? 0) - Math.max(from, hidden[span] ?? 0));
    }
    if (count > 0) days.set(day, count);
  });
  return days;
}

/** Monday is 0; the first day of 1970 was a Thursday. */
const weekday = (day: number): number => ((day + 3) % 7 + 7) % 7;
const named = (day: number): string => shortDate(day * DAY_MS, 0);
/** The visit that is nearest to noon is one of that day. */
function placeOf(day: number): string {
  const date = new Date(day * DAY_MS);
  return playbackUrl({ view: 'grid', at: new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), 12).getTime() });
}

export function showDays(root: HTMLElement, overview: Overview, today: number): void {
  const all = visitsByDay(overview);
  const first = today - weekday(today) - (WEEKS - 1) * 7;
  const days = [...all].filter(([day]) => day >= first && day <= today);
  const most = days.reduce((high, [, count]) => Math.max(high, count), 0);
  const cells = [];
  for (let day = first; day <= today; day += 1) cells.push(cell(day, first, all.get(day) ?? 0, most));
  const led = el('div', { class: 'led' }, drawing(WIDTH, TOP + 7 * CELL, { width: WIDTH, height: TOP + 7 * CELL }, ...months(first, today), ...cells));
  fill(root, el('p', { class: 'quiet' }, t('memory_days_sum', plural('memory_visits', days.reduce((sum, [, count]) => sum + count, 0)), plural('memory_dayCount', days.length))),
    el('figure', {}, led, key()),
    asTable(t('memory_days'), [t('memory_day'), t('memory_visitsHead')], () => days.reverse().map(([day, count]) => [el('a', { href: placeOf(day) }, named(day)), number(count)])));
  // The newest are what one looks for first.
  led.scrollLeft = isFromRight() ? -WIDTH : WIDTH;
}

const column = (day: number, first: number): number => Math.floor((day - first) / 7);
const leftOf = (at: number): number => (isFromRight() ? WIDTH - at * CELL - SIZE : at * CELL);

function cell(day: number, first: number, count: number, most: number): SVGElement {
  const rect = svg('rect', { x: leftOf(column(day, first)), y: TOP + weekday(day) * CELL, width: SIZE, height: SIZE, rx: 2, class: `step${stepOf(count, most)}${count > 0 ? ' day' : ''}` },
    svg('title', {}, `${named(day)}: ${plural('memory_visits', count)}`));
  if (count > 0) rect.addEventListener('click', () => { location.href = placeOf(day); });
  return rect;
}

/** The months by their names, over the week in which each begins. */
function months(first: number, today: number): SVGElement[] {
  const format = new Intl.DateTimeFormat(language, { month: 'short', timeZone: 'UTC' });
  const found = [];
  for (let day = first; day <= today; day += 1) {
    const date = new Date(day * DAY_MS);
    // The last column has no room for a name.
    if (date.getUTCDate() !== 1 || column(day, first) > WEEKS - 3) continue;
    found.push(svg('text', { x: leftOf(column(day, first)) + (isFromRight() ? SIZE : 0), y: 10, 'text-anchor': 'start' }, format.format(date)));
  }
  return found;
}
