/** Whether the browser lets us see web pages, and the button that asks. */
import { askHostAccess, hasHostAccess, onPermissions } from '../../browser.js';
import { el, fill, need } from '../shared/dom.js';
import { t } from '../shared/i18n.js';

async function draw(): Promise<void> {
  const allowed = await hasHostAccess();
  fill(need('#access', HTMLElement),
    el('div', {},
      el('h3', {}, t('settings_access')),
      el('p', { class: allowed ? 'good' : 'wrong', role: 'status' }, t(allowed ? 'settings_access_given' : 'settings_access_missing'))),
    !allowed && el('button', { type: 'button', class: 'primary', onclick: () => void askHostAccess().then(draw, draw) }, t('settings_access_give')));
}

/** Draws it and keeps it true: the person can take the permission away at any time. */
export async function showAccess(): Promise<void> {
  onPermissions(() => void draw());
  await draw();
}
