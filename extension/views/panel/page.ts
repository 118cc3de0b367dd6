/** This page: its star, whether one has been here, when, and what is in the way of remembering it. */
import type { PageState } from '../../bridge/engine.js';
import type { TabState } from '../../bridge/messages.js';
import { describe, type Standing } from '../shared/describe.js';
import { dayNumber } from '../shared/day-number.js';
import { need } from '../shared/dom.js';
import { day, moment, plural, t } from '../shared/i18n.js';
import { NoticePart } from '../shared/notice.js';
import { nameOfPage } from '../shared/readable.js';
import { StarButton, type PageDoors } from '../shared/star-button.js';
import type { Visits } from './visits.js';

export class PagePart {
  readonly #star: StarButton;
  readonly #notice: NoticePart;

  constructor(doors: PageDoors) {
    this.#star = new StarButton(need('#star', HTMLButtonElement), doors);
    this.#notice = new NoticePart(need('#notice', HTMLElement), doors, () => this.#star.button.focus());
  }

  show(tab: TabState, page: PageState | null, visits: Visits, standing?: Standing): void {
    const said = describe(tab, page, Date.now(), standing);
    need('#title', HTMLElement).textContent = nameOfPage({ title: tab.title, url: tab.url ?? '' }) || t('page_noPage');
    need('#state', HTMLElement).textContent = page?.remembered ? beenHere(page, visits) : notYet(tab, page, said.line);
    this.#star.show(page?.star === true, said.canStar);
    this.#notice.show(tab, said.notice);
  }
}

function notYet({ skipped, fault, pausedUntil, page: address }: TabState, page: PageState | null, line: string): string {
  if (page !== null && page.forgotten > 0) return t('page_forgotten');
  const isNew = address !== null && page !== null && skipped === null && fault === null && pausedUntil === null;
  return isNew ? t('panel_new', line) : line;
}

/** "You have been here 7 times. First: 3 March. Last: today, 14:32." */
export function beenHere({ visits, lastAt }: PageState, { shown, first }: Visits, now = Date.now()): string {
  const newest = shown[0];
  const last = moment(newest?.at ?? lastAt, now, newest?.offsetMin);
  if (visits === 1) return t('panel_once', last);
  if (!first || !newest) return plural('panel_times', visits, last);
  const sameDay = dayNumber(first.at, first.offsetMin) === dayNumber(newest.at, newest.offsetMin);
  // Of many visits on one day the first is not known to the minute.
  if (sameDay && shown.length < visits) return plural('panel_times', visits, last);
  return plural('panel_timesFirst', visits, last, sameDay ? moment(first.at, now, first.offsetMin) : day(first.at, now, first.offsetMin));
}
