/** Pausing until one resumes, or for an hour. */
import { sendMessage } from '../../browser.js';
import type { Settings } from '../../bridge/messages.js';
import { el, fill, need } from '../shared/dom.js';
import { moment, t } from '../shared/i18n.js';

const HOUR = 3_600_000;

export function showPause({ pausedUntil }: Settings): void {
  const now = Date.now();
  const paused = pausedUntil === 'always' || (pausedUntil !== null && pausedUntil > now);
  const pause = (until: number | 'always' | null) => () => void sendMessage({ kind: 'pause', until });
  const words = !paused ? t('settings_pause_running')
    : pausedUntil === 'always' ? t('settings_pause_always') : t('settings_pause_until', moment(pausedUntil ?? now, now));
  const box = need('#pause', HTMLElement);
  const focused = box.contains(document.activeElement);
  fill(box,
    el('div', {}, el('h3', {}, t('settings_pause')), el('p', { role: 'status' }, words)),
    el('div', { class: 'buttons' },
      !paused && el('button', { type: 'button', onclick: pause(now + HOUR) }, t('settings_pause_hour')),
      el('button', { type: 'button', onclick: pause(paused ? null : 'always') }, t(paused ? 'settings_pause_resume' : 'settings_pause_now'))));
  // The button that was pressed is gone; its place is taken by the one that takes it back.
  if (focused) box.querySelector<HTMLElement>('button:last-of-type')?.focus();
}
