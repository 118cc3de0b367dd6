/** How much room pictures and texts may take, what they hold now, and how long that lasts. */
import type { Engine, Status } from '../../bridge/engine.js';
import type { Settings } from '../../bridge/messages.js';
import { BUDGETS, readSettings, writeSettings } from '../../bridge/settings.js';
import { el, fill, need } from '../shared/dom.js';
import { complain } from '../shared/errors.js';
import { bytes, plural, t } from '../shared/i18n.js';
import { type Kind, MEGABYTE, readRoom, type Room, SETTING, standing, usedBy } from '../shared/forecast.js';
import { settingsUrl } from '../shared/places.js';

/** `inVault`: whether a vault keeps texts. */
type Stand = Room & { inVault: boolean };

/** One kind: a field in megabytes, and sentences below it. */
class Budget {
  readonly #field: HTMLInputElement;
  readonly #now = el('p', { class: 'caption' });
  readonly #asked: HTMLElement;
  #stand: Stand | null = null;
  #set: number | null = null;

  constructor(private readonly kind: Kind) {
    const id = `${kind}-budget`;
    this.#field = el('input', {
      type: 'number', id, min: BUDGETS.least, max: BUDGETS.most, step: 1, inputmode: 'numeric', placeholder: t(`settings_room_${kind}_none`),
      'aria-describedby': `${id}-now ${id}-asked`, onchange: () => void this.#typed(),
    });
    this.#now.id = `${id}-now`;
    this.#asked = el('div', { id: `${id}-asked`, class: 'asking', role: 'status' });
    fill(need(`#room-${kind}`, HTMLElement),
      el('div', {}, el('label', { class: 'name', for: id }, t(`settings_room_${kind}`)), el('p', { class: 'caption' }, t(`settings_room_${kind}_why`)), this.#now),
      el('span', { class: 'measure' }, this.#field, ' ', t('settings_room_unit')), this.#asked);
  }

  show(settings: Settings): void {
    this.#set = settings[SETTING[this.kind]];
    // What is being typed is not taken away from under the cursor.
    if (document.activeElement !== this.#field) this.#field.value = this.#set === null ? '' : String(this.#set);
    this.#tell();
  }

  stand(stand: Stand): void {
    this.#stand = stand;
    this.#tell();
  }

  #tell(): void {
    if (!this.#stand) return;
    const { status } = this.#stand;
    const used = usedBy(this.kind, status);
    const { over, words } = standing(this.kind, this.#set, this.#stand);
    const holds = this.kind === 'pictures' ? plural('settings_room_pictures_now', status.pictureCount, bytes(used)) : t('settings_room_texts_now', bytes(used));
    fill(this.#now, holds, words && ` ${words}`);
    if (this.kind === 'texts' && over > 0) this.#over(over);
  }

  /** Texts are never thrown away by themselves where nobody else keeps them: what can be done is said. */
  #over(more: number): void {
    const inVault = this.#stand?.inVault ?? false;
    fill(this.#asked, el('p', { class: 'wrong' }, t('settings_room_texts_over', bytes(more))), el('p', {}, t(inVault ? 'settings_room_texts_leave' : 'settings_room_texts_stay')),
      !inVault && el('a', { href: settingsUrl('retention') }, t('settings_retention')), !inVault && el('a', { href: settingsUrl('vault') }, t('settings_vault')));
  }

  async #typed(): Promise<void> {
    const megabytes = this.#field.value.trim() === '' && !this.#field.validity.badInput ? null : this.#field.valueAsNumber;
    const fits = megabytes === null || (Number.isInteger(megabytes) && megabytes >= BUDGETS.least && megabytes <= BUDGETS.most);
    this.#field.setAttribute('aria-invalid', String(!fits));
    if (!fits) { fill(this.#asked, el('p', { class: 'wrong' }, t('settings_room_wrong', BUDGETS.least))); return; }
    const too = this.#stand && megabytes !== null ? usedBy(this.kind, this.#stand.status) - megabytes * MEGABYTE : 0;
    if (this.kind === 'texts' || too <= 0) { await this.#apply(megabytes); return; }
    fill(this.#asked, el('p', {}, t('settings_room_pictures_sure', bytes(too))),
      el('button', { type: 'button', class: 'danger', onclick: () => void this.#apply(megabytes) }, t('settings_room_pictures_yes')),
      el('button', { type: 'button', onclick: () => this.#back() }, t('settings_cancel')));
  }

  #back(): void {
    this.#field.value = this.#set === null ? '' : String(this.#set);
    fill(this.#asked);
    this.#field.focus();
  }

  async #apply(megabytes: number | null): Promise<void> {
    try {
      await writeSettings({ [SETTING[this.kind]]: megabytes });
      this.#set = megabytes;
      fill(this.#asked, el('p', { class: 'good' }, t('settings_saved')));
      this.#tell();
    } catch (thrown) {
      fill(this.#asked, el('p', { class: 'wrong' }, complain(thrown)));
    }
    this.#field.focus();
  }
}

export class RoomPart {
  readonly #budgets = [new Budget('pictures'), new Budget('texts')];

  show(settings: Settings): void {
    for (const budget of this.#budgets) budget.show(settings);
  }

  /** Asks what it holds and at what pace it grows. */
  async refresh(status: Status, engine: Pick<Engine, 'histogram' | 'vault'>): Promise<void> {
    const [room, vault, settings] = await Promise.all([readRoom(status, engine), engine.vault(), readSettings()]);
    this.show(settings);
    for (const budget of this.#budgets) budget.stand({ ...room, inVault: vault !== null });
  }
}
