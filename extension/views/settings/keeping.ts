/** Whether the browser keeps the memory for good, and what one can do where it does not. */
import { askToKeep, isKept } from '../../bridge/persistence.js';
import { el, fill, need } from '../shared/dom.js';
import { t } from '../shared/i18n.js';

export async function showKeeping(refused = false): Promise<void> {
  const kept = await isKept();
  const box = need('#keeping', HTMLElement);
  const focused = box.contains(document.activeElement);
  fill(box,
    el('div', {}, el('h3', {}, t('settings_keeping')),
      el('p', { class: kept ? 'good' : 'wrong', role: 'status' }, t(kept ? 'settings_keeping_kept' : refused ? 'settings_keeping_refused' : 'settings_keeping_mayGo')),
      !kept && el('p', { class: 'caption' }, t('settings_keeping_out'))),
    !kept && el('button', { type: 'button', onclick: () => void askToKeep().then((given) => showKeeping(!given)) }, t('settings_keeping_ask')));
  if (focused) box.querySelector('button')?.focus();
}
