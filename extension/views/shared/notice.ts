/** The notice of the page in front: what is in the way, and the ways out of it. */
import { askHostAccess, sendMessage } from '../../browser.js';
import { pageAddress } from '../../bridge/address.js';
import type { EngineFault } from '../../bridge/engine.js';
import type { TabState, ViewAnswers } from '../../bridge/messages.js';
import type { Notice, Remedy } from './describe.js';
import { el, refill } from './dom.js';
import { t } from './i18n.js';
import { except, exceptionFor, include, unexcept } from './include.js';
import { settingsUrl, welcomeUrl } from './places.js';
import type { PageDoors } from './star-button.js';

const REMEDY_WORDS: Record<Remedy, string> = {
  allow: 'page_allow', resume: 'page_resume', include: 'page_include', except: 'page_except', unexcept: 'page_unexcept', keep: 'page_keep',
  doctor: 'page_doctor', settings: 'page_settings', room: 'page_settings',
};
/** Where the settings help. */
const SECTIONS: Partial<Record<Remedy, string>> = { doctor: 'check', settings: 'rules', room: 'storage' };

export class NoticePart {
  #url: string | null = null;
  #exception: string | null = null;

  /** `focus`: where the focus goes when a way out was taken, and its button with it. */
  constructor(readonly box: HTMLElement, readonly doors: PageDoors, readonly focus: () => void) {}

  show(tab: TabState, notice: Notice | null): void {
    this.#url = pageAddress(tab.url ?? undefined);
    this.#exception = tab.exception;
    this.box.hidden = notice === null;
    if (!notice) return;
    this.box.className = notice.wrong ? 'notice wrong-notice' : 'notice';
    const words = (remedy: Remedy): string => t(REMEDY_WORDS[remedy], exceptionFor(this.#url));
    refill(this.box, JSON.stringify([notice, exceptionFor(this.#url)]), () => [
      el('p', {}, notice.sentence ? el('strong', {}, notice.sentence) : null, notice.sentence && notice.advice ? ' ' : null, notice.advice),
      ...notice.remedies.map((remedy) => el('button', { type: 'button', onclick: () => void this.#cure(remedy) }, words(remedy)))]);
  }

  async #cure(remedy: Remedy): Promise<void> {
    const { go, refresh, wrong } = this.doors;
    const section = SECTIONS[remedy];
    try {
      if (section !== undefined) go(settingsUrl(section));
      else if (remedy === 'resume') await sendMessage({ kind: 'pause', until: null });
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
    this.focus();
  }

  async #keep(): Promise<void> {
    const answer = await sendMessage<ViewAnswers['keep'] | undefined>({ kind: 'keep', tabId: this.doors.tabId() });
    if (!answer) throw { kind: 'lost', fact: 'no answer to keep' } satisfies EngineFault;
    if ('fault' in answer) throw answer.fault;
    if ('skipped' in answer) this.doors.say(answer.skipped === 'later' ? t('shared_fault_retry') : t(`shared_skipped_${answer.skipped}`));
  }
}
