/** A page in a list: its picture, its title with the found words marked, where and when; and the way to it in playback. */
import { FLAG, type Hit } from '../../bridge/engine.js';
import { el, webLink, type Child } from './dom.js';
import { engine } from './engine.js';
import { moment, t } from './i18n.js';
import { picture } from './picture.js';
import { playbackUrl } from './places.js';
import { readableAddress } from './readable.js';
import { spans } from './spans.js';
import { starIcon } from './star.js';

/** What a press on a link does; also one with the middle button. */
export type Go = (url: string, event?: MouseEvent) => void;
/** What is said of a page beside its title. */
export interface Said { site?: boolean; passage?: boolean }

export function hitRow(hit: Hit, go: Go, { site = true, passage = false }: Said = {}): HTMLElement {
  const place = playbackUrl({ view: 'reel', at: hit.at });
  // What is not http or https is shown in playback and never opened.
  const link = webLink(hit.visited ?? hit.url) ?? place;
  const title = hit.title.some(({ text }) => text.trim() !== '') ? spans(hit.title) : [readableAddress(hit.url)];
  const snippet = passage && hit.snippet.some(({ text }) => text.trim() !== '') && el('span', { class: 'caption passage', dir: 'auto' }, ...spans(hit.snippet));
  return el('li', { class: 'hit' },
    el('a', { class: 'page', href: link, onclick: (event) => go(link, event), onauxclick: (event) => go(link, event) },
      picture(engine, hit.ordinal, hit.site),
      el('span', { class: 'words' }, el('span', { class: 'title', dir: 'auto' }, ...title), where(hit, site), snippet,
        hit.loose && el('span', { class: 'caption' }, t('shared_loose')))),
    el('a', {
      class: 'button icon plain', href: place, title: t('shared_playHit'), 'aria-label': t('shared_playHitName', hit.title.map(({ text }) => text).join('')),
      onclick: (event) => go(place, event), onauxclick: (event) => go(place, event),
    }, '▸'));
}

function where({ flags, site, at, offsetMin }: Hit, withSite: boolean): HTMLElement {
  const starred: Child[] = (flags & FLAG.star) === 0 ? [] : [starIcon(true), el('span', { class: 'unseen' }, t('shared_starred'))];
  return el('span', { class: 'caption where' }, ...starred, withSite && el('span', { class: 'ellipsis' }, site),
    el('span', { class: 'when' }, moment(at, Date.now(), offsetMin)));
}
