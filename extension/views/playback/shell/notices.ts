/** The line under the toolbar: what is wrong with the engine, what is odd about a query; below it the facets. */
import type { EngineFault } from '../../../bridge/engine.js';
import { complaintLine } from '../../shared/complaints.js';
import { el, fill } from '../../shared/dom.js';
import { explain } from '../../shared/errors.js';
import { t } from '../../shared/i18n.js';
import type { Playback } from '../model/playback.js';
import { Facets } from './facets.js';

export class Notices {
  readonly #banner = el('div', { class: 'banner', role: 'alert', hidden: true });
  readonly #complaints = el('ul', { class: 'complaints', hidden: true });

  constructor(root: HTMLElement, readonly playback: Playback, put: (q: string) => void) {
    root.append(this.#banner, this.#complaints, new Facets(playback, put).element);
    playback.memory.faulted.on((fault) => this.#fault(fault));
    playback.search.changed.on(() => this.#search());
  }

  #fault(fault: EngineFault | null): void {
    if ((fault === null) === this.#banner.hidden && fault === null) return;
    this.#banner.hidden = fault === null;
    if (!fault) return;
    const { sentence, advice } = explain(fault);
    fill(this.#banner, el('p', {}, el('strong', {}, sentence), ` ${advice}`),
      el('button', { type: 'button', onclick: () => void this.playback.memory.refresh() }, t('playback_retry')));
  }

  #search(): void {
    const { search } = this.playback;
    const complaints = search.active ? search.answer?.complaints ?? [] : [];
    const fault = search.active ? search.fault : null;
    this.#complaints.hidden = complaints.length === 0 && fault === null;
    fill(this.#complaints, ...complaints.map((complaint) => el('li', {}, complaintLine(complaint))),
      fault ? el('li', { class: 'wrong' }, `${explain(fault).sentence} ${explain(fault).advice}`) : null);
  }
}
