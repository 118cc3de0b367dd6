/** What stands where there is nothing to show: a memory without pages, or a search without hits. */
import { el, fill } from '../../shared/dom.js';
import { fewer } from '../../shared/fewer.js';
import { plural, t } from '../../shared/i18n.js';
import { filtersIn, type FilterNames } from '../../shared/terms.js';
import type { Playback } from '../model/playback.js';

export class Empty {
  readonly element = el('section', { class: 'empty', hidden: true });
  #shown = '';

  /** `names`: of filters, as the engine's table has them. */
  constructor(readonly playback: Playback, readonly put: (q: string) => void, readonly names: () => FilterNames) {}

  /** Shows itself when there is nothing else; true when it does. */
  show(): boolean {
    const { memory, search, place } = this.playback;
    const noMemory = memory.overview.gen >= 0 && memory.total === 0;
    const noHits = !noMemory && search.active && !search.busy && search.fault === null && search.total === 0 && place.view === 'grid';
    this.element.hidden = !noMemory && !noHits;
    const wanted = noMemory ? 'memory' : noHits ? `hits ${search.q}` : '';
    if (wanted === this.#shown) return wanted !== '';
    this.#shown = wanted;
    fill(this.element, ...(noMemory ? this.#memory() : noHits ? this.#hits() : []));
    return wanted !== '';
  }

  #memory(): Node[] {
    return [
      el('div', { class: 'ghosts', 'aria-hidden': 'true' }, el('span'), el('span'), el('span')),
      el('h2', {}, t('playback_emptyTitle')),
      el('p', { class: 'quiet' }, t('playback_emptyText')),
      this.#recording(),
      el('p', {}, el('a', { href: '../settings/settings.html' }, t('playback_importLink'))),
    ];
  }

  /** Says that pages are remembered only once that is known to be so. */
  #recording(): HTMLElement {
    const words = el('span');
    const line = el('p', { class: 'recording', role: 'status', hidden: true }, el('span', { class: 'dot', 'aria-hidden': 'true' }), words);
    void this.playback.obstacle().catch(() => null).then((reason) => {
      line.classList.toggle('stopped', reason !== null);
      words.textContent = t(reason ?? 'playback_recording');
      line.hidden = false;
    });
    return line;
  }

  #hits(): Node[] {
    const { search, visits } = this.playback;
    return [
      el('h2', {}, t('playback_nothingFor', search.q.trim())),
      el('p', { class: 'quiet' }, plural('playback_searchedAll', visits)),
      this.#marks(search.q),
      this.#fewer(search.q),
      el('p', {}, el('button', { type: 'button', onclick: () => this.put('') }, t('shared_searchClear'))),
    ];
  }

  #fewer(q: string): HTMLElement {
    const line = el('p', { class: 'drops', hidden: true });
    void fewer(q, this.playback.engine, this.put).then((less) => { fill(line, ...less); line.hidden = less.length === 0; });
    return line;
  }

  /** What was asked for by a mark that no page has: how one gets it. */
  #marks(q: string): HTMLElement {
    const line = el('p', { hidden: true });
    const asked = filtersIn(q, this.names());
    const say = (words: string): void => { line.textContent = words; line.hidden = false; };
    const { engine } = this.playback;
    const label = asked.find(({ name }) => name === 'label')?.value;
    if (asked.some(({ name }) => name === 'is')) void engine.status().then(({ webmarks }) => { if (webmarks === 0) say(t('playback_noWebMark')); }, () => undefined);
    else if (label !== undefined) void engine.labels().then((all) => { if (!all.some((one) => one.label.toLowerCase() === label.toLowerCase())) say(t('playback_noLabel', t('shared_quoted', label))); }, () => undefined);
    return line;
  }
}
