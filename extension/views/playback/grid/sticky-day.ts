/** The heading of the day at the top of the screen; the next day's pushes it out. A picture of the real heading, for eyes only. */
import { el } from '../../shared/dom.js';
import type { Playback } from '../model/playback.js';
import { DAY_HEADER, DayLayout } from './day-layout.js';
import { DayHeading } from './day-row.js';
import type { RowLayout } from './row-layout.js';
import type { Scroller } from './scroller.js';

export class StickyDay {
  readonly #heading: DayHeading;
  readonly element = el('div', { class: 'sticky-day', 'aria-hidden': 'true', hidden: true });

  constructor(playback: Playback, readonly scroller: Scroller) {
    this.#heading = new DayHeading(playback);
    // The real heading in the grid carries the role.
    this.#heading.element.removeAttribute('role');
    this.element.append(this.#heading.element);
  }

  show(layout: RowLayout): void {
    const days = layout instanceof DayLayout && layout.sections > 0 ? layout : null;
    this.element.hidden = days === null;
    if (!days) return;
    const section = days.sectionAt(this.scroller.top);
    const room = days.sectionTop(section + 1) - this.scroller.top;
    this.#heading.show(days.dayOfSection(section), null);
    this.element.style.setProperty('transform', `translateY(${Math.min(0, room - DAY_HEADER)}px)`);
  }
}
