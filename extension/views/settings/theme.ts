/** Light, dark, or as the system says. */
import type { Settings } from '../../bridge/messages.js';
import { el, fill, need } from '../shared/dom.js';
import { t } from '../shared/i18n.js';
import { writeSettings } from '../../bridge/settings.js';

const THEMES = ['system', 'light', 'dark'] as const;

export function showTheme({ theme }: Settings): void {
  const box = need('#theme', HTMLElement);
  if (box.childElementCount === 0) {
    fill(box, el('legend', { class: 'name' }, t('settings_theme')), ...THEMES.map((one) => el('label', { class: 'check' },
      el('input', { type: 'radio', name: 'theme', value: one, onchange: () => void writeSettings({ theme: one }) }), t(`settings_theme_${one}`))));
  }
  for (const input of box.querySelectorAll('input')) input.checked = input.value === theme;
}
