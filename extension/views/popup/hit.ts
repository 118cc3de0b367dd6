/** One found page: its picture, its title with the found words marked, where and when; two links, page and film. */
import { FLAG, type Hit } from '../../bridge/engine.js';
import { el, webLink } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { moment, t } from '../shared/i18n.js';
import { picture } from '../shared/picture.js';
import { playbackUrl } from '../shared/places.js';
import { spans } from '../shared/spans.js';
import { starIcon } from '../shared/star.js';

export function hitRow(hit: Hit, go: (url: string, event?: Event, ordinal?: number) => void): HTMLElement {
  const place = playbackUrl({ view: 'reel', at: hit.at });
  // What is not http or https is shown in playback and never opened.
  const link = webLink(hit.visited ?? hit.url) ?? place;
  const starred = (hit.flags & FLAG.star) !== 0;
  const title = hit.title.some(({ text }) => text.trim() !== '') ? spans(hit.title) : [hit.url];
  return el('li', { class: 'hit' },
    el('a', { class: 'page', href: link, onclick: (event) => go(link, event, hit.ordinal) },
      picture(engine, hit.ordinal, hit.site),
      el('span', { class: 'words' },
        el('span', { class: 'title', dir: 'auto' }, ...title),
        el('span', { class: 'caption where' },
          starred && starIcon(true), starred && el('span', { class: 'unseen' }, t('shared_starred')),
          el('span', { class: 'ellipsis' }, hit.site), el('span', { class: 'when' }, moment(hit.at, Date.now(), hit.offsetMin))),
        hit.loose && el('span', { class: 'caption' }, t('shared_loose')))),
    el('a', { class: 'button icon plain', href: place, title: t('popup_playHit'), 'aria-label': t('popup_playHitName', hit.title.map(({ text }) => text).join('')), onclick: (event) => go(place, event) },
      '▸'));
}
