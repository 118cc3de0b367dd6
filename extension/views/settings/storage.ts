/** What is used of the disk, by kind, and how long the rest lasts at the person's pace. */
import type { Status } from '../../bridge/engine.js';
import { el, fill, need } from '../shared/dom.js';
import { bytes, number, plural, shortDate, t } from '../shared/i18n.js';
import { bar } from './bar.js';
import { daysLeft } from './pace.js';

export async function showStorage(status: Status): Promise<void> {
  const { journalBytes: text, indexBytes: index, pictureBytes: pictures } = status;
  const used = text + index + pictures;
  const kinds = [['text', text], ['index', index], ['pictures', pictures]] as const;
  const { quota = 0, usage = 0 } = await navigator.storage.estimate().catch(() => ({}) as StorageEstimate);
  const left = daysLeft(used, Math.max(0, quota - usage), status.firstAt, Date.now());
  fill(need('#used', HTMLElement),
    el('p', { class: 'big' }, t('settings_used', bytes(used))),
    el('p', { class: 'quiet' }, summary(status)),
    bar(kinds.map(([, size]) => size)),
    el('dl', { class: 'kinds' }, ...kinds.map(([kind, size]) => el('div', { 'data-kind': kind },
      el('dt', {}, t(`settings_used_${kind}`)), el('dd', { class: 'number' }, bytes(size))))),
    left !== null && el('p', {}, left > 3650 ? t('settings_left_years') : plural('settings_left', left)));
}

function summary({ pages, visits, webmarks, firstAt }: Status): string {
  const counts = `${plural('settings_pages', pages)} · ${plural('settings_visits', visits)} · ${plural('settings_webmarks', webmarks)}`;
  return firstAt === null || number(visits) === '0' ? counts : `${counts} · ${t('settings_since', shortDate(firstAt))}`;
}
