/** One tile of the grid: picture or title card, time and title. Filled again and again as rows come and go. */
import { nameOfPage } from '../../shared/readable.js';
import { FLAG, type Ordinal } from '../../../bridge/engine.js';
import { el, say, set, webLink } from '../../shared/dom.js';
import { t, time } from '../../shared/i18n.js';
import type { Playback } from '../model/playback.js';
import { PictureBox } from './picture-box.js';
import type { Cell } from './cell.js';

export class Tile implements Cell {
  readonly #box = new PictureBox();
  readonly #clock = el('time');
  readonly #title = el('span', { class: 'tile-title', dir: 'auto' });
  /** The other device that saw it. */
  readonly #device = el('bdi', { class: 'tile-device', hidden: true });
  /** What the name of the link says besides time and title. */
  readonly #more = el('span', { class: 'unseen' });
  readonly link = el('a', { class: 'tile-link', tabindex: '-1', draggable: 'false' }, this.#box.element,
    el('span', { class: 'tile-caption' }, this.#clock, ' ', this.#title, ' ', this.#device, this.#more));
  readonly element = el('div', { class: 'tile', role: 'gridcell' }, this.link);
  ordinal: Ordinal = -1;

  constructor(readonly playback: Playback) {}

  show(item: number, column: number): void {
    const { memory, selection, search, lit } = this.playback;
    const ordinal = memory.total - 1 - item;
    if (ordinal !== this.ordinal) this.#box.clear();
    this.ordinal = ordinal;
    const frame = memory.frames.get(ordinal);
    const forgotten = frame !== null && (frame.flags & FLAG.forgotten) !== 0;
    // Of what is forgotten nothing is said, not even to those who listen.
    const caption = forgotten ? null : memory.captions.get(ordinal);
    set(this.element, 'aria-colindex', column + 1);
    set(this.element, 'aria-selected', selection.has(ordinal) ? 'true' : 'false');
    this.element.classList.toggle('starred', frame !== null && !forgotten && (frame.flags & FLAG.star) !== 0);
    this.element.classList.toggle('hit', search.isHit(ordinal));
    this.element.classList.toggle('forgotten', forgotten);
    const clock = frame ? time(frame.at, frame.offsetMin) : '';
    const title = forgotten ? t('playback_forgotten') : (caption ? nameOfPage(caption) : '');
    say(this.#clock, clock);
    say(this.#title, title);
    const device = caption?.device ?? '';
    say(this.#device, device);
    set(this.#device, 'title', device || null);
    this.#device.hidden = device === '';
    const starred = (frame?.flags ?? 0) & FLAG.star ? t('shared_starred') : '';
    const more = forgotten ? '' : ['', caption?.site ?? t('playback_loading'), starred].filter((part, at) => at === 0 || part !== '').join(', ');
    say(this.#more, more);
    const address = caption && webLink(caption.visited ?? caption.url);
    set(this.link, 'href', address);
    set(this.link, 'role', address ? null : 'link');
    this.#box.show(memory, ordinal, forgotten);
    this.#box.light(search.isHit(ordinal) && !forgotten ? lit.get(ordinal) : null);
  }
}
