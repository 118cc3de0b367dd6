/** How long texts stay on this device, too, that the vault keeps. Choosing less acts at once, and can be taken back: nothing is lost. */
import { readSettings, writeSettings } from '../../../bridge/settings.js';
import { el, fill } from '../../shared/dom.js';
import { engine } from '../../shared/engine.js';
import { complain } from '../../shared/errors.js';
import { plural, t } from '../../shared/i18n.js';

const CHOICES = [30, 90, 180, 365] as const;

export class TextsPart {
  readonly #select = el('select', { id: 'text-days', onchange: () => void this.#chosen() });
  readonly #said = el('div', { class: 'asked', role: 'status' });
  readonly element = el('div', { class: 'setting' },
    el('div', {}, el('label', { class: 'name', for: 'text-days' }, t('settings_vault_texts')), el('p', { class: 'caption' }, t('settings_vault_texts_why'))),
    this.#select, this.#said);

  async show(): Promise<void> {
    const { textDays } = await readSettings();
    const own = textDays !== null && !CHOICES.some((days) => days === textDays) ? [textDays] : [];
    fill(this.#select, el('option', { value: '' }, t('settings_vault_texts_ever')),
      ...[...CHOICES, ...own].sort((a, b) => a - b).map((days) => el('option', { value: days }, plural('settings_days', days))));
    this.#select.value = textDays === null ? '' : String(textDays);
  }

  async #chosen(): Promise<void> {
    const days = this.#select.value === '' ? null : Number(this.#select.value);
    fill(this.#said);
    try {
      await writeSettings({ textDays: days });
      const thinned = days === null ? 0 : (await engine.thin(days)).thinned;
      fill(this.#said, el('p', { class: 'good' }, thinned > 0 ? plural('settings_vault_thinned', thinned) : t('settings_saved')));
    } catch (thrown) {
      fill(this.#said, el('p', { class: 'wrong' }, complain(thrown)));
    }
  }
}
