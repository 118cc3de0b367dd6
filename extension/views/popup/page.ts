/** The upper part of the popup: the star of this page, what is known of it, its labels, forgetting it. */
import type { PageState, Status } from '../../bridge/engine.js';
import { dropNames, keepName } from '../../bridge/forgotten-names.js';
import type { TabState } from '../../bridge/messages.js';
import { describe, type Standing } from '../shared/describe.js';
import { el, need, refill } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { plural, t } from '../shared/i18n.js';
import { NoticePart } from '../shared/notice.js';
import { goneFrom } from '../shared/reach.js';
import { nameOfPage } from '../shared/readable.js';
import { StarButton, type PageDoors } from '../shared/star-button.js';
import { LabelsPart } from './labels.js';

export class PagePart {
  readonly #doors: PageDoors;
  readonly #star: StarButton;
  readonly #notice: NoticePart;
  readonly #labels: LabelsPart;
  /** The address under which it is remembered. */
  #page: string | null = null;

  constructor(doors: PageDoors) {
    this.#doors = doors;
    this.#labels = new LabelsPart(need('#labels', HTMLElement), doors);
    this.#star = new StarButton(need('#star', HTMLButtonElement), doors);
    this.#notice = new NoticePart(need('#notice', HTMLElement), doors, () => this.#star.button.focus());
    need('#forget', HTMLButtonElement).addEventListener('click', () => void this.#forget());
  }

  show(tab: TabState, page: PageState | null, undoable: Status['undoable'], standing?: Standing): void {
    this.#page = tab.page;
    const said = describe(tab, page, Date.now(), standing);
    need('#title', HTMLElement).textContent = nameOfPage({ title: tab.title, url: tab.url ?? '' }) || t('page_noPage');
    const gone = page?.remembered === false && page.forgotten > 0;
    need('#state', HTMLElement).textContent = gone ? t('page_forgotten') : said.line;
    this.#star.show(page?.star === true, said.canStar);
    this.#notice.show(tab, said.notice);
    const known = page?.remembered === true;
    // Focus must not fall to nowhere when the part that holds it goes away.
    const own = need('#own', HTMLElement);
    if (!known && own.contains(document.activeElement)) this.#star.button.focus();
    own.hidden = !known;
    if (known && this.#page !== null) this.#labels.show(this.#page, page.labels);
    this.#showForgotten(undoable);
  }

  async #forget(): Promise<void> {
    if (this.#page === null) return;
    try {
      const { op } = await engine.mutate({ page: this.#page }, { kind: 'forget' });
      await keepName(op, need('#title', HTMLElement).textContent ?? '');
    } catch (thrown) {
      this.#doors.wrong(thrown);
    }
    await this.#doors.refresh();
    document.querySelector<HTMLElement>('#forgotten button')?.focus();
  }

  /** The last forget that can be taken back; it stays there as long as it can, whenever the popup is opened. */
  #showForgotten(undoable: Status['undoable']): void {
    const line = need('#forgotten', HTMLElement);
    // What retention hid stands in the settings and in playback: it is of no concern to this page.
    const own = undoable.filter(({ aged }) => !aged);
    const last = own.reduce<Status['undoable'][number] | null>((best, one) => (best && best.at > one.at ? best : one), null);
    line.hidden = last === null;
    const reach = goneFrom(last);
    const act = (work: () => Promise<unknown>) => () => void work().catch(this.#doors.wrong).then(() => this.#doors.refresh()).then(() => this.#star.button.focus());
    refill(line, JSON.stringify(last), () => (last ? [el('span', { role: 'status' }, `${plural('shared_forgot', last.count)}${reach && ` ${reach}.`}`), ' ',
      el('button', { type: 'button', class: 'link', onclick: act(() => dropNames(last.op).then(() => engine.undo(last.op))) }, t('shared_undo')),
      el('button', { type: 'button', class: 'link', onclick: act(() => dropNames(last.op).then(() => engine.forgetNow(last.op))) }, t('shared_forgetNow'))] : []));
  }
}
