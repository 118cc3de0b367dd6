/** A strip of the pages seen last: the beginning of the film. */
import type { Caption } from '../../bridge/engine.js';
import { el, fill, need } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { moment, t } from '../shared/i18n.js';
import { picture } from '../shared/picture.js';
import { playbackUrl } from '../shared/places.js';
import { nameOfPage } from '../shared/readable.js';

const SHOWN = 4;
let shownFor = '';

export async function showRecent(visits: number, go: (url: string, event?: Event) => void): Promise<void> {
  const list = need('#recent', HTMLElement);
  list.hidden = visits === 0;
  const captions = visits > 0 ? await engine.recent(SHOWN) : [];
  // Not by how many there are: one that was forgotten and one that came are as many as before.
  const now = JSON.stringify(captions.map(({ id, ordinal, title }) => [id, ordinal, title]));
  if (now === shownFor) return;
  shownFor = now;
  fill(list, ...captions.map((caption) => frame(caption, go)));
}

function frame(caption: Caption, go: (url: string, event?: Event) => void): HTMLElement {
  const { id, at, offsetMin, site, ordinal } = caption;
  const title = nameOfPage(caption);
  const when = moment(at, Date.now(), offsetMin);
  const url = playbackUrl({ view: 'reel', id, at });
  return el('li', {}, el('a', {
    href: url, title: `${title}\n${when}`, 'aria-label': t('popup_recentName', title, site, when), onclick: (event) => go(url, event),
  }, picture(engine, ordinal, site)));
}
