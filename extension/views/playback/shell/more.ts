/** What the toolbar has no room for at narrow widths: the same controls, in a box that a button opens. Wide, the box is not there and they stand in the bar. */
import { el, set } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { icon } from './icons.js';

export class More {
  readonly button: HTMLButtonElement;
  readonly box: HTMLElement;

  constructor(...controls: HTMLElement[]) {
    this.button = el('button', {
      type: 'button', class: 'icon plain more', 'aria-label': t('playback_more'), title: t('playback_more'), 'aria-expanded': 'false', 'aria-controls': 'more',
      onclick: () => this.#open(!this.#isOpen),
    }, icon('more'));
    this.box = el('div', { class: 'more-box', id: 'more', 'aria-label': t('playback_more') }, ...controls);
    // What was chosen is done somewhere else; the box is in its way.
    this.box.addEventListener('click', (event) => { if ((event.target as Element).closest('button, a')) this.#open(false); });
    this.box.addEventListener('keydown', (event) => this.#escape(event));
    this.button.addEventListener('keydown', (event) => this.#escape(event));
    document.addEventListener('pointerdown', ({ target }) => {
      if (this.#isOpen && !this.box.contains(target as Node) && !this.button.contains(target as Node)) this.#open(false);
    });
  }

  get #isOpen(): boolean {
    return this.box.dataset['open'] !== undefined;
  }

  #escape(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !this.#isOpen) return;
    event.stopPropagation();
    this.#open(false);
    this.button.focus();
  }

  #open(on: boolean): void {
    this.box.toggleAttribute('data-open', on);
    set(this.button, 'aria-expanded', on ? 'true' : 'false');
  }
}
