/** The activity around the needle: one histogram wider than the screen, read again when the view runs off it. */
import type { Histogram } from '../../../bridge/engine.js';
import type { Playback } from '../model/playback.js';

const WIDER = 3;
const MOST_BUCKETS = 2048;

export class Activity {
  histogram: Histogram | null = null;
  #key = '';
  #busy = false;
  #next: { centre: number; span: number; buckets: number } | null = null;

  constructor(readonly playback: Playback, readonly onNews: () => void) {}

  /** Makes sure that [centre - span / 2, centre + span / 2] is covered at about `buckets` a span. */
  want(centre: number, span: number, buckets: number): void {
    const held = this.histogram;
    if (held && this.#key === this.#stamp()) {
      const to = held.from + held.counts.length * held.bucketMs;
      const covered = held.from <= centre - span * 0.6 && to >= centre + span * 0.6;
      const fits = held.counts.length * 0.9 < buckets * WIDER * 2 && (to - held.from) < span * WIDER * 2.2;
      if (covered && fits) return;
    }
    this.#next = { centre, span, buckets };
    void this.#pump();
  }

  /** What the histogram depends on besides its window. */
  #stamp(): string {
    const { memory, search } = this.playback;
    return `${memory.overview.gen} ${memory.total} ${memory.overview.starred.reduce((sum, n) => sum + n, 0)} ${search.active ? search.q : ''} ${search.answer?.total ?? -1}`;
  }

  async #pump(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      for (let asked = this.#next; asked; asked = this.#next) {
        this.#next = null;
        const { centre, span, buckets } = asked;
        const key = this.#stamp();
        const { search, engine } = this.playback;
        const hits = search.active ? search.answer?.ordinals.slice() : undefined;
        const half = (span * WIDER) / 2;
        const most = Math.min(MOST_BUCKETS, Math.max(8, Math.ceil(buckets * WIDER)));
        this.histogram = await engine.histogram(centre - half, centre + half, most, hits);
        this.#key = key;
        this.onNews();
      }
    } catch (thrown) {
      this.playback.memory.report(thrown);
    } finally {
      this.#busy = false;
    }
  }
}
