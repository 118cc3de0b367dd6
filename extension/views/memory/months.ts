/** Visits and pages by month, those without any among them. */
import type { Statistics } from '../../bridge/engine.js';
import { fill } from '../shared/dom.js';
import { language, number, plural, t } from '../shared/i18n.js';
import { bars } from './bars.js';
import { asTable } from './svg.js';

type Month = Statistics['months'][number];

/** Of a clock that was far off there would be more bars than the screen has points. */
const MOST = 600;

/** Every month between the first and the last. */
export function filled(months: Month[]): Month[] {
  const [first, last] = [months[0], months.at(-1)];
  if (!first || !last || last.month - first.month >= MOST) return months;
  const known = new Map(months.map((one) => [one.month, one]));
  return Array.from({ length: last.month - first.month + 1 }, (_, at) => known.get(first.month + at) ?? { month: first.month + at, visits: 0, pages: 0 });
}

export function showMonths(root: HTMLElement, { months }: Statistics): void {
  const format = new Intl.DateTimeFormat(language, { month: 'short', year: 'numeric', timeZone: 'UTC' });
  const named = (month: number): string => format.format(Date.UTC(Math.floor(month / 12), month % 12, 1));
  const all = filled(months);
  fill(root, bars(all.map(({ month, visits }) => ({ name: named(month), count: visits })), ({ name, count }) => `${name}: ${plural('memory_visits', count)}`),
    asTable(t('memory_months'), [t('memory_month'), t('memory_visitsHead'), t('memory_pagesHead')],
      () => all.toReversed().map(({ month, visits, pages }) => [named(month), number(visits), number(pages)])));
}
