/**
 * Sharp pictures where a screen has more pixels than a thumbnail: once the grid rests, those of the tiles in sight are drawn anew from their full images, as
 * large as they are shown and no larger. Two at once, and only what is in sight is kept: that many pixels a screen has anyway.
 */
import type { Ordinal } from '../../../bridge/engine.js';
import { el } from '../../shared/dom.js';
import { beat } from '../model/beat.js';
import type { Playback } from '../model/playback.js';
import { WantedQueue } from '../model/wanted.js';
import type { Cell } from './cell.js';

const REST_MS = 200;
const AT_ONCE = 2;
/** A thumbnail that has so much of what is needed is good enough. */
const ENOUGH = 0.9;
/** Width by height of a tile's picture. */
const TILE = 1.6;

interface Drawn { ordinal: Ordinal; thumb: HTMLImageElement; canvas: HTMLCanvasElement | null }

export class Sharp {
  readonly #drawn = new Map<Cell, Drawn>();
  readonly #queue = new WantedQueue<Cell>(AT_ONCE, (cell) => this.#draw(cell));
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `cells`: those in the document. */
  constructor(readonly playback: Playback, readonly cells: () => Iterable<[item: number, cell: Cell]>) {
    playback.memory.changed.on(({ renumbered }) => { if (renumbered) this.clear(); });
    playback.place.switched.on(() => this.clear());
    document.addEventListener('visibilitychange', () => { if (document.hidden) this.clear(); else this.drawn(); });
  }

  /** The grid was drawn: what shows another page now is no longer covered, and the rest is looked at when it rests. */
  drawn(): void {
    for (const [cell, drawn] of this.#drawn) if (!this.#holds(cell, drawn)) this.#drop(cell);
    this.#queue.want([]);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#rest(), REST_MS);
  }

  clear(): void {
    clearTimeout(this.#timer);
    this.#queue.want([]);
    for (const cell of [...this.#drawn.keys()]) this.#drop(cell);
  }

  #holds(cell: Cell, { ordinal, thumb }: Drawn): boolean {
    return cell.ordinal === ordinal && thumb.isConnected && !this.playback.memory.frames.isForgotten(ordinal);
  }

  #rest(): void {
    const wanted: Cell[] = [];
    for (const [, cell] of this.cells()) {
      const { top, bottom } = cell.element.getBoundingClientRect();
      const inSight = bottom > 0 && top < innerHeight && cell.element.checkVisibility();
      if (!inSight) this.#drop(cell);
      else if (!this.#drawn.has(cell) && this.#need(cell) !== null) wanted.push(cell);
    }
    this.#queue.want(wanted);
  }

  /** The pixels that a picture is shown with, where its thumbnail has fewer. */
  #need(cell: Cell): { thumb: HTMLImageElement; width: number; height: number } | null {
    const thumb = cell.element.querySelector<HTMLImageElement>('.picture > img');
    if (!thumb?.naturalWidth || cell.ordinal < 0) return null;
    const ratio = thumb.naturalWidth / thumb.naturalHeight;
    // What is wider than the tile is as high as it, and cut off.
    const width = Math.round(thumb.clientWidth * devicePixelRatio * Math.max(1, ratio / TILE));
    return thumb.naturalWidth >= width * ENOUGH ? null : { thumb, width, height: Math.round(width / ratio) };
  }

  async #draw(cell: Cell): Promise<void> {
    const need = this.#need(cell);
    if (need === null) return;
    const drawn: Drawn = { ordinal: cell.ordinal, thumb: need.thumb, canvas: null };
    this.#drawn.set(cell, drawn);
    // Without a full image, or one that can be drawn, the thumbnail stands.
    const full = await this.playback.engine.image(cell.ordinal, 'full').catch(() => null);
    const bitmap = full && await createImageBitmap(full, { resizeWidth: need.width, resizeHeight: need.height, resizeQuality: 'high' }).catch(() => null);
    if (!bitmap) return;
    beat.write(() => this.#cover(cell, drawn, bitmap));
  }

  #cover(cell: Cell, drawn: Drawn, bitmap: ImageBitmap): void {
    if (this.#drawn.get(cell) !== drawn || !this.#holds(cell, drawn)) return bitmap.close();
    drawn.canvas = el('canvas', { class: 'sharp', 'aria-hidden': 'true', width: bitmap.width, height: bitmap.height });
    drawn.canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
    drawn.thumb.after(drawn.canvas);
  }

  #drop(cell: Cell): void {
    const canvas = this.#drawn.get(cell)?.canvas;
    this.#drawn.delete(cell);
    if (!canvas) return;
    canvas.remove();
    // Its pixels go at once, and not when somebody collects them.
    canvas.width = canvas.height = 0;
  }
}
