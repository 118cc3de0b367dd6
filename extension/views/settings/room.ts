/** How much room pictures and texts may take, what they hold now, and how long that lasts. */
import type { Engine, Status } from '../../bridge/engine.js';
import type { Settings } from '../../bridge/messages.js';
import { BUDGETS, readSettings, writeSettings } from '../../bridge/settings.js';
import { el, fill, need } from '../shared/dom.js';
import { complain } from '../shared/errors.js';
import { bytes, plural, t } from '../shared/i18n.js';
import { settingsUrl } from '../shared/places.js';
import { daysLeft, LATELY, type Pace, spanOf } from './pace.js';

const MEGABYTE = 1_000_000;
const DAY = 86_400_000;

type Kind = 'pictures' | 'texts';
const SETTING = { pictures: 'pictureBudget', texts: 'textBudget' } as const satisfies Record<Kind, keyof Settings>;

/** `free`: bytes that the browser grants beyond what is used; `inVault`: whether a vault keeps texts. */
interface Stand { status: Status; pace: Pace; free: number; quota: number; inVault: boolean }

const usedBy = (kind: Kind, { pictureBytes, journalBytes, indexBytes }: Status): number => (kind === 'pictures' ? pictureBytes : journalBytes + indexBytes);

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
    const { status, pace, free, quota } = this.#stand;
    const used = usedBy(this.kind, status);
    const budget = this.#set === null ? (this.kind === 'pictures' ? quota / 2 : used + free) : this.#set * MEGABYTE;
    const days = daysLeft(used, Math.min(budget - used, free), pace, Date.now());
    const holds = this.kind === 'pictures' ? plural('settings_room_pictures_now', status.pictureCount, bytes(used)) : t('settings_room_texts_now', bytes(used));
    fill(this.#now, holds, days !== null && used < budget && ` ${forecast(days)}`);
    if (this.kind === 'texts' && used > budget) this.#over(used - budget);
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

function forecast(days: number): string {
  const { unit, count } = spanOf(days);
  return unit === 'ages' ? t('settings_room_ages') : plural(`settings_room_${unit}`, count);
}

export class RoomPart {
  readonly #budgets = [new Budget('pictures'), new Budget('texts')];

  show(settings: Settings): void {
    for (const budget of this.#budgets) budget.show(settings);
  }

  /** Asks what it holds and at what pace it grows. */
  async refresh(status: Status, engine: Pick<Engine, 'histogram' | 'vault'>): Promise<void> {
    const now = Date.now();
    const [{ counts }, { quota = 0, usage = 0 }, vault, settings] = await Promise.all([
      engine.histogram(now - LATELY * DAY, now + 1, 1), navigator.storage.estimate().catch((): StorageEstimate => ({})), engine.vault(), readSettings(),
    ]);
    const pace = { visits: status.visits, lately: counts.reduce((sum, one) => sum + one, 0), firstAt: status.firstAt };
    this.show(settings);
    for (const budget of this.#budgets) budget.stand({ status, pace, free: Math.max(0, quota - usage), quota, inVault: vault !== null });
  }
}
