/** A page in a list: its picture, its title with the found words marked, where and when; and the way to it in playback. */
import { FLAG, type Caption, type Hit, type Ordinal } from '../../bridge/engine.js';
import { el, webLink, type Child } from './dom.js';
import { engine } from './engine.js';
import { moment, t } from './i18n.js';
import { atPassage } from './passage.js';
import { picture } from './picture.js';
import { playbackUrl } from './places.js';
import { nameOfPage } from './readable.js';
import { nameSpans, spans } from './spans.js';
import { starIcon } from './star.js';

/** What a press on a link does; also one with the middle button. */
export type Go = (url: string, event?: MouseEvent, ordinal?: Ordinal) => void;
/** What is said of a page beside its title. */
export interface Said { site?: boolean; passage?: boolean }

/** A page that no search found, as one of a list. */
export const asHit = ({ title, ...caption }: Caption, rank = 0): Hit =>
  ({ ...caption, rank, score: 0, loose: false, title: title === '' ? [] : [{ text: title, lit: false }], snippet: [] });

export function hitRow(hit: Hit, go: Go, { site = true, passage = false }: Said = {}): HTMLElement {
  const place = playbackUrl({ view: 'reel', at: hit.at });
  // What is not http or https is shown in playback and never opened.
  const address = webLink(hit.visited ?? hit.url);
  const link = address === null ? place : atPassage(address, hit.snippet);
  const snippet = passage && hit.snippet.some(({ text }) => text.trim() !== '') && el('span', { class: 'caption passage', dir: 'auto' }, ...spans(hit.snippet));
  return el('li', { class: 'hit' },
    el('a', { class: 'page', href: link, onclick: (event) => go(link, event, hit.ordinal), onauxclick: (event) => go(link, event, hit.ordinal) },
      picture(engine, hit.ordinal, hit.site),
      el('span', { class: 'words' }, el('span', { class: 'title', dir: 'auto' }, ...nameSpans(hit)), where(hit, site), snippet,
        hit.loose && el('span', { class: 'caption' }, t('shared_loose')))),
    el('a', {
      class: 'button icon plain', href: place, title: t('shared_playHit'), 'aria-label': t('shared_playHitName', nameOfPage({ title: hit.title.map(({ text }) => text).join(''), url: hit.url })),
      onclick: (event) => go(place, event), onauxclick: (event) => go(place, event),
    }, '▸'));
}

function where({ flags, site, at, offsetMin }: Hit, withSite: boolean): HTMLElement {
  const starred: Child[] = (flags & FLAG.star) === 0 ? [] : [starIcon(true), el('span', { class: 'unseen' }, t('shared_starred'))];
  return el('span', { class: 'caption where' }, ...starred, withSite && el('span', { class: 'ellipsis' }, site),
    el('span', { class: 'when' }, moment(at, Date.now(), offsetMin)));
}
