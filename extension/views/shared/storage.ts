/** What is used of the disk, by kind; the page has an element `#used` for it. */
import type { Status } from '../../bridge/engine.js';
import { el, fill, need } from './dom.js';
import { bytes, number, plural, shortDate, t } from './i18n.js';
import { bar } from './bar.js';

export function showStorage(status: Status): void {
  const { journalBytes: text, indexBytes: index, pictureBytes: pictures } = status;
  const kinds = [['text', text], ['index', index], ['pictures', pictures]] as const;
  fill(need('#used', HTMLElement),
    el('p', { class: 'big' }, t('settings_used', bytes(text + index + pictures))),
    el('p', { class: 'quiet' }, summary(status)),
    bar(kinds.map(([, size]) => size)),
    el('dl', { class: 'kinds' }, ...kinds.map(([kind, size]) => el('div', { 'data-kind': kind },
      el('dt', {}, t(`settings_used_${kind}`)), el('dd', { class: 'number' }, bytes(size))))));
}

function summary({ pages, visits, webmarks, firstAt }: Status): string {
  const counts = `${plural('settings_pages', pages)} · ${plural('settings_visits', visits)} · ${plural('settings_webmarks', webmarks)}`;
  return firstAt === null || number(visits) === '0' ? counts : `${counts} · ${t('settings_since', shortDate(firstAt))}`;
}
