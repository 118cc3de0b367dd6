/** The sessions around the needle and what was seen in them: more than is shown, read again when the view runs off it. */
import type { Sessions } from '../../../bridge/engine.js';
import type { Playback } from '../model/playback.js';
import { NewestWish } from './newest-wish.js';
import { BREAK } from './scale.js';

/** How much is read on either side, for what is shown. */
const WIDER = 1.5;

/** What is shown: the needle's moment, both edges, pixels of a millisecond and of a bar. */
export interface Shown { at: number; from: number; to: number; perMs: number; width: number; barPx: number }

export class NearSessions {
  held: Sessions | null = null;
  #key = '';
  readonly #wish: NewestWish<Shown>;

  constructor(readonly playback: Playback, readonly onNews: () => void) {
    this.#wish = new NewestWish(playback, (shown, hits) => this.#ask(shown, hits));
  }

  /** Makes sure that what is shown is there. */
  want(shown: Shown): void {
    if (this.held && this.#key === this.#stamp(shown) && covers(this.held, shown)) return;
    void this.#wish.wish(shown);
  }

  /** What the answer depends on besides its moment. Widths that are nearly alike are one. */
  #stamp({ perMs, barPx }: Shown): string {
    return `${this.#wish.stamp} ${bucketOf(perMs, barPx)}`;
  }

  async #ask(asked: Shown, hits: Uint32Array | undefined): Promise<void> {
    const key = this.#stamp(asked);
    const { at, width, perMs, barPx } = asked;
    this.held = await this.playback.engine.sessions(Math.round(at), Math.round((width * WIDER) / perMs), Math.round(BREAK / perMs), bucketOf(perMs, barPx), hits);
    this.#key = key;
    this.onNews();
  }
}

/** Both edges lie in what was read, or nothing was seen beyond it. */
function covers({ from, to, hasBefore, hasAfter }: Sessions, shown: Shown): boolean {
  return from.length > 0 && (!hasBefore || (from[0] as number) <= shown.from) && (!hasAfter || (to[to.length - 1] as number) >= shown.to);
}

/** A round width of about a bar: while one zooms on it stays the same for a while. */
function bucketOf(perMs: number, barPx: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1000, barPx / perMs) / 1000)) * 1000;
}
