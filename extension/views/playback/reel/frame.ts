/** One frame of the strip; in the middle the full image comes over its thumbnail. */
import { FLAG, type Ordinal } from '../../../bridge/engine.js';
import { el, set } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { beat } from '../model/beat.js';
import type { Playback } from '../model/playback.js';
import { PictureBox } from '../grid/picture-box.js';
import { fitted, type Pose } from './geometry.js';

export class FilmFrame {
  readonly #box = new PictureBox((ratio) => this.#shape(ratio), (job) => beat.write(job));
  readonly #full = el('img', { class: 'full', alt: '', decoding: 'async', hidden: true });
  readonly #shade = el('div', { class: 'shade' });
  readonly element = el('div', { class: 'frame', 'aria-hidden': 'true' }, this.#box.element, this.#full, this.#box.words.element, this.#shade, el('div', { class: 'check' }));
  ordinal: Ordinal = -1;
  #fullUrl = '';
  /** Width by height of the picture; null until it is known. */
  ratio: number | null = null;
  /** As large as it is whole (px). */
  #size: [wide: number, tall: number] = [0, 0];
  #fit = '';
  #cut = '';

  /** `shaped` hears the shape of every picture that came. */
  constructor(readonly playback: Playback, readonly shaped: (ratio: number) => void) {}

  /** Takes another page; what was shown of the last is gone at once. */
  take(ordinal: Ordinal): void {
    if (ordinal === this.ordinal) return;
    this.ordinal = ordinal;
    this.#box.clear();
    this.#dropFull();
    this.ratio = null;
  }

  /** As large as its picture can be, whole, in a box of `width` by `height`; `usual` is the shape while there is no picture. */
  fit(width: number, height: number, usual: number): void {
    const [wide, tall] = this.#size = fitted(this.ratio ?? usual, width, height);
    const fit = `${wide.toFixed(1)} ${tall.toFixed(1)}`;
    if (fit === this.#fit) return;
    this.#fit = fit;
    this.element.style.setProperty('--frame-width', `${wide.toFixed(1)}px`);
    this.element.style.setProperty('--frame-height', `${tall.toFixed(1)}px`);
  }

  /** Of all of it (px). */
  get width(): number {
    return this.#size[0];
  }

  /** Whether it is as large as another one, of which nothing is seen then where it stands before it. */
  covers(other: FilmFrame): boolean {
    return this.#size[0] >= other.#size[0] - 1 && this.#size[1] >= other.#size[1] - 1;
  }

  /** Takes up only so much of its width, on the side that is newer (1) or older (-1); what is left of it stands where it stood. */
  cut(side: number, share: number, mirror: number): void {
    // Whole pixels: what is left of it lies on those of the screen as the whole does.
    const away = Math.floor(this.#size[0] * (1 - share));
    const cut = `${side * away} ${mirror} ${this.#fit}`;
    if (cut === this.#cut) return;
    this.#cut = cut;
    const { style } = this.element;
    const [start, end] = side > 0 ? [away, 0] : [0, away];
    style.setProperty('--cut-start', `${start}px`);
    style.setProperty('--cut-end', `${end}px`);
    style.setProperty('--pivot', `${(this.#size[0] / 2 - (mirror > 0 ? start : end)).toFixed(1)}px`);
    set(this.element, 'data-cut', away === 0 ? null : side > 0 ? 'start' : 'end');
  }

  #shape(ratio: number): void {
    this.ratio = ratio;
    this.shaped(ratio);
  }

  pose({ x, scale, shade, turn, depth }: Pose, width: number, mirror: number): void {
    const { style } = this.element;
    const turned = turn === 0 ? '' : ` rotateY(${(turn * mirror).toFixed(2)}deg)`;
    style.setProperty('transform', `translateX(${(x * width * mirror).toFixed(2)}px)${turned} scale(${scale.toFixed(4)})`);
    this.#shade.style.setProperty('opacity', shade.toFixed(3));
    style.setProperty('z-index', String(depth));
  }

  fill(middle: boolean, quick: boolean): void {
    const { memory, search, selection, lit } = this.playback;
    const frame = memory.frames.get(this.ordinal);
    const flags = frame?.flags ?? 0;
    const forgotten = (flags & FLAG.forgotten) !== 0;
    const { classList } = this.element;
    classList.toggle('middle', middle);
    classList.toggle('cut', this.ordinal > 0 && (flags & FLAG.sessionStart) !== 0 && !forgotten);
    classList.toggle('starred', (flags & FLAG.star) !== 0);
    classList.toggle('selected', selection.has(this.ordinal));
    classList.toggle('hit', search.isHit(this.ordinal));
    classList.toggle('dim', search.active && search.matches !== null && !search.isHit(this.ordinal));
    classList.toggle('forgotten', forgotten);
    set(this.element, 'data-forgotten', forgotten ? t('playback_forgotten') : '');
    this.#box.show(memory, this.ordinal, forgotten, quick);
    this.#box.light(search.isHit(this.ordinal) && !forgotten ? lit.get(this.ordinal) : null);
    const url = middle && !forgotten ? memory.pictures.url(this.ordinal, 'full') : null;
    if (url === null) return middle && !forgotten ? undefined : this.#dropFull();
    this.#showFull(url);
  }

  #showFull(url: string): void {
    if (url === this.#fullUrl) return;
    this.#fullUrl = url;
    this.#full.hidden = true;
    this.#full.src = url;
    void this.#full.decode().then(() => beat.write(() => { if (this.#fullUrl === url) this.#full.hidden = false; }), () => {});
  }

  #dropFull(): void {
    if (this.#fullUrl === '') return;
    this.#fullUrl = '';
    this.#full.hidden = true;
    this.#full.removeAttribute('src');
  }
}
