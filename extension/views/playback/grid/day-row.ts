/** The heading of a day: its date, how many pages, and a button that selects them all. */
import { el, set } from '../../shared/dom.js';
import { number, plural, t } from '../../shared/i18n.js';
import type { Playback } from '../model/playback.js';
import { within } from '../model/ranges.js';
import { icon } from '../shell/icons.js';
import { dayNumber, dayTitle } from '../text/days.js';

export class DayHeading {
  readonly #near = el('strong', { class: 'day-near' });
  readonly #full = el('span', { class: 'day-full' });
  readonly #count = el('span', { class: 'day-count number' });
  readonly #act = el('span', { class: 'day-act' });
  readonly #pick = el('button', { type: 'button', class: 'plain day-pick', tabindex: '-1', onclick: () => this.#toggle() }, icon('check'), this.#act);
  readonly element = el('div', { class: 'day', role: 'gridcell' }, el('span', { class: 'day-words' }, this.#near, this.#full, this.#count), this.#pick);
  #day = -1;

  constructor(readonly playback: Playback) {}

  show(day: number, columns: number): void {
    const { overview } = this.playback.memory;
    this.#day = day;
    const { near, full } = dayTitle(overview.dayNo[day] ?? 0, dayNumber(Date.now(), -new Date().getTimezoneOffset()));
    const { from, to } = this.#range();
    this.#near.textContent = near || full;
    this.#full.textContent = near ? full : '';
    this.#count.textContent = plural('playback_visits', this.playback.memory.shown(from, to));
    const act = this.#allIn() ? t('playback_dayClear') : t('playback_daySelect');
    if (this.#act.textContent !== act) this.#act.textContent = act;
    set(this.#pick, 'aria-label', `${act}: ${full}, ${number(this.playback.memory.shown(from, to))}`);
    set(this.element, 'aria-colspan', columns);
  }

  #range(): { from: number; to: number } {
    const { dayStart } = this.playback.memory.overview;
    return { from: dayStart[this.#day] ?? 0, to: dayStart[this.#day + 1] ?? 0 };
  }

  #allIn(): boolean {
    const { from, to } = this.#range();
    const shown = this.playback.memory.shown(from, to);
    return shown > 0 && within(this.playback.selection.ranges, from, to) === shown;
  }

  #toggle(): void {
    const { from, to } = this.#range();
    this.playback.selection.put([[from, to]], !this.#allIn());
  }
}
