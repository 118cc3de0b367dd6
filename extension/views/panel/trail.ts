/** From where one came to this page, and where one went from it: of its last visits, each page once. */
import type { Ordinal } from '../../bridge/engine.js';
import { fill, need } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { asHit, hitRow, type Go } from '../shared/hit.js';
import { t } from '../shared/i18n.js';
import { relist } from '../shared/relist.js';
import type { Visits } from './visits.js';

/** Visits that are asked for their trail; pages that are shown of each side. */
const VISITS = 6;
const MOST = 5;
/** What one call gives. */
const CAPTIONS = 64;

export async function showTrail({ url, shown }: Visits, go: Go): Promise<void> {
  const trails = await Promise.all(shown.slice(0, VISITS).map(({ ordinal }) => engine.trail(ordinal)));
  const sides = { from: trails.flatMap(({ before }) => before.slice(-1)), to: trails.flatMap(({ after }) => after) };
  const captions = await engine.captions([...sides.from, ...sides.to].slice(0, CAPTIONS));
  const pagesOf = (ordinals: Ordinal[]): typeof captions => captions.filter((one, at) => ordinals.includes(one.ordinal) && one.url !== url && captions.findIndex((other) => other.url === one.url) === at).slice(0, MOST);
  const [from, to] = [pagesOf(sides.from), pagesOf(sides.to)];
  const box = need('#trail', HTMLElement);
  box.hidden = from.length + to.length === 0;
  for (const [side, pages] of [['from', from], ['to', to]] as const) {
    const part = need(`#trail-${side}`, HTMLElement);
    part.hidden = pages.length === 0;
    fill(need('h2', HTMLElement, part), t(`panel_trail_${side}`));
    relist(need('ol', HTMLElement, part), JSON.stringify(pages), () => pages.map((page) => hitRow(asHit(page), go)), need('#star', HTMLElement));
  }
}

/** Nothing may be said of pages here. */
export function hideTrail(): void {
  need('#trail', HTMLElement).hidden = true;
}
