/** What appears where the mouse rests: a tile's tools, and after a moment the larger picture beside it. */
import type { Ordinal } from '../../../bridge/engine.js';
import { el, set } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { starIcon, setStar } from '../../shared/star.js';
import { forgetsPages, type Playback } from '../model/playback.js';
import { icon, type IconName } from '../shell/icons.js';
import type { GridView } from './grid-view.js';

const REST_MS = 450;

export interface TileActs {
  pick(item: number): void;
  star(ordinal: Ordinal): void;
  label(ordinal: Ordinal): void;
  forget(ordinal: Ordinal): void;
  open(ordinal: Ordinal): void;
  /** Shows it in the reeler. */
  play(item: number): void;
}

export class Hover {
  readonly #star = starIcon(false);
  readonly #starButton: HTMLButtonElement;
  readonly #forgetButton: HTMLButtonElement;
  readonly tools: HTMLElement;
  readonly #large = el('img', { alt: '', decoding: 'async' });
  readonly #preview = el('div', { class: 'preview', 'aria-hidden': 'true', hidden: true }, this.#large);
  #item = -1;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly playback: Playback, readonly grid: GridView, readonly acts: TileActs) {
    this.#starButton = this.#button(t('shared_star'), this.#star, () => acts.star(this.#ordinal));
    this.#forgetButton = this.#button(t('playback_forgetPage'), 'forget', () => acts.forget(this.#ordinal));
    this.tools = el('div', { class: 'tools', role: 'group', 'aria-label': t('playback_tools'), hidden: true },
      this.#button(t('playback_select'), 'check', () => acts.pick(this.#item)),
      el('span', { class: 'tools-gap' }),
      this.#forgetButton,
      this.#button(t('playback_labels'), 'label', () => acts.label(this.#ordinal)),
      this.#button(t('playback_openPage'), 'open', () => acts.open(this.#ordinal)),
      this.#button(t('playback_key_reelHere'), 'reel', () => acts.play(this.#item)),
      this.#starButton);
    grid.element.append(this.tools, this.#preview);
    grid.element.addEventListener('pointermove', (event) => this.#over(event));
    grid.element.addEventListener('pointerleave', () => this.leave());
    grid.scroller.scrolled.on(() => this.leave());
    playback.memory.news.on(() => this.#refresh());
  }

  get #ordinal(): Ordinal {
    return this.grid.source.ordinalOf(this.#item);
  }

  leave(): void {
    this.#item = -1;
    this.tools.hidden = true;
    this.#hidePreview();
  }

  /** Mouse conveniences: every one of them has a key, so none is a stop for Tab. */
  #button(name: string, drawn: IconName | SVGSVGElement, act: () => void): HTMLButtonElement {
    const picture = typeof drawn === 'string' ? icon(drawn) : drawn;
    return el('button', { type: 'button', class: 'tool', tabindex: '-1', title: name, 'aria-label': name, onclick: act }, picture);
  }

  #over(event: PointerEvent): void {
    if (event.pointerType === 'touch') return;
    if (event.target instanceof Element && event.target.closest('.tools')) return this.#hidePreview();
    const item = this.grid.itemOfElement(event.target);
    if (item === this.#item) return;
    this.leave();
    const cell = item < 0 ? null : this.grid.cellAt(item);
    if (!cell || cell.ordinal < 0 || this.playback.memory.frames.isForgotten(cell.ordinal)) return;
    this.#item = item;
    this.#place(cell.element);
    this.#refresh();
    this.#timer = setTimeout(() => this.#showPreview(cell.element), REST_MS);
  }

  #place(tile: HTMLElement): void {
    const picture = tile.querySelector('.picture')?.getBoundingClientRect();
    const box = this.grid.element.getBoundingClientRect();
    if (!picture) return;
    this.tools.style.setProperty('transform', `translate(${picture.left - box.left}px, ${picture.top - box.top}px)`);
    this.tools.style.setProperty('width', `${picture.width}px`);
    this.tools.hidden = false;
  }

  #refresh(): void {
    if (this.#item < 0) return;
    if (this.playback.memory.frames.isForgotten(this.#ordinal)) return this.leave();
    const on = this.playback.isStarred(this.#ordinal);
    setStar(this.#star, on);
    name(this.#starButton, t(on ? 'shared_unstar' : 'shared_star'));
    // With a selection it is what is selected that goes.
    name(this.#forgetButton, t(this.playback.selection.size === 0 ? 'playback_forgetPage' : forgetsPages(this.playback) ? 'playback_forgetPages' : 'playback_forgetVisits'));
    if (!this.#preview.hidden) this.#fill();
  }

  #hidePreview(): void {
    clearTimeout(this.#timer);
    if (this.#preview.hidden) return;
    this.#preview.hidden = true;
    this.playback.memory.pictures.want('full', []);
  }

  /** Beside the tile, on the side with more room, never over it. */
  #showPreview(tile: HTMLElement): void {
    const ordinal = this.#ordinal;
    const { pictures } = this.playback.memory;
    const thumb = pictures.url(ordinal, 'thumb');
    const box = this.grid.element.getBoundingClientRect();
    const there = tile.getBoundingClientRect();
    const left = there.left - box.left;
    const right = box.right - there.right;
    const width = Math.min(560, Math.max(left, right) - 24);
    if (ordinal < 0 || thumb === null || width < there.width * 1.3) return;
    const height = width / this.#shapeOf(tile);
    const x = right >= left ? there.right - box.left + 12 : left - width - 12;
    const y = Math.min(Math.max(8, there.top - box.top + there.height / 2 - height / 2), box.height - height - 8);
    this.#preview.style.setProperty('transform', `translate(${x}px, ${y}px)`);
    this.#preview.style.setProperty('width', `${width}px`);
    this.#preview.style.setProperty('height', `${height}px`);
    this.#large.src = thumb;
    this.#preview.hidden = false;
    pictures.want('full', [ordinal]);
    this.#fill();
  }

  /** Width by height of the tile's picture, within what a screen can show. */
  #shapeOf(tile: HTMLElement): number {
    const thumb = tile.querySelector<HTMLImageElement>('.picture > img');
    return thumb?.naturalWidth ? Math.max(1, thumb.naturalWidth / thumb.naturalHeight) : 1.6;
  }

  #fill(): void {
    const url = this.playback.memory.pictures.url(this.#ordinal, 'full');
    if (url === null || this.#large.src === url) return;
    const image = new Image();
    image.src = url;
    void image.decode().then(() => { if (!this.#preview.hidden) this.#large.src = url; }, () => {});
  }
}

function name(button: HTMLButtonElement, words: string): void {
  set(button, 'aria-label', words);
  set(button, 'title', words);
}
