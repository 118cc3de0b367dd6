/** The labels of this page: take one off, put one on. */
import { el, fill, refill } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { t } from '../shared/i18n.js';

interface Doors { wrong: (thrown: unknown) => void; refresh: () => Promise<void> }

export class LabelsPart {
  readonly #doors: Doors;
  readonly #list = el('ul', { class: 'chips', 'aria-label': t('popup_labels') });
  readonly #known = el('datalist', { id: 'known-labels' });
  readonly #field = el('input', {
    type: 'text', maxlength: 64, list: 'known-labels', autocomplete: 'off', placeholder: t('popup_addLabel'), 'aria-label': t('popup_addLabel'),
  });
  #url = '';

  constructor(box: HTMLElement, doors: Doors) {
    this.#doors = doors;
    const form = el('form', { onsubmit: (event) => { event.preventDefault(); void this.#add(); } }, this.#field, this.#known);
    // The labels in use are only asked for when somebody is about to type one.
    this.#field.addEventListener('focus', () => void this.#suggest());
    fill(box, this.#list, form);
  }

  show(url: string, labels: string[]): void {
    this.#url = url;
    this.#list.hidden = labels.length === 0;
    refill(this.#list, JSON.stringify([url, labels]), () => labels.map((label) => el('li', { class: 'chip' },
      el('span', { dir: 'auto', class: 'ellipsis' }, label),
      el('button', {
        type: 'button', class: 'icon plain', 'aria-label': t('popup_removeLabel', label), title: t('popup_removeLabel', label),
        onclick: () => void this.#put(label, false),
      }, '×'))));
  }

  async #add(): Promise<void> {
    const label = this.#field.value.trim();
    if (!label) return;
    await this.#put(label, true);
    this.#field.value = '';
  }

  async #put(label: string, on: boolean): Promise<void> {
    try {
      await engine.mutate({ page: this.#url }, { kind: 'label', label, on });
    } catch (thrown) {
      this.#doors.wrong(thrown);
    }
    await this.#doors.refresh();
    this.#field.focus();
  }

  async #suggest(): Promise<void> {
    const known = await engine.labels().catch(() => []);
    fill(this.#known, ...known.map(({ label }) => el('option', { value: label })));
  }
}
