/** The upper part of the popup: the star of this page, what is known of it, its labels, forgetting it. */
import { askHostAccess, sendMessage } from '../../browser.js';
import { pageAddress } from '../../bridge/address.js';
import type { EngineFault, PageState, Status } from '../../bridge/engine.js';
import type { SkipReason, TabState, ViewAnswers } from '../../bridge/messages.js';
import { el, need, refill } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { plural, t } from '../shared/i18n.js';
import { goneFrom } from '../shared/reach.js';
import { settingsUrl, welcomeUrl } from '../shared/places.js';
import { setStar, starIcon } from '../shared/star.js';
import { describe, type Notice, type Remedy, type Standing } from './describe.js';
import { except, exceptionFor, include, unexcept } from './include.js';
import { LabelsPart } from './labels.js';

export interface Doors {
  tabId: number;
  go: (url: string) => void;
  wrong: (thrown: unknown) => void;
  /** Says a sentence that is no error. */
  say: (words: string) => void;
  refresh: () => Promise<void>;
}

/** What the background answers when the star could not be set. */
interface StarAnswer { fault?: EngineFault; kept?: boolean; skipped?: SkipReason | 'later' }

const REMEDY_WORDS: Record<Remedy, string> = {
  allow: 'popup_allow', resume: 'popup_resume', include: 'popup_include', except: 'popup_except', unexcept: 'popup_unexcept', keep: 'popup_keep',
  doctor: 'popup_doctor', settings: 'popup_settings', room: 'popup_settings',
};

export class PagePart {
  readonly #doors: Doors;
  readonly #star = need('#star', HTMLButtonElement);
  readonly #icon = starIcon(false);
  readonly #labels: LabelsPart;
  #url: string | null = null;
  /** The address under which it is remembered. */
  #page: string | null = null;
  #exception: string | null = null;
  #busy = false;

