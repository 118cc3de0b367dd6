/** The first step: the permission to see web pages. Firefox leaves it to the person; it can be taken away at any time. */
import { askHostAccess, hasHostAccess, onPermissions } from '../../browser.js';
import { el, fill, need } from '../shared/dom.js';
import { t } from '../shared/i18n.js';

async function draw(): Promise<void> {
  const allowed = await hasHostAccess();
  const step = need('#access', HTMLElement);
  step.classList.toggle('done', allowed);
  step.classList.toggle('missing', !allowed);
  fill(step,
    el('div', {}, el('h2', {}, t('welcome_access')),
      el('p', { role: 'status', class: allowed ? 'good' : 'wrong' }, t(allowed ? 'welcome_access_given' : 'welcome_access_missing'))),
    !allowed && el('button', { type: 'button', class: 'primary', onclick: () => void askHostAccess().then(draw, draw) }, t('welcome_access_give')));
}

/** Draws it and keeps it true. */
export async function showAccess(): Promise<void> {
  onPermissions(() => void draw());
  await draw();
}
