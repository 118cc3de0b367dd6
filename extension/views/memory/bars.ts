/** Bars that stand side by side, over the whole width: of months, of days. */
import { el } from '../shared/dom.js';
import { number } from '../shared/i18n.js';
import { drawing, svg } from '../shared/svg.js';
import { isFromRight } from './svg.js';

export interface Bar { name: string; count: number }

const HEIGHT = 100;

/** `said`: what a bar says when one points at it. */
export function bars(all: Bar[], said: (bar: Bar) => string): HTMLElement {
  const most = all.reduce((high, { count }) => Math.max(high, count), 0);
  const drawn = all.map((bar, at) => {
    const height = most > 0 ? (bar.count / most) * HEIGHT : 0;
    const x = isFromRight() ? all.length - 1 - at : at;
    // Few of them are not as wide as the page.
    return svg('g', {}, svg('title', {}, said(bar)), svg('rect', { x: x + 0.1, y: (HEIGHT - height).toFixed(2), width: 0.8, height: height.toFixed(2) }));
  });
  const missing = Math.max(0, 12 - all.length);
  const width = Math.max(12, all.length);
  const chart = drawing(width, HEIGHT, { viewBox: `${isFromRight() ? -missing : 0} 0 ${width} ${HEIGHT}`, preserveAspectRatio: 'none', class: 'grown' }, ...drawn);
  const [first, last] = [all[0], all.at(-1)];
  return el('figure', {}, el('p', { class: 'axis', 'aria-hidden': 'true' }, number(most)), chart,
    el('p', { class: 'axis', 'aria-hidden': 'true' }, el('span', {}, first?.name), all.length > 1 && missing === 0 && el('span', {}, last?.name)));
}
