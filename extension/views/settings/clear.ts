/** Forgetting everything: only after typing the words, for nothing brings it back. */
import { el, fill, need } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { complain } from '../shared/errors.js';
import { t } from '../shared/i18n.js';
import { forgetSearches } from '../shared/recent-searches.js';
import { dropNames } from '../../bridge/forgotten-names.js';
import { writeSettings } from '../../bridge/settings.js';
import { dropWithheld } from '../../bridge/withheld.js';
import { forgetServers } from './vault/servers.js';

export function clearPart(): void {
  const words = t('settings_clear_words');
  const state = el('p', { role: 'status' });
  const field = el('input', { type: 'text', id: 'clear-words', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', oninput: () => { button.disabled = !typed(); } });
  const button = el('button', { type: 'submit', class: 'danger', disabled: true }, t('settings_clear_do'));
  const typed = (): boolean => field.value.trim().toLocaleLowerCase() === words.toLocaleLowerCase();

  async function run(): Promise<void> {
    if (!typed()) return;
    button.disabled = true;
    state.className = '';
    state.textContent = t('settings_clear_busy');
    try {
      const { undoable } = await engine.status();
      await dropNames(...undoable.map(({ op }) => op));
      await engine.clear();
      await dropWithheld();
      // An empty memory is what was asked for: it must not be taken for lost data later.
      await writeSettings({ firstRunAt: null });
      forgetSearches();
      await forgetServers();
      field.value = '';
      state.className = 'good';
      state.textContent = t('settings_clear_done');
    } catch (thrown) {
      state.className = 'wrong';
      state.textContent = complain(thrown);
      button.disabled = !typed();
    }
    field.focus();
  }

  fill(need('#clearing', HTMLElement), el('p', {}, t('settings_clear_why')),
    el('form', { class: 'buttons', onsubmit: (event) => { event.preventDefault(); void run(); } },
      el('label', { for: 'clear-words' }, t('settings_clear_type', words)), field, button), state);
}
