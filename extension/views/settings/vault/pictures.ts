/** Whether thumbnails of pages go into the vault, too. Choosing it begins a round at once; what was sent stays until its page is forgotten. */
import { sendMessage } from '../../../browser.js';
import { readSettings, writeSettings } from '../../../bridge/settings.js';
import { el, fill } from '../../shared/dom.js';
import { complain } from '../../shared/errors.js';
import { t } from '../../shared/i18n.js';

export class PicturesPart {
  readonly #check = el('input', { id: 'send-thumbs', type: 'checkbox', 'aria-describedby': 'send-thumbs-why', onchange: () => void this.#chosen() });
  readonly #said = el('div', { class: 'asked', role: 'status' });
  readonly element = el('div', { class: 'setting' },
    el('div', {},
      el('label', { class: 'check' }, this.#check, el('span', { class: 'name' }, t('settings_vault_pictures'))),
      el('p', { class: 'caption', id: 'send-thumbs-why' }, t('settings_vault_pictures_why'))),
    this.#said);

  /** @param full whether the vault had no room for them. */
  async show(full: boolean): Promise<void> {
    this.#check.checked = (await readSettings()).sendThumbs;
    fill(this.#said, full && this.#check.checked && el('p', { class: 'quiet' }, t('settings_vault_pictures_full')));
  }

  async #chosen(): Promise<void> {
    const sendThumbs = this.#check.checked;
    fill(this.#said);
    try {
      await writeSettings({ sendThumbs });
      if (sendThumbs) await sendMessage({ kind: 'sync' });
    } catch (thrown) {
      fill(this.#said, el('p', { class: 'wrong' }, complain(thrown)));
    }
  }
}
