/** The line under the toolbar: what is wrong with the engine, what is odd about a query, how results are sorted and where they are from. */
import type { EngineFault } from '../../../bridge/engine.js';
import { complaintLine } from '../../shared/complaints.js';
import { el, fill, set, type Child } from '../../shared/dom.js';
import { explain } from '../../shared/errors.js';
import { number, t } from '../../shared/i18n.js';
import type { Playback } from '../model/playback.js';
import type { Sort } from '../model/route.js';
import { icon } from './icons.js';

const MOST_SITES = 8;
const MOST_LABELS = 5;

export class Notices {
  readonly #banner = el('div', { class: 'banner', role: 'alert', hidden: true });
  readonly #complaints = el('ul', { class: 'complaints', hidden: true });
  readonly #facets = el('section', { class: 'facets', 'aria-label': t('playback_narrow'), hidden: true });

  constructor(root: HTMLElement, readonly playback: Playback, readonly put: (q: string) => void) {
    root.append(this.#banner, this.#complaints, this.#facets);
    playback.memory.faulted.on((fault) => this.#fault(fault));
    for (const news of [playback.search.changed, playback.search.counted]) news.on(() => this.#search());
    playback.place.switched.on(() => this.#search());
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
    const { search, place } = this.playback;
    const complaints = search.active ? search.answer?.complaints ?? [] : [];
    const fault = search.active ? search.fault : null;
    this.#complaints.hidden = complaints.length === 0 && fault === null;
    fill(this.#complaints, ...complaints.map((complaint) => el('li', {}, complaintLine(complaint))),
      fault ? el('li', { class: 'wrong' }, `${explain(fault).sentence} ${explain(fault).advice}`) : null);
    const matches = search.active && place.view === 'grid' ? search.matches : null;
    const { sites, labels, webmarks, pages } = matches ?? { sites: [], labels: [], webmarks: 0, pages: 0 };
    this.#facets.hidden = !search.active || place.view !== 'grid' || search.length === 0;
    fill(this.#facets, this.#sort('best'), this.#sort('newest'), el('span', { class: 'facets-gap' }),
      webmarks > 0 && webmarks < pages ? this.#narrow('is:webmark', webmarks, t('shared_filter_is'), '★') : null,
      ...labels.filter(({ count }) => count < pages).slice(0, MOST_LABELS).map(({ label, count }) => this.#label(label, count)),
      ...(sites.length > 1 ? sites.slice(0, MOST_SITES).map(({ site, count }) => this.#narrow(`site:${site}`, count, null, site)) : []));
  }

  #sort(sort: Sort): HTMLElement {
    const { search, place } = this.playback;
    const button = el('button', {
      type: 'button', class: 'chip', onclick: () => void search.set(search.q, sort).then(() => {
        place.commit();
        this.#facets.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
      }),
    }, t(`playback_sort_${sort}`));
    set(button, 'aria-pressed', search.sort === sort ? 'true' : 'false');
    return button;
  }

  #label(label: string, count: number): HTMLElement | null {
    const filter = labelFilter(label);
    return filter === null ? null : this.#narrow(filter, count, t('playback_narrowLabel', label), icon('label'), el('span', { dir: 'auto' }, label));
  }

  /** A chip that asks for a part of what matches; `said`: what it is, where what is shown does not tell. */
  #narrow(filter: string, count: number, said: string | null, ...shown: Child[]): HTMLElement {
    return el('button', {
      type: 'button', class: 'chip', title: said, 'aria-label': said && `${said} ${number(count)}`,
      onclick: () => this.put(`${this.playback.search.q.trim()} ${filter}`),
    }, ...shown, el('span', { class: 'quiet number' }, ` ${number(count)}`));
  }
}

/** A label as a query has it; null where it holds what would end its quotes. */
export function labelFilter(label: string): string | null {
  return /["”“»]/.test(label) ? null : `label:"${label}"`;
}
