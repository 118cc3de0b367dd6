/** One search result: thumbnail, title with the found words, site and time, and a passage of the page. */
import { FLAG, type Hit, type Ordinal } from '../../../bridge/engine.js';
import { el, fill, set, webLink } from '../../shared/dom.js';
import { moment, t } from '../../shared/i18n.js';
import { atPassage } from '../../shared/passage.js';
import { nameSpans, spans } from '../../shared/spans.js';
import type { Playback } from '../model/playback.js';
import type { Cell } from './cell.js';
import { PictureBox } from './picture-box.js';

export class Result implements Cell {
  readonly #box = new PictureBox();
  readonly #title = el('span', { class: 'result-title', dir: 'auto' });
  readonly #where = el('span', { class: 'result-where' });
  readonly #snippet = el('span', { class: 'result-snippet', dir: 'auto' });
  readonly link = el('a', { class: 'result-link', tabindex: '-1', draggable: 'false' }, this.#box.element,
    el('span', { class: 'result-words' }, this.#title, ' ', this.#where, ' ', this.#snippet));
  readonly element = el('div', { class: 'tile result', role: 'gridcell' }, this.link);
  ordinal: Ordinal = -1;
  #shown: Hit | 'damaged' | null = null;
  #today = '';
  #said = '';

  constructor(readonly playback: Playback) {}

  show(item: number, column: number): void {
    const { memory, search, selection, lit } = this.playback;
    const hit = search.hit(item);
    const ordinal = search.ordinalAt(item);
    // While its ordinal means another visit the picture stays that is there.
    if (ordinal >= 0 ? ordinal !== this.ordinal : hit !== this.#shown) this.#box.clear();
    this.ordinal = ordinal;
    set(this.element, 'aria-colindex', column + 1);
    set(this.element, 'aria-selected', ordinal >= 0 && selection.has(ordinal) ? 'true' : 'false');
    const flags = memory.frames.get(ordinal)?.flags ?? hit?.flags ?? 0;
    this.element.classList.toggle('starred', (flags & FLAG.star) !== 0);
    const isDamaged = search.isDamaged(item);
    this.element.classList.toggle('pending', hit === null && !isDamaged);
    const shown = isDamaged ? 'damaged' : hit;
    // "Today" is said of another day after midnight.
    const today = new Date().toDateString();
    if (shown !== this.#shown || today !== this.#today) this.#words(shown);
    this.#today = today;
    if (ordinal >= 0) this.#box.show(memory, ordinal, false);
    if (ordinal >= 0 || !hit) this.#box.light(hit && lit.get(ordinal));
    if (!hit) this.#box.element.style.setProperty('background-color', '');
  }

  #words(shown: Hit | 'damaged' | null): void {
    this.#shown = shown;
    // With each letter the hit is another, and most often says what the one before said.
    const hit = shown === 'damaged' ? null : shown;
    const said = JSON.stringify([hit ? { ...hit, ordinal: 0, rank: 0, score: 0 } : shown, new Date().toDateString()]);
    if (said === this.#said) return;
    this.#said = said;
    fill(this.#title, ...(hit ? nameSpans(hit) : shown === 'damaged' ? [t('playback_damaged')] : []));
    fill(this.#snippet, ...(hit ? spans(hit.snippet) : []));
    const parts: (string | HTMLElement)[] = hit ? [hit.site, ' · '] : [];
    if (hit?.device) parts.push(el('bdi', { class: 'result-device', title: hit.device }, hit.device), ' · ');
    if (hit) parts.push(moment(hit.at, Date.now(), hit.offsetMin));
    if (hit && (hit.flags & FLAG.older) !== 0) parts.push(' · ', el('span', { class: 'result-older' }, t('playback_olderVersion')));
    if (hit?.loose) parts.push(' · ', el('span', { class: 'result-loose' }, t('shared_loose')));
    fill(this.#where, ...parts);
    // The words within name the link; until they are here it says that it waits.
    set(this.link, 'aria-label', shown ? null : t('playback_loading'));
    const address = hit && webLink(hit.visited ?? hit.url);
    set(this.link, 'href', address && atPassage(address, hit?.snippet ?? []));
    set(this.link, 'role', address ? null : 'link');
  }
}
