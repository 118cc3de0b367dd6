/**
 * Any number of frames without holding any of them: for a million of them, for a worker that is lost. It
 * finds, stars, labels and forgets nothing: that is tested over the real engine.
 */
import {
  FLAG, type Caption, type Engine, type EngineEvent, type Filter, type Frames, type Histogram, type NeighbourKind, type Ordinal, type Overview, type Sessions, type Status,
} from '../../../extension/bridge/engine.js';
import { drawPage, pageOf, type FakePage } from './pages.js';
import { DAY, noise, times, type FakeOptions } from './times.js';

const gen = 1;
const never = (): Promise<never> => Promise.reject({ kind: 'bug', fact: 'not asked over counted frames' });

export class CountedEngine implements Engine {
  readonly calls: Record<string, number> = {};
  readonly #at: Float64Array;
  readonly #total: number;
  readonly #stars = new Set<Ordinal>();
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  /** Every call is refused as if the worker were gone. */
  lost = false;

  constructor(readonly options: FakeOptions) {
    this.#total = options.total;
    this.#at = times(options, options.total + 64);
    for (let i = 0; i < options.total; i++) if (noise(3, i) < 0.03) this.#stars.add(i);
  }

  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells that something changed, though nothing did. */
  tell(): void {
    const event: EngineEvent = { kind: 'changed', gen, visits: this.#total, webmarks: this.#stars.size };
    for (const listener of this.#listeners) listener(event);
  }

  async status(): Promise<Status> {
    await this.#turn('status');
    return {
      gen, visits: this.#total, pages: this.#total, captures: this.#total, webmarks: this.#stars.size, firstAt: this.#at[0] ?? null,
      lastAt: this.#at[this.#total - 1] ?? null, journalBytes: 0, indexBytes: 0, pictureBytes: 0, pictureCount: 0, undoable: [], spreading: [], rebuilding: null,
      opened: { tailCut: 0, damaged: 0, indexRebuilt: false, missing: null },
    };
  }

  async overview(_filter?: Filter): Promise<Overview> {
    await this.#turn('overview');
    const dayNo: number[] = [];
    const dayStart: number[] = [];
    const starred: number[] = [];
    for (let i = 0; i < this.#total; i++) {
      const day = Math.floor((this.#at[i] as number) / DAY);
      if (day !== dayNo[dayNo.length - 1]) { dayNo.push(day); dayStart.push(i); starred.push(0); }
      if (this.#stars.has(i)) starred[starred.length - 1] = (starred[starred.length - 1] as number) + 1;
    }
    dayStart.push(this.#total);
    return {
      gen, total: this.#total, firstAt: this.#total ? this.#at[0] as number : null, lastAt: this.#total ? this.#at[this.#total - 1] as number : null,
      dayNo: Int32Array.from(dayNo), dayStart: Uint32Array.from(dayStart), starred: Uint32Array.from(starred), hidden: new Uint32Array(),
    };
  }

  async histogram(from: number, to: number, maxBuckets: number, hits?: Uint32Array): Promise<Histogram> {
    await this.#turn('histogram');
    const steps = [1, 5, 15, 60, 360, 1440, 10_080, 43_200, 525_600].map((minutes) => minutes * 60_000);
    const bucketMs = steps.find((step) => (to - from) / step <= maxBuckets) ?? 43_200 * 60_000;
    const start = Math.floor(from / bucketMs) * bucketMs;
    const n = Math.max(0, Math.ceil((to - start) / bucketMs));
    const counts = new Uint32Array(n);
    const starred = new Uint32Array(n);
    const lit = new Uint32Array(n);
    const set = new Set(hits ?? []);
    for (let i = this.#bound(start); i < this.#total && (this.#at[i] as number) < to; i++) {
      const bucket = Math.floor(((this.#at[i] as number) - start) / bucketMs);
      counts[bucket] = (counts[bucket] ?? 0) + 1;
      if (this.#stars.has(i)) starred[bucket] = (starred[bucket] ?? 0) + 1;
      if (set.has(i)) lit[bucket] = (lit[bucket] ?? 0) + 1;
    }
    return { gen, bucketMs, from: start, counts, starred, hits: lit };
  }

  async sessions(at: number, reach: number, gap: number, bucketMs: number, hits?: Uint32Array): Promise<Sessions> {
    await this.#turn('sessions');
    const columns = { from: [] as number[], to: [] as number[], starts: [] as number[], counts: [] as number[], starred: [] as number[], lit: [] as number[] };
    const { from, to, starts, counts, starred, lit } = columns;
    const nearest = Math.min(this.#total - 1, this.#bound(at));
    const filling = (step: 1 | -1): number => {
      let end = nearest;
      for (let filled = 0; filled <= reach && end + step >= 0 && end + step < this.#total; end += step) {
        const silence = Math.abs((this.#at[end + step] as number) - (this.#at[end] as number));
        filled += silence > 30 * 60_000 ? Math.min(silence, gap) : silence;
      }
      return end;
    };
    const [first, last] = [filling(-1), filling(1)];
    for (let i = first; i <= last; i++) {
      const moment = this.#at[i] as number;
      const begins = i === first || moment - (this.#at[i - 1] as number) > 30 * 60_000;
      if (begins) { from.push(moment); to.push(moment); }
      to[to.length - 1] = moment;
      const start = Math.floor(moment / bucketMs) * bucketMs;
      if (begins || starts[starts.length - 1] !== start) { starts.push(start); counts.push(0); starred.push(0); lit.push(0); }
      const add = (all: number[], is: boolean): void => { all[all.length - 1] = (all[all.length - 1] as number) + (is ? 1 : 0); };
      add(counts, true);
      add(starred, this.#stars.has(i));
      add(lit, hits?.includes(i) ?? false);
    }
    return {
      gen, from: Float64Array.from(from), to: Float64Array.from(to), hasBefore: first > 0, hasAfter: last < this.#total - 1, bucketMs, at: Float64Array.from(starts),
      counts: Uint32Array.from(counts), starred: Uint32Array.from(starred), hits: Uint32Array.from(lit),
    };
  }

  async frames(from: Ordinal, to: Ordinal): Promise<Frames> {
    await this.#turn('frames');
    if (this.options.frameless) await new Promise(() => {});
    if (to - from > 256) throw { kind: 'invalid', fact: 'more than 256 frames' };
    const n = Math.max(0, Math.min(to, this.#total) - from);
    const frames: Frames = {
      gen, from, at: new Float64Array(n), offsetMin: new Int16Array(n), capture: new Uint32Array(n), site: new Uint32Array(n),
      flags: new Uint8Array(n), colour: new Uint8Array(n * 3),
    };
    for (let i = 0; i < n; i++) {
      const page = this.page_(from + i);
      frames.at[i] = this.#at[from + i] as number;
      frames.capture[i] = from + i;
      frames.site[i] = page.siteIndex;
      frames.flags[i] = this.#flags(from + i, page);
      frames.colour.set([page.ground >> 16, (page.ground >> 8) & 255, page.ground & 255], i * 3);
    }
    return frames;
  }

  async captions(ordinals: Ordinal[]): Promise<Caption[]> {
    await this.#turn('captions');
    if (ordinals.length > 64) throw { kind: 'invalid', fact: 'more than 64 captions' };
    return ordinals.filter((ordinal) => ordinal >= 0 && ordinal < this.#total).map((ordinal) => {
      const page = this.page_(ordinal);
      return {
        ordinal, id: ordinal.toString(16).padStart(32, '0'), title: page.title, url: page.url, site: page.site, lang: page.lang, labels: [],
        at: this.#at[ordinal] as number, offsetMin: 0, flags: this.#flags(ordinal, page), thumbhash: null, capture: ordinal, device: null,
      };
    });
  }

  recent(most: number): Promise<Caption[]> {
    return this.captions(Array.from({ length: Math.min(most, this.#total) }, (_, i) => this.#total - 1 - i));
  }

  async ordAt(at: number): Promise<{ ordinal: Ordinal; exact: boolean } | null> {
    await this.#turn('ordAt');
    if (this.#total === 0) return null;
    const after = Math.min(this.#bound(at), this.#total - 1);
    const before = Math.max(0, after - 1);
    const ordinal = Math.abs((this.#at[before] as number) - at) < Math.abs((this.#at[after] as number) - at) ? before : after;
    return { ordinal, exact: this.#at[ordinal] === at };
  }

  async ordOf(visit: string): Promise<Ordinal | null> {
    await this.#turn('ordOf');
    const ordinal = parseInt(visit, 16);
    return ordinal >= 0 && ordinal < this.#total ? ordinal : null;
  }

  async neighbour(of: Ordinal, kind: NeighbourKind, direction: 1 | -1): Promise<Ordinal | null> {
    await this.#turn('neighbour');
    const day = (i: number): number => Math.floor((this.#at[i] as number) / DAY);
    const month = (i: number): number => new Date(this.#at[i] as number).getUTCFullYear() * 12 + new Date(this.#at[i] as number).getUTCMonth();
    for (let i = of + direction; i >= 0 && i < this.#total; i += direction) {
      const found = kind === 'visit' || kind === 'site' && this.page_(i).site !== this.page_(of).site || kind === 'star' && this.#stars.has(i)
        || kind === 'day' && day(i) !== day(of) || kind === 'month' && month(i) !== month(of)
        || kind === 'session' && this.#isSession(i) && i !== of;
      if (found) return i;
    }
    return null;
  }

  async image(ordinal: Ordinal, size: 'thumb' | 'full' | 'icon'): Promise<Blob | null> {
    await this.#turn('image');
    const page = this.page_(ordinal);
    if (size !== 'icon' && !page.pictured) return null;
    return drawPage(page, size, { height: this.options.height ?? 800, edged: this.options.edged ?? false });
  }

  trail = never; versions = never; visitsOf = never; search = never; matches = never; statistics = never; complete = never; operators = never; mutate = never; undo = never; forgetNow = never; labels = never; pictureBudget = never; text = never; fetchText = never; litWords = never; weigh = never;
  remember = never; picture = never; page = never; retention = never; exportPart = never; importPart = never; readBookmarks = never; doctor = never; clear = never;
  vault = never; prelude = never; directory = never; enterVault = never; leaveVault = never; sync = never; thin = never; bringBack = never; checkVault = never; devices = never;
  usage = never; offerPairing = never; changePassphrase = never; revokeDevice = never; removeDevice = never; signInAgain = never; beginAnew = never; seeDoubts = never; replaceRecovery = never; deleteAccount = never; undoDelete = never;

  page_(ordinal: Ordinal): FakePage {
    return pageOf(ordinal, 1, false);
  }

  #flags(ordinal: Ordinal, page: FakePage): number {
    return (this.#stars.has(ordinal) ? FLAG.star : 0) | (page.pictured ? FLAG.picture : 0) | (this.#isSession(ordinal) ? FLAG.sessionStart : 0);
  }

  #isSession(ordinal: Ordinal): boolean {
    return ordinal === 0 || (this.#at[ordinal] as number) - (this.#at[ordinal - 1] as number) > 30 * 60_000;
  }

  #bound(at: number): number {
    let low = 0;
    let high = this.#total;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#at[middle] as number) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  async #turn(method: string): Promise<void> {
    this.calls[method] = (this.calls[method] ?? 0) + 1;
    if (this.lost) throw { kind: 'lost', fact: 'worker' };
    await new Promise((done) => { setTimeout(done, 0); });
    if (this.lost) throw { kind: 'lost', fact: 'worker' };
  }
}
