/** The sites of most pages, visits or text: each leads to its pages in playback. */
import type { SiteFigures, Statistics } from '../../bridge/engine.js';
import { el, fill } from '../shared/dom.js';
import { bytes, number, plural, t } from '../shared/i18n.js';
import { playbackUrl } from '../shared/places.js';
import { drawing, svg } from '../shared/svg.js';
import { table } from './svg.js';

const SHOWN = 30;
const BY = ['pages', 'visits', 'bytes'] as const;
type By = (typeof BY)[number];

let by: By = 'pages';

export function showSites(root: HTMLElement, statistics: Statistics): void {
  const { sites, siteCount } = statistics;
  const shown = sites.filter(({ site }) => site !== '').sort((a, b) => b[by] - a[by] || a.site.localeCompare(b.site)).slice(0, SHOWN);
  const most = shown[0]?.[by] ?? 0;
  const again = (wanted: By): void => {
    by = wanted;
    showSites(root, statistics);
    root.querySelector<HTMLElement>(`[data-by=${wanted}]`)?.focus();
  };
  const head = (wanted: By): HTMLElement => el('button', { type: 'button', 'data-by': wanted, 'aria-pressed': String(by === wanted), title: t('memory_sortBy'), onclick: () => again(wanted) }, t(`memory_${wanted}Head`));
  fill(root, table(t('memory_sites'), [t('memory_site'), ...BY.map(head)], shown.map((one) => row(one, most))),
    siteCount > shown.length && el('p', { class: 'quiet' }, plural('memory_sites_others', siteCount - shown.length)));
}

function row(one: SiteFigures, most: number): (HTMLElement | string)[] {
  const part = most > 0 ? (one[by] / most) * 100 : 0;
  // An address that has no host stands there as a whole, and is no site that one can search.
  const isHost = one.site.startsWith('[') || !/[:/]/.test(one.site);
  const site = isHost ? el('a', { href: playbackUrl({ view: 'grid', q: `site:${one.site}` }), dir: 'ltr' }, one.site) : el('bdi', {}, one.site);
  const name = el('div', {}, site,
    drawing(100, 6, { preserveAspectRatio: 'none', class: 'share' }, svg('rect', { width: part.toFixed(2), height: 6 })));
  return [name, number(one.pages), number(one.visits), bytes(one.bytes)];
}
