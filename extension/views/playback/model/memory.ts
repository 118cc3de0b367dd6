/** The view's window onto the memory: the days, and the frames, captions and pictures that are on screen. */
import type { Caption, EngineFault, Ordinal, Overview } from '../../../bridge/engine.js';
import { faultOf } from '../../shared/errors.js';
import { beat } from './beat.js';
import { CaptionStore } from './caption-store.js';
import { FrameStore } from './frame-store.js';
import type { LiveEngine } from './live-engine.js';
import { PictureStore } from './picture-store.js';
import { fromPairs, nearestOutside, within, type Ranges } from './ranges.js';
import { Signal } from './signal.js';
import { floorIndex } from './sorted.js';

/** Captions that come with the days: as many as the engine gives at once, and more than a screen shows. */
const NEWEST = 64;
const RETRIES_MS = [500, 1000, 2000, 4000];
const NONE: Overview = {
  gen: -1, total: 0, firstAt: null, lastAt: null, dayNo: new Int32Array(), dayStart: new Uint32Array(1), starred: new Uint32Array(),
  hidden: new Uint32Array(),
};

export class Memory {
  overview: Overview = NONE;
  /** Counts up whenever what was read before may be otherwise now: also when visits are forgotten, which keep their ordinals for a while. */
  revision = 0;
  /** Counts up when ordinals do not mean any more what they meant. */
  numbering = 0;
  /** New frames wait here until the view may show them. */
  #waiting: Overview | null = null;
  #hiddenOf: Overview | null = null;
  #hidden: Ranges = [];
  #reading: Promise<void> | null = null;
  #again = false;
  #newest: Promise<Caption[]> | null = null;
  fault: EngineFault | null = null;
  #failures = 0;

  /** What is on screen may look different: at most once a frame. */
  readonly news = new Signal();
  /** Ordinals are about to mean something else: for whoever has to find what they meant by name. */
  readonly renumbering = new Signal();
  /** The days changed: `renumbered` when ordinals do not mean what they meant, `outdated` when what a search found may be otherwise. */
  readonly changed = new Signal<{ renumbered: boolean; outdated: boolean }>();
  readonly faulted = new Signal<EngineFault | null>();
  readonly frames: FrameStore;
  readonly captions: CaptionStore;
  readonly pictures: PictureStore;

  constructor(readonly engine: LiveEngine) {
    const tell = (): void => this.news.emit();
    const news = (): void => beat.move(tell);
    const fault = (thrown: unknown): void => this.report(thrown);
    this.frames = new FrameStore(engine, news, fault);
    this.captions = new CaptionStore(engine, news, fault);
    this.pictures = new PictureStore(engine, (ordinal) => this.frames.get(ordinal)?.capture ?? this.captions.get(ordinal)?.capture ?? null, news);
    engine.onEvent((event) => {
      if (event.kind === 'changed' || event.kind === 'ready') void this.refresh();
      if (event.kind === 'problem') this.report(event.fault);
    });
    document.addEventListener('visibilitychange', () => { if (document.hidden) this.pictures.shed(); });
  }

  get total(): number {
    return this.overview.total;
  }

