/** The picture of a frame: its colour first, then the thumbnail; a title card in the site's colour when there is none. */
import { FLAG, type Caption, type Ordinal } from '../../../bridge/engine.js';
import { el } from '../../shared/dom.js';
import { nameOfPage } from '../../shared/readable.js';
import { gather } from '../model/beat.js';
import type { Memory } from '../model/memory.js';
import { css, inkOn, siteColour } from '../../shared/colour.js';
import { readsFromRight } from '../text/direction.js';
import { blurOf } from '../text/thumbhash.js';
import { LitWords } from './lit-words.js';

/** A picture that took longer than this fades in; one that was at hand is simply there. */
const SLOW_MS = 80;

export class PictureBox {
  readonly words = new LitWords();
  readonly element = el('span', { class: 'picture' }, this.words.element);
  #image: HTMLImageElement | null = null;
  #card: HTMLElement | null = null;
  /** What stands until the picture is there, and of which frame it is. */
  #blur: HTMLCanvasElement | null = null;
  #blurred: Ordinal = -1;
  #url = '';
  #cardText = '';
  #epoch = 0;
  #lit: Uint16Array | null = null;
  /** Width by height of the picture; 0 until it is there. */
  #ratio = 0;

  /** `shaped` hears how wide the picture is for its height, once that is known; `put` brings it to the screen. */
  constructor(readonly shaped: (ratio: number) => void = () => {}, readonly put: (job: () => void) => void = gather) {}

  /** Takes the picture away, for another frame. */
  clear(): void {
    this.#image?.remove();
    this.#card?.remove();
    this.#unblur();
    this.#image = this.#card = null;
    this.#url = this.#cardText = '';
    this.#ratio = 0;
    this.words.clear();
  }

  /** `blank` shows nothing at all; `quick` leaves a title card out while frames fly past: their colours are enough. */
  show(memory: Memory, ordinal: Ordinal, blank: boolean, quick = false): void {
    if (memory.pictures.epoch !== this.#epoch) this.clear();
    this.#epoch = memory.pictures.epoch;
    const frame = memory.frames.get(ordinal);
    const picture = memory.pictures.get(ordinal, 'thumb');
    const none = picture?.kind === 'absent' || picture?.kind === 'failed' || (frame !== null && (frame.flags & FLAG.picture) === 0);
    const caption = none ? memory.captions.get(ordinal) : null;
    // A card has its site's colour, which popup and panel know, too; a picture is announced by its own.
    const colour = caption ? siteColour(caption.site) : frame?.colour ?? null;
    this.element.style.setProperty('background-color', blank || colour === null ? '' : css(colour));
    if (blank) return this.clear();
    if (quick && caption && this.#card === null) return;
    if (caption && colour !== null) return this.#showCard(caption, memory.pictures.url(ordinal, 'icon'), colour);
    if (picture?.kind !== 'here') {
      if (!quick && this.#image === null) this.#showBlur(ordinal, memory.captions.get(ordinal)?.thumbhash ?? null);
      return;
    }
    this.element.classList.toggle('from-right', readsFromRight(memory.captions.get(ordinal)?.lang ?? ''));
    this.#showImage(picture.url, picture.tookMs, (url) => { if (memory.pictures.url(ordinal, 'thumb') === url) memory.pictures.spoil(ordinal, 'thumb'); });
  }

  #showImage(url: string, tookMs: number, spoilt: (url: string) => void): void {
    if (url === this.#url) return;
    this.#image?.remove();
    this.#card?.remove();
    this.#card = null;
    this.#url = url;
    const image = el('img', { alt: '', decoding: 'async', draggable: 'false', src: url });
    this.#image = image;
    // Mounted once it is decoded, so that no half-drawn picture is ever seen.
    void image.decode().catch(() => undefined).then(() => this.put(() => {
      if (this.#url !== url) return;
      if (!image.naturalWidth) return spoilt(url);
      if (tookMs > SLOW_MS) image.classList.add('fade');
      this.element.append(image);
      this.#unblur();
      this.#ratio = image.naturalWidth / image.naturalHeight;
      this.shaped(this.#ratio);
      this.light(this.#lit);
    }));
  }

  /** Shows where words of the search stand on the picture, once it is there; null: none. */
  light(places: Uint16Array | null): void {
    this.#lit = places;
    if (places !== null && this.#ratio > 0) this.words.show(places, this.#ratio, this.element.classList.contains('from-right'));
    else this.words.clear();
  }

  /** The blurred colours of the picture, in the few bytes that its caption brings. */
  #showBlur(ordinal: Ordinal, hash: Uint8Array | null): void {
    if (hash === null || this.#blurred === ordinal) return;
    this.#unblur();
    this.#blurred = ordinal;
    const blur = blurOf(hash);
    if (!blur) return;
    this.#blur = el('canvas', { class: 'blur', 'aria-hidden': 'true', width: blur.width, height: blur.height });
    this.#blur.getContext('2d')?.putImageData(new ImageData(blur.rgba, blur.width, blur.height), 0, 0);
    this.element.append(this.#blur);
  }

  #unblur(): void {
    this.#blur?.remove();
    this.#blur = null;
    this.#blurred = -1;
  }

  #showCard({ title, url, site, lang }: Caption, icon: string | null, ground: number): void {
    const text = `${title}\n${site}\n${icon}\n${ground}`;
    if (text === this.#cardText) return;
    this.clear();
    this.#cardText = text;
    const card = el('span', { class: 'card', 'aria-hidden': 'true' },
      el('span', { class: 'card-site' }, icon ? el('img', { class: 'icon', alt: '', src: icon, width: 16, height: 16 }) : null, site),
      el('span', { class: 'card-title', dir: 'auto', lang: lang || null }, nameOfPage({ title, url })));
    card.style.setProperty('color', inkOn(ground));
    this.#card = el('span', { class: 'card-room' }, card);
    this.element.append(this.#card);
  }
}
