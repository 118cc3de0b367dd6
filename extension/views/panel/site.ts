/** The pages of this site that were seen last, one line a page; where there is no site, those of all. */
import { siteOf } from '../../bridge/address.js';
import type { Hit } from '../../bridge/engine.js';
import { asked } from '../shared/asking.js';
import { need } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { asHit, hitRow, type Go } from '../shared/hit.js';
import { plural, t } from '../shared/i18n.js';
import { playbackUrl } from '../shared/places.js';
import { relist } from '../shared/relist.js';

const MOST = 20;
/** Visits that are looked at for so many pages: what one call gives. */
const LAST = 64;

/** `total`: pages of the site, with this one; `more`: beside it. */
export interface SitePages { site: string; pages: Hit[]; more: number; total: number }

/** `url`: the page in front, which is not listed; null where there is none. */
export async function pagesBeside(url: string | null): Promise<SitePages> {
  const site = url === null ? '' : siteOf(url);
  return site === '' ? lastPages() : { site, ...await ofSite(site, url) };
}

async function ofSite(site: string, url: string | null): Promise<Omit<SitePages, 'site'>> {
  const { hits, total } = await engine.search(asked(query(site), { sort: 'newest', limit: MOST + 1, counting: true }));
  const pages = hits.filter((hit) => hit.url !== url);
  return { pages: pages.slice(0, MOST), more: total - (hits.length - pages.length), total };
}

async function lastPages(): Promise<SitePages> {
  const captions = await engine.recent(LAST);
  const pages = captions.filter(({ url }, at) => captions.findIndex((other) => other.url === url) === at).slice(0, MOST).map((caption, rank) => asHit(caption, rank));
  return { site: '', pages, more: pages.length, total: pages.length };
}

const query = (site: string): string => `site:${site}`;
export function showSite({ site, pages, more, total }: SitePages, isEmpty: boolean, go: Go): void {
  need('#site', HTMLElement).hidden = false;
  need('#site-title', HTMLElement).textContent = site === '' ? t('panel_last') : t('panel_site', site);
  const words = need('#site-none', HTMLElement);
  words.hidden = pages.length > 0;
  words.textContent = t(isEmpty ? 'panel_empty' : 'panel_siteNone');
  relist(need('#pages', HTMLElement), JSON.stringify([site, pages]), () => pages.map((page) => hitRow(page, go, { site: site === '' || page.site !== site })), need('#star', HTMLElement));
  const all = need('#site-all', HTMLAnchorElement);
  all.hidden = site === '' || more <= pages.length;
  all.href = playbackUrl({ view: 'grid', q: query(site) });
  all.textContent = plural('panel_siteAll', total);
}

/** Nothing may be said of pages here. */
export function hideSite(): void {
  need('#site', HTMLElement).hidden = true;
}
