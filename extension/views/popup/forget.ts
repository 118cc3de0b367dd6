/** Forgetting more than this page: this site, the last hour, today. Asked once more, then still to be undone. */
import { pageAddress, siteOf } from '../../bridge/address.js';
import type { Weight, Which } from '../../bridge/engine.js';
import { keepName } from '../../bridge/forgotten-names.js';
import type { TabState } from '../../bridge/messages.js';
import { el, fill, need } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { plural, t } from '../shared/i18n.js';
import { weighty } from '../shared/weight.js';
import { HOUR, midnight } from './pause.js';

interface Doors { wrong: (thrown: unknown) => void; refresh: () => Promise<void> }

/** A choice: its words, the question before it is done, and what it is about when it is answered. */
interface Choice { words: string; question: string; which: () => Which }

/** Everything from `since` to now. */
const from = (since: number): Which => ({ since, until: Date.now() + 1 });

function choices(site: string): Choice[] {
  const ofSite: Choice = { words: t('popup_forgetSite'), question: t('popup_forgetSite_ask', site), which: () => ({ site }) };
  return [
    ...(site ? [ofSite] : []),
    { words: t('popup_forgetHour'), question: t('popup_forgetHour_ask'), which: () => from(Date.now() - HOUR) },
    { words: t('popup_forgetToday'), question: t('popup_forgetToday_ask'), which: () => from(midnight(Date.now())) },
  ];
}

/** Much is asked about with its number. */
function withWeight(question: string, { visits, pages, webmarks }: Weight): string {
  const marks = webmarks > 0 ? plural('shared_forgetMarks', webmarks) : t('shared_forgetNoMarks');
  return t('popup_forgetMany', question, plural('page_visits', visits), plural('popup_size', pages), marks);
}

export class ForgetPart {
  readonly #box = need('#forget-more', HTMLElement);
  #site: string | null = null;

  constructor(readonly doors: Doors) {}

  show(tab: TabState): void {
    const site = siteOf(pageAddress(tab.url ?? undefined) ?? '');
    if (site !== this.#site) this.#offer(site);
  }

  #offer(site: string): void {
    this.#site = site;
    fill(this.#box,
      el('span', { class: 'caption', 'aria-hidden': 'true' }, t('popup_forgetMore')),
      ...choices(site).map((choice) => el('button', { type: 'button', title: choice.question, onclick: () => void this.#ask(choice) }, choice.words)));
  }

  async #ask({ question, which }: Choice): Promise<void> {
    const weight = await engine.weigh(which()).catch(() => null);
    const asked = weight && weighty(weight) ? withWeight(question, weight) : question;
    const back = (): void => {
      this.#offer(this.#site ?? '');
      this.#box.querySelector('button')?.focus();
    };
    const yes = el('button', { type: 'button', class: 'danger', onclick: () => void this.#forget(which()) }, t('popup_forgetYes'));
    fill(this.#box,
      el('span', { class: 'question', role: 'status' }, asked), yes,
      el('button', { type: 'button', onclick: back }, t('popup_forgetNo')));
    yes.focus();
  }

  async #forget(which: Which): Promise<void> {
    this.#offer(this.#site ?? '');
    try {
      const { op } = await engine.mutate(which, { kind: 'forget' });
      if ('site' in which) await keepName(op, which.site);
    } catch (thrown) {
      this.doors.wrong(thrown);
    }
    await this.doors.refresh();
    (document.querySelector<HTMLElement>('#forgotten button') ?? need('#star', HTMLElement)).focus();
  }
}
