/** The line under the toolbar: what is wrong with the engine, what is odd about a query; below it the facets. */
import type { EngineFault } from '../../../bridge/engine.js';
import { complaintLine } from '../../shared/complaints.js';
import { didYouMean } from '../../shared/did-you-mean.js';
import { el, fill } from '../../shared/dom.js';
import { explain } from '../../shared/errors.js';
import { listed, plural, t } from '../../shared/i18n.js';
import type { Playback } from '../model/playback.js';
import { Nowhere } from '../model/nowhere.js';
import { settingsUrl } from '../../shared/places.js';
import type { FilterNames, IsDate } from '../../shared/terms.js';
import { Facets } from './facets.js';

export class Notices {
  readonly #banner = el('div', { class: 'banner', role: 'alert', hidden: true });
  readonly #complaints = el('ul', { class: 'complaints', hidden: true });

  readonly #facets: Facets;
  readonly #nowhere: Nowhere;

  constructor(root: HTMLElement, readonly playback: Playback, readonly put: (q: string) => void) {
    this.#facets = new Facets(playback, put);
    // It comes a moment after the answer: who does not see it hears of it.
    root.append(this.#banner, el('div', { role: 'status' }, this.#complaints), this.#facets.element);
    playback.memory.faulted.on((fault) => this.#fault(fault));
    this.#nowhere = new Nowhere(playback.search, () => this.names, this.isDate);
    for (const news of [playback.search.changed, playback.search.settled, this.#nowhere.news]) news.on(() => this.#search());
  }

  /** The names of filters, as the engine's table has them. */
  get names(): FilterNames {
    return this.#facets.names;
  }

  get isDate(): IsDate {
    return this.#facets.isDate;
  }

  #fault(fault: EngineFault | null): void {
    if ((fault === null) === this.#banner.hidden && fault === null) return;
    this.#banner.hidden = fault === null;
    this.#search();
    if (!fault) return;
    const { sentence, advice } = explain(fault);
    fill(this.#banner, el('p', {}, el('strong', {}, sentence), ` ${advice}`),
      // Where room is made.
      fault.kind === 'freeSpace' && el('a', { class: 'button', href: settingsUrl('storage') }, t('page_settings')),
      el('button', { type: 'button', onclick: () => void this.playback.memory.refresh() }, t('playback_retry')));
  }

  #search(): void {
    const { search } = this.playback;
    const complaints = search.complained;
    // Where the memory does not answer at all, the banner says so.
    const fault = search.active && !this.playback.memory.fault ? search.fault : null;
    const better = search.active && search.answer ? didYouMean(search.q, search.answer, this.put) : null;
    // What was meant in its place is named already.
    const missing = better === null ? this.#nowhere.words : [];
    this.#complaints.hidden = complaints.length === 0 && fault === null && better === null && missing.length === 0;
    fill(this.#complaints, better !== null && el('li', {}, ...better),
      missing.length > 0 && el('li', {}, plural('playback_nowhere', missing.length, listed(missing.map((word) => t('shared_quoted', word))))), ...complaints.map((complaint) => el('li', {}, complaintLine(complaint))),
      fault ? el('li', { class: 'wrong' }, `${explain(fault).sentence} ${explain(fault).advice}`) : null);
  }
}
