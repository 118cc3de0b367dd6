/** The date rail at the edge: the whole memory by height, a thumb for the screen, drag to any day. */
import { el, fill, say, set } from '../../shared/dom.js';
import { date, plural, t } from '../../shared/i18n.js';
import { beat } from '../model/beat.js';
import type { Playback } from '../model/playback.js';
import { dayStartMs, monthName, yearName } from '../text/days.js';
import { DayLayout } from './day-layout.js';
import { monthOf, railTicks } from './rail-ticks.js';
import type { RowLayout } from './row-layout.js';
import type { Scroller } from './scroller.js';

/** So long one rests on a day before its picture is read. */
const PICTURE_MS = 120;
/** Visits of a day that are looked at for one with a picture. */
const PICTURES = 8;
/** Half of the card's height with a picture, in pixels. */
const CARD_HALF = 76;

export class Rail {
  readonly #ticks = el('div', { class: 'rail-ticks', 'aria-hidden': 'true' });
  readonly #thumb = el('div', { class: 'rail-thumb' });
  readonly #card = el('div', { class: 'rail-card', 'aria-hidden': 'true', hidden: true });
  readonly element = el('div', {
    class: 'rail', role: 'slider', tabindex: '0', 'aria-orientation': 'vertical', 'aria-label': t('playback_rail'), hidden: true,
  }, this.#ticks, this.#thumb, this.#card);
  readonly #cardWords = el('span');
  readonly #cardPicture = el('img', { alt: '', hidden: true });
  #cardDay = -1;
  #cardTimer: ReturnType<typeof setTimeout> | undefined;
  #layout: DayLayout | null = null;
  /** Where a hand points, and to where it drags: looked up with the next frame, before anything is written. */
  #pointed: number | null = null;
  #dragged: number | null = null;

  constructor(readonly playback: Playback, readonly scroller: Scroller) {
    this.#card.append(this.#cardPicture, this.#cardWords);
    this.element.addEventListener('pointerdown', (event) => this.#down(event));
    this.element.addEventListener('pointermove', (event) => this.#over(event));
    this.element.addEventListener('pointerleave', () => { this.#pointed = null; this.#card.hidden = true; });
    this.element.addEventListener('keydown', (event) => this.#key(event));
  }

  fit(layout: RowLayout): void {
    this.#layout = layout instanceof DayLayout && layout.height > this.scroller.screen * 1.5 ? layout : null;
    this.element.hidden = this.#layout === null;
    if (!this.#layout) return;
    const ticks = railTicks(this.#layout, this.playback.memory.overview.dayNo, this.scroller.screen, monthOf);
    fill(this.#ticks, ...ticks.map((tick) => {
      const label = el('span', { class: tick.kind }, tick.kind === 'year' ? yearName(tick.dayNo) : monthName(tick.dayNo));
      label.style.setProperty('top', `${tick.y}px`);
      return label;
    }));
    set(this.element, 'aria-valuemin', 0);
    set(this.element, 'aria-valuemax', this.#layout.sections - 1);
  }

  show(): void {
    const layout = this.#layout;
    if (!layout) return;
    const share = this.scroller.top / Math.max(1, this.scroller.last);
    this.#thumb.style.setProperty('height', `${this.#thumbHeight}px`);
    this.#thumb.style.setProperty('transform', `translateY(${share * (this.scroller.screen - this.#thumbHeight)}px)`);
    const section = layout.sectionAt(this.scroller.top);
    set(this.element, 'aria-valuenow', section);
    set(this.element, 'aria-valuetext', this.#words(layout.dayOfSection(section)));
  }

  get #thumbHeight(): number {
    return Math.max(24, (this.scroller.screen / Math.max(1, this.#layout?.height ?? 1)) * this.scroller.screen);
  }

  #words(day: number): string {
    const { dayNo, dayStart } = this.playback.memory.overview;
    const visits = this.playback.memory.shown(dayStart[day] ?? 0, dayStart[day + 1] ?? 0);
    return `${date(dayStartMs(dayNo[day] ?? 0), 0)}, ${plural('playback_visits', visits)}`;
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    this.element.setPointerCapture(event.pointerId);
    this.#dragged = event.clientY;
    beat.move(this.#follow);
  }

  #over(event: PointerEvent): void {
    this.#pointed = event.clientY;
    if (this.element.hasPointerCapture(event.pointerId)) this.#dragged = event.clientY;
    beat.move(this.#follow);
  }

  readonly #follow = (): void => {
    const box = this.element.getBoundingClientRect();
    if (this.#dragged !== null) this.scroller.to(this.#share(this.#dragged, box) * this.scroller.last, true);
    this.#dragged = null;
    if (this.#pointed === null) return;
    const [share, top] = [this.#share(this.#pointed, box), this.#pointed - box.top];
    beat.write(() => this.#point(share, top));
  };

  /** The card of the day that is pointed at; the hand may have left by now. */
  #point(share: number, top: number): void {
    const layout = this.#layout;
    if (!layout || this.#pointed === null) return;
    this.#tell(layout.dayOfSection(layout.sectionAt(share * layout.height)));
    this.#card.hidden = false;
    this.#card.style.setProperty('top', `${Math.min(Math.max(CARD_HALF, top), this.scroller.screen - CARD_HALF)}px`);
  }

  /** The card of a day: its words at once, its first picture once one rests there. */
  #tell(day: number): void {
    if (day === this.#cardDay) return;
    this.#cardDay = day;
    say(this.#cardWords, this.#words(day));
    this.#cardPicture.hidden = true;
    clearTimeout(this.#cardTimer);
    this.#cardTimer = setTimeout(() => void this.#picture(day), PICTURE_MS);
  }

  async #picture(day: number): Promise<void> {
    const { overview, frames, pictures } = this.playback.memory;
    const [oldest, newest] = [overview.dayStart[day] ?? 0, (overview.dayStart[day + 1] ?? 0) - 1];
    for (let ordinal = newest; ordinal >= oldest && ordinal > newest - PICTURES; ordinal--) {
      if (frames.get(ordinal) === null) await frames.reread(ordinal);
      const picture = frames.isForgotten(ordinal) ? null : await pictures.read(ordinal, 'thumb').catch(() => null);
      if (day !== this.#cardDay) return;
      if (picture?.kind !== 'here') continue;
      this.#cardPicture.src = picture.url;
      this.#cardPicture.hidden = false;
      return;
    }
  }

  /** Where the pointer holds the thumb by its middle, so that both ends can be reached. */
  #share(y: number, box: DOMRect): number {
    const thumb = this.#thumbHeight;
    return Math.min(1, Math.max(0, (y - box.top - thumb / 2) / Math.max(1, box.height - thumb)));
  }

  /** Day by day with the arrows; the page keys and ends by screens. */
  #key(event: KeyboardEvent): void {
    const layout = this.#layout;
    if (!layout || event.ctrlKey || event.altKey || event.metaKey) return;
    const here = layout.sectionAt(this.scroller.top + 1);
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1, PageDown: 30, PageUp: -30 };
    const step = steps[event.key];
    if (step !== undefined) this.scroller.to(layout.sectionTop(Math.min(layout.sections - 1, Math.max(0, here + step))));
    else if (event.key === 'Home') this.scroller.to(0);
    else if (event.key === 'End') this.scroller.to(layout.height);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
