/** Checking the memory, and repairing what the check found. */
import type { DoctorReport, Status } from '../../bridge/engine.js';
import { el, fill, need } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { complain } from '../shared/errors.js';
import { bytes, number, plural, t } from '../shared/i18n.js';

export class DoctorPart {
  readonly #found = el('div', { role: 'status' });
  readonly #opened = el('div', {});
  readonly #check = el('button', { type: 'button', onclick: () => void this.#run(false) }, t('settings_check_do'));
  readonly #repair = el('button', { type: 'button', hidden: true, onclick: () => void this.#run(true) }, t('settings_repair_do'));

  constructor() {
    fill(need('#doctor', HTMLElement), this.#opened, el('div', { class: 'buttons' }, this.#check, this.#repair), this.#found);
  }

  /** What the engine found by itself when it opened the memory, and what it is busy with. */
  show({ opened, rebuilding }: Status): void {
    const { missing, damaged } = opened;
    if (missing || damaged > 0) this.#repair.hidden = false;
    fill(this.#opened,
      missing && el('p', { class: 'wrong' }, el('strong', {}, missing.pages > 0 ? plural('settings_missing', missing.pages) : t('shared_missing')), ' ', t('settings_missing_why')),
      damaged > 0 && el('p', { class: 'wrong' }, t('settings_opened_damaged', bytes(damaged))),
      opened.tailCut > 0 && el('p', {}, t('settings_opened_cut', bytes(opened.tailCut))),
      opened.indexRebuilt && el('p', {}, t('settings_opened_rebuilt')),
      rebuilding && el('p', {}, t('settings_rebuilding', number(rebuilding.done), number(rebuilding.total))),
      rebuilding && el('progress', { max: Math.max(1, rebuilding.total), value: rebuilding.done, 'aria-label': t('settings_check') }));
  }

  async #run(repair: boolean): Promise<void> {
    const pressed = repair ? this.#repair : this.#check;
    pressed.setAttribute('aria-disabled', 'true');
    fill(this.#found, el('p', { class: 'quiet' }, t('settings_check_busy')));
    try {
      this.#tell(await engine.doctor(repair));
    } catch (thrown) {
      fill(this.#found, el('p', { class: 'wrong' }, complain(thrown)));
      this.#repair.hidden = false;
    }
    pressed.removeAttribute('aria-disabled');
    if (pressed.hidden) this.#check.focus();
  }

  #tell({ ok, lines, repaired, missing }: DoctorReport): void {
    this.#repair.hidden = ok || repaired;
    if (repaired) fill(this.#opened);
    const words = t(repaired ? missing ? 'settings_check_without' : 'settings_check_repaired' : ok ? 'settings_check_ok' : missing ? 'shared_missing' : 'settings_check_bad');
    fill(this.#found, el('p', { class: ok ? 'good' : 'wrong' }, words),
      lines.length > 0 && el('details', { open: !ok }, el('summary', {}, t('settings_check_lines')), el('ul', { class: 'report' }, ...lines.map((line) => el('li', {}, line)))));
  }
}
