/** How long history is kept. WebMarks never expire. Keeping less is asked twice, and what it hid can be taken back for a week. */
import type { Settings } from '../../bridge/messages.js';
import { el, fill, need } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { complain } from '../shared/errors.js';
import { number, plural, shortDate, t } from '../shared/i18n.js';
import { writeSettings } from '../../bridge/settings.js';

/** A clock that is no more ahead than this is only late. */
const FEW_DAYS = 3;
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
      const { expired, lagDays } = await engine.retention(days);
      this.#days = days;
      const said = el('p', { class: 'good' }, expired > 0 ? plural('settings_retention_done', expired) : t('settings_saved'));
      const late = days !== null && lagDays > FEW_DAYS ? el('p', { class: 'caption' }, t('settings_retention_lag', number(lagDays))) : null;
      const hidden = await this.#hidden();
      fill(this.#asked, hidden ?? said, late);
    } catch (thrown) {
      fill(this.#asked, el('p', { class: 'wrong' }, complain(thrown)));
    }
  }

  /** What retention hid and can be taken back. */
  async showHidden(): Promise<void> {
    const hidden = await this.#hidden().catch(() => null);
    if (hidden) fill(this.#asked, hidden);
  }

  async #hidden(): Promise<HTMLElement | null> {
    const aged = (await engine.status()).undoable.filter((forget) => forget.aged);
    const last = aged.at(-1);
    if (!last) return null;
    const count = aged.reduce((sum, one) => sum + one.count, 0);
    return el('p', {}, plural('settings_retention_hidden', count, shortDate(last.until)), ' ',
      // With history kept for ever all of it comes back.
      el('button', { type: 'button', class: 'link', onclick: () => void this.#apply(null) }, t('settings_retention_back')));
  }
}
