/** Activity over a stretch of time: one histogram, wider than what is shown, read again when the view runs off it. */
import type { Engine, Histogram } from '../../../bridge/engine.js';
import type { Playback } from '../model/playback.js';
import { fineHistogram, fineWidth } from './fine-histogram.js';
import { NewestWish } from './newest-wish.js';

const MOST_BUCKETS = 2048;

interface Wanted { centre: number; span: number; buckets: number }

export class Activity {
  histogram: Histogram | null = null;
  #key = '';
  /** The ms a bucket was asked to be about as wide as. */
  #asked = 1;
  readonly #wish: NewestWish<Wanted>;

  /** `wider`: how many times what is shown is read, so that there is something to move into. */
  constructor(readonly playback: Playback, readonly onNews: () => void, readonly wider = 3) {
    this.#wish = new NewestWish(playback, (wanted, hits) => this.#ask(wanted, hits));
  }

  /** Makes sure that [centre - span / 2, centre + span / 2] is covered at about `buckets` a span. */
  want(centre: number, span: number, buckets: number): void {
    const held = this.histogram;
    if (held && this.#key === this.#wish.stamp) {
      const to = held.from + held.counts.length * held.bucketMs;
      const margin = this.wider > 1 ? 0.6 : 0.5;
      const covered = held.from <= centre - span * margin && to + 1 >= centre + span * margin;
      // Buckets much narrower or wider than asked for would be drawn as a comb or as blocks.
      const width = span / buckets;
      const fits = width / this.#asked < 2 && this.#asked / width < 2;
      if (covered && fits) return;
    }
    void this.#wish.wish({ centre, span, buckets });
  }

  async #ask({ centre, span, buckets }: Wanted, hits: Uint32Array | undefined): Promise<void> {
    const key = this.#wish.stamp;
    const half = (span * this.wider) / 2;
    const most = Math.min(MOST_BUCKETS, Math.max(8, Math.ceil(buckets * this.wider)));
    this.histogram = await read(this.playback.engine, centre - half, centre + half, most, hits);
    this.#key = key;
    this.#asked = span / buckets;
    this.onNews();
  }
}

async function read(engine: Engine, from: number, to: number, most: number, hits?: Uint32Array): Promise<Histogram> {
  const width = fineWidth(from, to, most);
  const fine = width === null ? null : await fineHistogram(engine, from, to, width, hits);
  return fine ?? engine.histogram(from, to, most, hits);
}