  constructor(doors: Doors) {
    this.#doors = doors;
    this.#labels = new LabelsPart(need('#labels', HTMLElement), doors);
    this.#star.append(this.#icon);
    this.#star.addEventListener('click', () => void this.#toggle());
    need('#forget', HTMLButtonElement).addEventListener('click', () => void this.#forget());
  }

  show(tab: TabState, page: PageState | null, undoable: Status['undoable'], standing?: Standing): void {
    this.#url = pageAddress(tab.url ?? undefined);
    this.#page = tab.page;
    this.#exception = tab.exception;
    const said = describe(tab, page, Date.now(), standing);
    need('#title', HTMLElement).textContent = tab.title || tab.url || t('popup_noPage');
    const gone = page?.remembered === false && page.forgotten > 0;
    need('#state', HTMLElement).textContent = gone ? t('popup_forgotten') : said.line;
    if (!this.#busy) this.#showStar(page?.star === true);
    // Not `disabled`: it stays reachable, so that the reason beside it is heard.
    this.#star.setAttribute('aria-disabled', String(!said.canStar));
    this.#showNotice(said.notice);
    const known = page?.remembered === true;
    // Focus must not fall to nowhere when the part that holds it goes away.
    const own = need('#own', HTMLElement);
    if (!known && own.contains(document.activeElement)) this.#star.focus();
    own.hidden = !known;
    if (known && this.#page !== null) this.#labels.show(this.#page, page.labels);
    this.#showForgotten(undoable);
  }

  #showStar(on: boolean): void {
    setStar(this.#icon, on);
    this.#star.setAttribute('aria-pressed', String(on));
    this.#star.setAttribute('aria-label', t('popup_star'));
    this.#star.title = t(on ? 'shared_unstar' : 'shared_star');
  }

  async #toggle(): Promise<void> {
    if (this.#busy || this.#star.getAttribute('aria-disabled') === 'true') return;
    const on = this.#star.getAttribute('aria-pressed') !== 'true';
    this.#busy = true;
    this.#showStar(on);
    try {
      const answer = await sendMessage<StarAnswer | undefined>({ kind: 'star', tabId: this.#doors.tabId, on });
      if (answer?.kept) this.#doors.say(t(on ? 'popup_starKept' : 'popup_unstarKept'));
      else if (answer?.fault) this.#doors.wrong(answer.fault);
      else if (answer?.skipped === 'later') this.#doors.wrong({ kind: 'retry', fact: '' } satisfies EngineFault);
      else if (answer?.skipped) this.#doors.say(t(`shared_skipped_${answer.skipped}`));
    } catch (thrown) {
      this.#doors.wrong(thrown);
    }
    this.#busy = false;
    // What was stored decides, not what was hoped.
    await this.#doors.refresh();
  }

  async #forget(): Promise<void> {
    if (this.#page === null) return;
    try {
      await engine.mutate({ page: this.#page }, { kind: 'forget' });
    } catch (thrown) {
      this.#doors.wrong(thrown);
    }
    await this.#doors.refresh();
    document.querySelector<HTMLElement>('#forgotten button')?.focus();
  }

  #showNotice(notice: Notice | null): void {
    const box = need('#notice', HTMLElement);
    box.hidden = notice === null;
    if (!notice) return;
    box.className = notice.wrong ? 'notice wrong-notice' : 'notice';
    const words = (remedy: Remedy): string => t(REMEDY_WORDS[remedy], exceptionFor(this.#url));
    refill(box, JSON.stringify(notice), () => [
      el('p', {}, notice.sentence ? el('strong', {}, notice.sentence) : null, notice.sentence && notice.advice ? ' ' : null, notice.advice),
      ...notice.remedies.map((remedy) => el('button', { type: 'button', onclick: () => void this.#cure(remedy) }, words(remedy)))]);
  }

  async #cure(remedy: Remedy): Promise<void> {
    const { go, refresh, wrong } = this.#doors;
    try {
      if (remedy === 'resume') await sendMessage({ kind: 'pause', until: null });
      else if (remedy === 'doctor') go(settingsUrl('check'));
      else if (remedy === 'settings') go(settingsUrl('rules'));
      else if (remedy === 'room') go(settingsUrl('storage'));
      else if (remedy === 'include' && this.#url !== null) await include(this.#url);
      else if (remedy === 'except' && this.#url !== null) await except(this.#url);
      else if (remedy === 'unexcept' && this.#exception !== null) await unexcept(this.#exception);
      else if (remedy === 'keep') await this.#keep();
      // Firefox closes the popup when it asks: the welcome page carries on from there.
      else if (remedy === 'allow' && !await askHostAccess()) go(welcomeUrl());
    } catch (thrown) {
      wrong(thrown);
    }
    await refresh();
    this.#star.focus();
  }

  async #keep(): Promise<void> {
    const answer = await sendMessage<ViewAnswers['keep'] | undefined>({ kind: 'keep', tabId: this.#doors.tabId });
    if (!answer) throw { kind: 'lost', fact: 'no answer to keep' } satisfies EngineFault;
    if ('fault' in answer) throw answer.fault;
    if ('skipped' in answer) this.#doors.say(answer.skipped === 'later' ? t('shared_fault_retry') : t(`shared_skipped_${answer.skipped}`));
  }

  /** The last forget that can be taken back; it stays there as long as it can, whenever the popup is opened. */
  #showForgotten(undoable: Status['undoable']): void {
    const line = need('#forgotten', HTMLElement);
    // What retention hid stands in the settings and in playback: it is of no concern to this page.
    const own = undoable.filter(({ aged }) => !aged);
    const last = own.reduce<Status['undoable'][number] | null>((best, one) => (best && best.at > one.at ? best : one), null);
    line.hidden = last === null;
    const reach = goneFrom(last);
    const act = (work: () => Promise<unknown>) => () => void work().catch(this.#doors.wrong).then(() => this.#doors.refresh()).then(() => this.#star.focus());
    refill(line, JSON.stringify(last), () => (last ? [el('span', { role: 'status' }, `${plural('shared_forgot', last.count)}${reach && ` ${reach}.`}`), ' ',
      el('button', { type: 'button', class: 'link', onclick: act(() => engine.undo(last.op)) }, t('shared_undo')),
      el('button', { type: 'button', class: 'link', onclick: act(() => engine.forgetNow(last.op)) }, t('shared_forgetNow'))] : []));
  }
}
