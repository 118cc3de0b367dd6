/** The visits of this page by day, each a way to its place in playback. */
import { dayNumber } from '../shared/day-number.js';
import { el, need } from '../shared/dom.js';
import type { Go } from '../shared/hit.js';
import { day, plural, t, time } from '../shared/i18n.js';
import { playbackUrl } from '../shared/places.js';
import { relist } from '../shared/relist.js';
import type { Visit, Visits } from './visits.js';

/** So many days are in sight; the others are folded away, so that the site's pages are not far. */
const IN_SIGHT = 5;

export function showVisits({ url, shown }: Visits, visits: number, go: Go): void {
  const box = need('#visits', HTMLElement);
  box.hidden = shown.length === 0;
  const days = byDay(shown);
  list(need('#days', HTMLElement), days.slice(0, IN_SIGHT), go);
  const earlier = need('#earlier', HTMLDetailsElement);
  // Another page's are folded again.
  if (earlier.dataset['of'] !== url) earlier.open = false;
  earlier.dataset['of'] = url ?? '';
  earlier.hidden = days.length <= IN_SIGHT;
  // Of more visits than are listed the days are not counted.
  need('summary', HTMLElement, earlier).textContent = visits > shown.length ? t('panel_earlierSome') : plural('panel_earlier', Math.max(0, days.length - IN_SIGHT));
  list(need('ol', HTMLElement, earlier), days.slice(IN_SIGHT), go);
  const all = need('#visits-all', HTMLAnchorElement);
  all.hidden = visits <= shown.length || url === null;
  if (url !== null) all.href = playbackUrl({ view: 'reel', q: url, ...(shown[0] ? { at: shown[0].at } : {}) });
  all.textContent = t('panel_pageAll');
}

function list(into: HTMLElement, days: Visit[][], go: Go): void {
  const now = Date.now();
  relist(into, JSON.stringify([days, day(now, now)]), () => days.map((ofDay) => row(ofDay, now, go)), need('#star', HTMLElement));
}

function byDay(visits: Visit[]): Visit[][] {
  const days = new Map<number, Visit[]>();
  for (const visit of visits) {
    const day = dayNumber(visit.at, visit.offsetMin);
    days.set(day, [...days.get(day) ?? [], visit]);
  }
  return [...days.values()];
}

function row(visits: Visit[], now: number, go: Go): HTMLElement {
  const [first] = visits;
  return el('li', { class: 'day' },
    el('span', { class: 'day-name' }, first ? day(first.at, now, first.offsetMin) : ''),
    el('span', { class: 'day-times' }, ...visits.map((visit) => link(visit, now, go))));
}

function link({ at, offsetMin, device }: Visit, now: number, go: Go): HTMLElement {
  const url = playbackUrl({ view: 'reel', at });
  const when = time(at, offsetMin);
  const name = t('panel_visitName', day(at, now, offsetMin), when);
  return el('a', {
    class: 'number', href: url, title: t('shared_playHit'), 'aria-label': device === null ? name : t('panel_visitOn', name, device),
    onclick: (event) => go(url, event), onauxclick: (event) => go(url, event),
  }, when, device !== null && el('bdi', { class: 'caption' }, ` ${device}`));
}
