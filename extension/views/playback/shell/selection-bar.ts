/** The bar of what is selected: how many visits or hits, on how many days, and what can be done with them. */
import { el, set } from '../../shared/dom.js';
import { plural, t } from '../../shared/i18n.js';
import { starIcon } from '../../shared/star.js';
import { forgetsPages, type Playback } from '../model/playback.js';
import type { Ranges } from '../model/ranges.js';
import { icon } from './icons.js';

export interface SelectionActs { star(): void; label(): void; forget(): void; save(): void; clear(): void }

export class SelectionBar {
  readonly #words = el('span', { class: 'number', role: 'status' });
  readonly #forgetName = el('span', { class: 'bar-name' });
  readonly #forget: HTMLElement;
  readonly element: HTMLElement;

  constructor(root: HTMLElement, readonly playback: Playback, acts: SelectionActs) {
    const button = (name: string, drawn: SVGSVGElement, act: () => void, kind = ''): HTMLElement =>
      el('button', { type: 'button', class: `plain ${kind}`, onclick: act }, drawn, el('span', { class: 'bar-name' }, name));
    this.#forget = el('button', { type: 'button', class: 'plain danger', onclick: acts.forget }, icon('forget'), this.#forgetName);
    this.element = el('section', { class: 'selection-bar', 'aria-label': t('playback_selection'), hidden: true }, this.#words,
      button(t('playback_star'), starIcon(false), acts.star), button(t('playback_labels'), icon('label'), acts.label),
      button(t('playback_save'), icon('save'), acts.save), this.#forget, button(t('playback_clear'), icon('close'), acts.clear));
    root.append(this.element);
    // The pages make room for it.
    new ResizeObserver(() => document.body.style.setProperty('--bar', `${this.element.offsetHeight}px`)).observe(this.element);
    for (const news of [playback.selection.changed, playback.search.counted, playback.place.switched]) news.on(() => this.show());
  }

  show(): void {
    const { selection, memory, search, place } = this.playback;
    const size = selection.size;
    this.element.hidden = size === 0;
    set(document.body, 'data-selecting', size > 0);
    // Above the film it is of the cinema, in both themes.
    this.element.classList.toggle('cinema', place.view === 'reel');
    if (size === 0) return;
    this.#forgetName.textContent = t(forgetsPages(this.playback) ? 'playback_forgetPages' : 'playback_forgetVisits');
    const days = daysOf(selection.ranges, (ordinal) => memory.dayOf(ordinal));
    const hits = search.active && selection.ranges.every(([from, to]) => search.hitsWithin(from, to) === to - from);
    this.#words.textContent = t('playback_pagesOnDays', plural(hits ? 'playback_hitsSelected' : 'playback_selected', size), plural('playback_days', days));
  }
}

/** How many days ranges touch. Ranges ascend, so days are only counted on. */
export function daysOf(ranges: Ranges, dayOf: (ordinal: number) => number): number {
  let days = 0;
  let last = -1;
  for (const [from, to] of ranges) {
    const first = Math.max(dayOf(from), last + 1);
    const end = dayOf(to - 1);
    if (end >= first) days += end - first + 1;
    last = Math.max(last, end);
  }
  return days;
}
