/** The star of the page in front: shows what is so, and asks the background for the other. */
import { sendMessage } from '../../browser.js';
import type { EngineFault } from '../../bridge/engine.js';
import type { SkipReason } from '../../bridge/messages.js';
import { t } from './i18n.js';
import { setStar, starIcon } from './star.js';

/** What a page of ours leads to, for the parts that act on the tab in front. */
export interface PageDoors {
  tabId: () => number;
  go: (url: string) => void;
  wrong: (thrown: unknown) => void;
  /** Says a sentence that is no error. */
  say: (words: string) => void;
  refresh: () => Promise<void>;
}

/** What the background answers when the star could not be set. */
interface StarAnswer { fault?: EngineFault; kept?: boolean; skipped?: SkipReason | 'later' }

export class StarButton {
  readonly #icon = starIcon(false);
  #busy = false;

  constructor(readonly button: HTMLButtonElement, readonly doors: PageDoors) {
    button.append(this.#icon);
    button.setAttribute('aria-label', t('page_star'));
    button.addEventListener('click', () => void this.#toggle());
  }

  show(on: boolean, canStar: boolean): void {
    if (!this.#busy) this.#put(on);
    // Not `disabled`: it stays reachable, so that the reason beside it is heard.
    this.button.setAttribute('aria-disabled', String(!canStar));
  }

  #put(on: boolean): void {
    setStar(this.#icon, on);
    this.button.setAttribute('aria-pressed', String(on));
    this.button.title = t(on ? 'shared_unstar' : 'shared_star');
  }

  async #toggle(): Promise<void> {
    if (this.#busy || this.button.getAttribute('aria-disabled') === 'true') return;
    const { say, wrong, tabId, refresh } = this.doors;
    const on = this.button.getAttribute('aria-pressed') !== 'true';
    this.#busy = true;
    this.#put(on);
    try {
      const answer = await sendMessage<StarAnswer | undefined>({ kind: 'star', tabId: tabId(), on });
      if (answer?.kept) say(t(on ? 'page_starKept' : 'page_unstarKept'));
      else if (answer?.fault) wrong(answer.fault);
      else if (answer?.skipped === 'later') wrong({ kind: 'retry', fact: '' } satisfies EngineFault);
      else if (answer?.skipped) say(t(`shared_skipped_${answer.skipped}`));
    } catch (thrown) {
      wrong(thrown);
    }
    this.#busy = false;
    // What was stored decides, not what was hoped.
    await refresh();
  }
}