  /** Visits that are forgotten and keep their places while they can be taken back. */
  get hidden(): Ranges {
    if (this.#hiddenOf !== this.overview) [this.#hiddenOf, this.#hidden] = [this.overview, fromPairs(this.overview.hidden)];
    return this.#hidden;
  }

  /** The visit that is not forgotten, nearest to one; on a `side` of it, where there is any; itself where all are forgotten. */
  nearest(ordinal: Ordinal, side?: 1 | -1): Ordinal {
    return nearestOutside(this.hidden, ordinal, this.total, side);
  }

  /** The newest visit that is not forgotten. */
  get newest(): Ordinal {
    return this.nearest(Math.max(0, this.total - 1));
  }

  /** How many visits of [from, to) are remembered. */
  shown(from: Ordinal, to: Ordinal): number {
    return to - from - within(this.hidden, from, to);
  }

  /** New pages that are not shown yet. */
  get waiting(): number {
    return this.#waiting ? this.#waiting.total - this.overview.total : 0;
  }

  /** The engine's index of the day that holds an ordinal. */
  dayOf(ordinal: Ordinal): number {
    return Math.max(0, Math.min(floorIndex(this.overview.dayStart, ordinal), this.overview.dayNo.length - 1));
  }

  /** The first reading: with the days come the words of what was seen last, which is what nearly always is shown first; by them its pictures are asked for. */
  open(): Promise<void> {
    this.#newest = this.engine.recent(NEWEST).catch(() => []);
    return this.refresh();
  }

  /** Reads the days again; calls that come while one runs are served by one more. */
  async refresh(): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return this.#reading;
    }
    this.#reading = this.#read().finally(() => { this.#reading = null; });
    await this.#reading;
    if (this.#again) {
      this.#again = false;
      await this.refresh();
    }
  }

  /** Shows the pages that waited. */
  admit(): void {
    if (!this.#waiting) return;
    this.overview = this.#waiting;
    this.#waiting = null;
    this.frames.grow(this.overview.total);
    this.changed.emit({ renumbered: false, outdated: false });
  }

  /** Notes that the engine failed, and tries again in a while when it is gone. */
  report(thrown: unknown): void {
    const fault = faultOf(thrown);
    if (!isPassing(fault)) {
      this.fault = fault;
      this.faulted.emit(fault);
      return;
    }
    if (this.fault?.kind === fault.kind) return;
    this.fault = fault;
    this.faulted.emit(fault);
    const wait = RETRIES_MS[Math.min(this.#failures++, RETRIES_MS.length - 1)] as number;
    setTimeout(() => {
      this.fault = null;
      void this.refresh();
    }, wait);
  }

  async #read(): Promise<void> {
    try {
      const overview = this.engine.overview();
      const [fresh, newest] = [await overview, await this.#newest];
      this.#newest = null;
      this.#failures = 0;
      this.fault = null;
      this.faulted.emit(null);
      this.#take(fresh, newest ?? []);
    } catch (thrown) {
      this.report(thrown);
    }
  }

  #take(fresh: Overview, newest: Caption[]): void {
    const first = this.overview === NONE;
    this.revision++;
    const sameDays = !first && startsWith(fresh, this.overview);
    if (!first && fresh.gen === this.overview.gen || sameDays && fresh.total === this.overview.total) {
      const outdated = fresh.gen !== this.overview.gen || !isSame(fresh.hidden, this.overview.hidden);
      this.frames.stale();
      this.captions.stale();
      if (fresh.total > this.overview.total) {
        this.#waiting = fresh;
        // What is forgotten is out of sight at once, whatever waits.
        this.overview = { ...this.overview, hidden: fresh.hidden };
      } else this.overview = fresh;
      this.changed.emit({ renumbered: false, outdated });
      return;
    }
    this.renumbering.emit();
    this.numbering++;
    this.overview = fresh;
    this.#waiting = null;
    this.frames.reset(fresh.total);
    this.captions.reset();
    this.captions.put(newest);
    this.pictures.reset();
    this.changed.emit({ renumbered: true, outdated: true });
  }
}

/** Whether it is tried again by itself. */
export const isPassing = (fault: EngineFault | null): boolean => fault?.kind === 'lost' || fault?.kind === 'retry';

const isSame = (a: Uint32Array, b: Uint32Array): boolean => a.length === b.length && a.every((value, at) => value === b[at]);

/** True when `longer` holds the days of `shorter` unchanged, but for the last day, which may have grown. */
function startsWith(longer: Overview, shorter: Overview): boolean {
  const n = shorter.dayNo.length;
  for (let day = 0; day < n; day++) {
    if (longer.dayNo[day] !== shorter.dayNo[day] || longer.dayStart[day] !== shorter.dayStart[day]) return false;
  }
  return longer.total >= shorter.total;
}
