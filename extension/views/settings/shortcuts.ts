/** The keyboard shortcuts as they are, and how to change them: only the browser's own page can. */
import { commands, isFirefox, openTab } from '../../browser.js';
import { el, fill, need } from '../shared/dom.js';
import { t } from '../shared/i18n.js';

/** Chrome's own page for the shortcuts of extensions; Firefox lets no extension open its one. */
const CHROME_PAGE = 'chrome://extensions/shortcuts';

export async function showShortcuts(): Promise<void> {
  const all = (await commands()).filter(({ description }) => description);
  fill(need('#shortcuts', HTMLElement),
    el('table', {}, el('thead', { class: 'unseen' }, el('tr', {}, el('th', { scope: 'col' }, t('settings_shortcut_what')), el('th', { scope: 'col' }, t('settings_shortcut_key')))),
      el('tbody', {}, ...all.map(({ description, shortcut }) => el('tr', {},
        el('td', {}, description), el('td', {}, shortcut ? el('kbd', {}, shortcut) : el('span', { class: 'quiet' }, t('settings_shortcut_none'))))))),
    isFirefox()
      ? el('p', { class: 'caption' }, t('settings_shortcut_firefox'))
      : el('button', { type: 'button', onclick: () => void openTab(CHROME_PAGE) }, t('settings_shortcut_change')));
}
