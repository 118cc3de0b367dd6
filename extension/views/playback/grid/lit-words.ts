/** The words of the search, marked on a picture where they stand: one drawing that covers the picture as its image does. */
import { WORD_UNITS } from '../../../bridge/shot-words.js';

const SVG = 'http://www.w3.org/2000/svg';
/** So much is drawn around a word, in these units of the height. */
const AROUND = 6;

export class LitWords {
  readonly element = document.createElementNS(SVG, 'svg');
  readonly #path = document.createElementNS(SVG, 'path');
  #shown: Uint16Array | null = null;
  #ratio = 0;
  #fromRight = false;

  constructor() {
    this.element.classList.add('lit-words');
    this.element.setAttribute('aria-hidden', 'true');
    this.element.append(this.#path);
    this.clear();
  }

  /** `places`: left, top, width and height, one after another; `ratio`: the picture's width by its height; `fromRight`: the side that is kept when it is cut. */
  show(places: Uint16Array, ratio: number, fromRight: boolean): void {
    if (places === this.#shown && ratio === this.#ratio && fromRight === this.#fromRight) return;
    [this.#shown, this.#ratio, this.#fromRight] = [places, ratio, fromRight];
    const [wide, tall] = [Math.round(WORD_UNITS * ratio), WORD_UNITS];
    this.element.setAttribute('viewBox', `0 0 ${wide} ${tall}`);
    this.element.setAttribute('preserveAspectRatio', `${fromRight ? 'xMax' : 'xMin'}YMin slice`);
    let path = '';
    for (let at = 0; at + 3 < places.length; at += 4) {
      const [x, y, width, height] = places.subarray(at, at + 4) as unknown as [number, number, number, number];
      path += `M${Math.round(x * ratio) - AROUND} ${y - AROUND}h${Math.round(width * ratio) + 2 * AROUND}v${height + 2 * AROUND}h${-Math.round(width * ratio) - 2 * AROUND}z`;
    }
    this.#path.setAttribute('d', path);
    this.element.toggleAttribute('hidden', path === '');
  }

  clear(): void {
    this.#shown = null;
    this.element.setAttribute('hidden', '');
  }
}
