/** How long history is kept. WebMarks never expire. Keeping less is asked twice, for it cannot be undone. */
import type { Settings } from '../../bridge/messages.js';
import { el, fill, need } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { complain } from '../shared/errors.js';
import { plural, t } from '../shared/i18n.js';
import { writeSettings } from '../../bridge/settings.js';

const CHOICES = [30, 90, 180, 365, 730, 1825] as const;

export class RetentionPart {
  readonly #select = el('select', { id: 'retention-days', onchange: () => void this.#chosen() });
  readonly #asked = el('div', { class: 'asked', role: 'status' });
  #days: number | null = null;

  constructor() {
    fill(need('#retention', HTMLElement),
      el('div', {}, el('label', { class: 'name', for: 'retention-days' }, t('settings_retention')), el('p', { class: 'caption' }, t('settings_retention_why'))),
      this.#select, this.#asked);
  }

  show({ retentionDays }: Settings): void {
    this.#days = retentionDays;
    const own = retentionDays !== null && !CHOICES.some((days) => days === retentionDays) ? [retentionDays] : [];
    const days = [...CHOICES, ...own].sort((a, b) => a - b);
    fill(this.#select, el('option', { value: '' }, t('settings_retention_ever')),
      ...days.map((one) => el('option', { value: one }, plural('settings_days', one))));
    this.#select.value = retentionDays === null ? '' : String(retentionDays);
  }

  async #chosen(): Promise<void> {
    const days = this.#select.value === '' ? null : Number(this.#select.value);
    const less = days !== null && (this.#days === null || days < this.#days);
    if (!less) { await this.#apply(days); return; }
    const yes = el('button', { type: 'button', class: 'danger', onclick: () => void this.#apply(days) }, t('settings_retention_yes'));
    fill(this.#asked, el('p', {}, plural('settings_retention_sure', days)), yes,
      el('button', { type: 'button', onclick: () => this.#back() }, t('settings_cancel')));
  }

  #back(): void {
    this.#select.value = this.#days === null ? '' : String(this.#days);
    fill(this.#asked);
    this.#select.focus();
  }

  async #apply(days: number | null): Promise<void> {
    this.#select.focus();
    try {
      await writeSettings({ retentionDays: days });
      const { expired } = await engine.retention(days);
      this.#days = days;
      fill(this.#asked, el('p', { class: 'good' }, expired > 0 ? plural('settings_retention_done', expired) : t('settings_saved')));
    } catch (thrown) {
      fill(this.#asked, el('p', { class: 'wrong' }, complain(thrown)));
    }
  }
}
