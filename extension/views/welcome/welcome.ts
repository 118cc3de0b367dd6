/** The first page one sees: what is kept and where, the permission it takes, the history that is there already. */
import { readSettings } from '../../bridge/settings.js';
import { el, fill, need } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { complain } from '../shared/errors.js';
import { localise, shortDate, t } from '../shared/i18n.js';
import { playbackUrl, settingsUrl } from '../shared/places.js';
import { followTheme } from '../shared/theme.js';
import { showAccess } from './access.js';
import { clearedSince } from './cleared.js';
import { showPast } from '../shared/past.js';

async function main(): Promise<void> {
  followTheme();
  localise(document);
  showPast(need('#history', HTMLElement), 'history', 'h2');
  showPast(need('#bookmarks', HTMLElement), 'bookmarks', 'h2');
  fill(need('#other', HTMLElement),
    el('div', {}, el('h2', {}, t('welcome_other')), el('p', { class: 'quiet' }, t('welcome_other_how'))),
    el('a', { class: 'button', href: settingsUrl('vault-code') }, t('welcome_other_do')));
  fill(need('#begin', HTMLElement),
    el('div', {}, el('h2', {}, t('welcome_begin')), el('p', { class: 'quiet' }, t('welcome_begin_how'))),
    el('div', { class: 'buttons' },
      el('a', { class: 'button', href: playbackUrl() }, t('welcome_play')), el('a', { class: 'button plain', href: settingsUrl() }, t('welcome_settings'))));
  await showAccess();
  try {
    const [settings, status] = await Promise.all([readSettings(), engine.status()]);
    const since = clearedSince(settings, status, Date.now());
    if (since !== null) showCleared(since);
  } catch (thrown) {
    const problem = need('#problem', HTMLElement);
    problem.textContent = complain(thrown);
    problem.hidden = false;
  }
  document.body.dataset['settled'] = 'true';
}

function showCleared(since: number): void {
  const box = need('#cleared', HTMLElement);
  fill(box, el('div', { role: 'alert' }, el('strong', {}, t('welcome_cleared', shortDate(since))), ' ', t('welcome_cleared_how')),
    el('a', { class: 'button primary', href: settingsUrl('move') }, t('welcome_restore')));
  box.hidden = false;
}

void main();
