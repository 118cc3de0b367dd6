/** What is kept: everything, only WebMarks or only addresses; after how long on the screen; whether a page's own mark counts. */
import type { Mode, Settings } from '../../bridge/messages.js';
import { LONGEST_SEEN, writeSettings } from '../../bridge/settings.js';
import { el, fill, need } from '../shared/dom.js';
import { t } from '../shared/i18n.js';

const MODES: readonly Mode[] = ['everything', 'starred', 'address'];

export class ChoosingPart {
  readonly #modes = MODES.map((mode) => el('input', { type: 'radio', name: 'mode', value: mode, onchange: () => void writeSettings({ mode }) }));
  readonly #seconds = el('input', {
    type: 'number', id: 'seen-seconds', min: 1, max: LONGEST_SEEN, step: 1, inputmode: 'numeric', 'aria-describedby': 'seen-state', onchange: () => void this.#save(),
  });
  readonly #state = el('p', { id: 'seen-state', role: 'status' });
  readonly #noArchive = need('#no-archive', HTMLInputElement);
  #saved = 1;

  constructor() {
    fill(need('#mode', HTMLElement), el('legend', { class: 'name' }, t('settings_mode')), ...this.#modes.map((input) => el('label', { class: 'check' },
      input, el('span', {}, el('span', {}, t(`settings_mode_${input.value}`)), ' ', el('span', { class: 'caption' }, t(`settings_mode_${input.value}_why`))))));
    fill(need('#seen', HTMLElement),
      el('div', {}, el('label', { class: 'name', for: 'seen-seconds' }, t('settings_seen')), el('p', { class: 'caption' }, t('settings_seen_why'))),
      el('span', { class: 'measure' }, this.#seconds, ' ', t('settings_seen_unit')), this.#state);
    this.#noArchive.addEventListener('change', () => void writeSettings({ noArchive: this.#noArchive.checked }));
  }

  show({ mode, seenSeconds, noArchive }: Settings): void {
    for (const input of this.#modes) input.checked = input.value === mode;
    this.#saved = seenSeconds;
    // What is being typed is not taken away from under the cursor.
    if (document.activeElement !== this.#seconds) this.#seconds.value = String(seenSeconds);
    this.#noArchive.checked = noArchive;
  }

  async #save(): Promise<void> {
    const seconds = this.#seconds.valueAsNumber;
    const fits = Number.isInteger(seconds) && seconds >= 1 && seconds <= LONGEST_SEEN;
    this.#seconds.setAttribute('aria-invalid', String(!fits));
    this.#state.className = fits ? 'good' : 'wrong';
    this.#state.textContent = fits ? t('settings_saved') : t('settings_seen_wrong', LONGEST_SEEN, this.#saved);
    if (fits) await writeSettings({ seenSeconds: seconds });
  }
}
