/** The heading of a day: its date, how many pages, and a button that selects them all. */
import { el, say, set } from '../../shared/dom.js';
import { number, plural, t } from '../../shared/i18n.js';
import { isDaySelected, rangeOfDay, toggleDay } from '../model/day-selection.js';
import type { Playback } from '../model/playback.js';
import { icon } from '../shell/icons.js';
import { dayNumber } from '../../shared/day-number.js';
import { dayTitle } from '../text/days.js';

export class DayHeading {
  readonly #near = el('strong', { class: 'day-near' });
  readonly #full = el('span', { class: 'day-full' });
  readonly #count = el('span', { class: 'day-count number' });
  readonly #act = el('span', { class: 'day-act' });
  readonly #pick = el('button', { type: 'button', class: 'plain day-pick', tabindex: '-1', onclick: () => toggleDay(this.playback, this.#day) }, icon('check'), this.#act);
  readonly element = el('div', { class: 'day', role: 'gridcell' }, el('span', { class: 'day-words' }, this.#near, this.#full, this.#count), this.#pick);
  #day = -1;

  constructor(readonly playback: Playback) {}

  /** `columns`: how many it spans; null where it is none of the grid's cells. */
  show(day: number, columns: number | null): void {
    const { overview } = this.playback.memory;
    this.#day = day;
    const { near, full } = dayTitle(overview.dayNo[day] ?? 0, dayNumber(Date.now(), -new Date().getTimezoneOffset()));
    const { from, to } = rangeOfDay(this.playback, day);
    say(this.#near, near || full);
    say(this.#full, near ? full : '');
    say(this.#count, plural('playback_visits', this.playback.memory.shown(from, to)));
    const act = isDaySelected(this.playback, day) ? t('playback_dayClear') : t('playback_daySelect');
    say(this.#act, act);
    set(this.#pick, 'aria-label', `${act}: ${full}, ${number(this.playback.memory.shown(from, to))}`);
    set(this.element, 'aria-colspan', columns);
  }
}
