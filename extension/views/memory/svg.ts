/** What charts have in common. Each says the same again as a table. */
import { el, fill, type Child } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { drawing, svg } from '../shared/svg.js';

/** Time runs the way the language does. */
export const isFromRight = (): boolean => document.documentElement.dir === 'rtl';

/** Which of four steps a number takes to the highest; 0 for nothing. */
export const stepOf = (count: number, most: number): number => (count <= 0 || most <= 0 ? 0 : Math.max(1, Math.ceil((count / most) * 4)));

/** What the steps mean. */
export const key = (): HTMLElement => el('p', { class: 'key', 'aria-hidden': 'true' }, t('memory_less'),
  ...[0, 1, 2, 3, 4].map((step) => drawing(12, 12, { width: 12, height: 12 }, svg('rect', { width: 12, height: 12, rx: 2, class: `step${step}` }))), t('memory_more'));

/** The same as a chart, for whoever does not see it; `rows` are made when it is opened. */
export function asTable(name: string, heads: string[], rows: () => Child[][]): HTMLElement {
  const place = el('div', { class: 'rows', tabindex: 0, role: 'region', 'aria-label': name });
  return el('details', { ontoggle: () => { if (!place.firstChild) fill(place, table(name, heads, rows())); } }, el('summary', {}, t('memory_asTable')), place);
}

export function table(name: string, heads: Child[], rows: Child[][]): HTMLTableElement {
  return el('table', {}, el('caption', { class: 'unseen' }, name), el('thead', {}, el('tr', {}, ...heads.map((head) => el('th', { scope: 'col' }, head)))),
    el('tbody', {}, ...rows.map(([first, ...rest]) => el('tr', {}, el('th', { scope: 'row' }, first), ...rest.map((cell) => el('td', {}, cell))))));
}
