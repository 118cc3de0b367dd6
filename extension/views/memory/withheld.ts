/** How often a page was left out, and why: counts alone. */
import { DAY_MS } from '../shared/day-number.js';
import { sumOf, type Withheld, WITHHELD_DAYS, WITHHELD_FOR } from '../../bridge/withheld.js';
import { el, fill } from '../shared/dom.js';
import { number, plural, shortDate, t } from '../shared/i18n.js';
import { settingsUrl } from '../shared/places.js';
import { bars } from './bars.js';
import { asTable, table } from './svg.js';

const WEEK = 7;

/** The counts of the days from one on, by reason. */
function since(withheld: Withheld, first: number): Partial<Record<(typeof WITHHELD_FOR)[number], number>> {
  const days = Object.entries(withheld).filter(([day]) => Number(day) >= first);
  return days.reduce<Withheld>((sum, [, counts]) => sumOf(sum, { 0: counts }), {})[0] ?? {};
}

export function showWithheld(root: HTMLElement, withheld: Withheld, today: number): void {
  const first = today - WITHHELD_DAYS + 1;
  const [all, lately] = [since(withheld, first), since(withheld, today - WEEK + 1)];
  const reasons = WITHHELD_FOR.filter((reason) => all[reason]).sort((a, b) => (all[b] ?? 0) - (all[a] ?? 0));
  const why = el('p', { class: 'caption' }, plural('memory_withheld_why', WITHHELD_DAYS), ' ', el('a', { href: settingsUrl('rules') }, t('memory_withheld_rules')));
  if (reasons.length === 0) { fill(root, el('p', { class: 'quiet' }, plural('memory_withheld_none', WITHHELD_DAYS)), why); return; }
  const days = Array.from({ length: WITHHELD_DAYS }, (_, at) => {
    const count = Object.values(withheld[first + at] ?? {}).reduce((sum, one) => sum + one, 0);
    return { name: shortDate((first + at) * DAY_MS, 0), count };
  });
  fill(root, table(t('memory_withheld'), [t('memory_reason'), plural('memory_lately', WEEK), plural('memory_lately', WITHHELD_DAYS)],
    reasons.map((reason) => [t(`memory_withheld_${reason}`), number(lately[reason] ?? 0), number(all[reason] ?? 0)])),
  bars(days, ({ name, count }) => `${name}: ${number(count)}`),
  asTable(t('memory_withheld_days'), [t('memory_day'), t('memory_leftOutHead')], () => days.filter(({ count }) => count > 0).reverse().map(({ name, count }) => [name, number(count)])), why);
}
