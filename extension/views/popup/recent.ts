/** A strip of the pages seen last: the beginning of the film. */
import type { Caption } from '../../bridge/engine.js';
import { el, fill, need } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { moment, t } from '../shared/i18n.js';
import { picture } from '../shared/picture.js';
import { playbackUrl } from '../shared/places.js';

const SHOWN = 4;
let shownFor = -1;

export async function showRecent(visits: number, go: (url: string, event?: Event) => void): Promise<void> {
  const list = need('#recent', HTMLElement);
  list.hidden = visits === 0;
  if (visits === shownFor) return;
  shownFor = visits;
  const newest = Array.from({ length: Math.min(SHOWN, visits) }, (_, i) => visits - 1 - i);
  const captions = newest.length > 0 ? await engine.captions(newest) : [];
  fill(list, ...captions.map((caption) => frame(caption, go)));
}

function frame(caption: Caption, go: (url: string, event?: Event) => void): HTMLElement {
  const { id, at, offsetMin, site, ordinal } = caption;
  const title = caption.title || caption.url;
  const when = moment(at, Date.now(), offsetMin);
  const url = playbackUrl({ view: 'reel', id, at });
  return el('li', {}, el('a', {
    href: url, title: `${title}\n${when}`, 'aria-label': t('popup_recentName', title, site, when), onclick: (event) => go(url, event),
  }, picture(engine, ordinal, site)));
}
