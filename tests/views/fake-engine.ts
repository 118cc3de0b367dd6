/** A seeded engine for tests of the views alone: any number of frames without holding any of them. */
import {
  FLAG, type Caption, type Change, type Engine, type EngineEvent, type EngineFault, type PageText, type Filter, type Frames, type Hit, type Histogram, type Mutated, type NeighbourKind,
  type Ordinal, type Overview, type Reach, type SearchAnswer, type SearchRequest, type Status, type Which,
} from '../../extension/bridge/engine.js';
import { drawPage, pageOf, type FakePage } from './fake-pages.js';
import { DAY, noise, times, type FakeOptions } from './fake-times.js';

const nothing = (): Promise<never> => Promise.reject({ kind: 'signIn', fact: 'there is no account' });

export class FakeEngine implements Engine {
  gen = 1;
  readonly calls: Record<string, number> = {};
  #at: Float64Array;
  /** How many of the oldest frames are gone for good. */
  #gone = 0;
  #total: number;
  readonly #stars = new Set<Ordinal>();
  readonly #forgotten = new Set<Ordinal>();
  readonly #labels = new Map<Ordinal, Set<string>>();
  #ops: { op: number; ordinals: Ordinal[]; change: Change; before: Ordinal[] }[] = [];
  #lastOp = 0;
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  lost: boolean;
  /** How the vault refuses to give a text; empty when it does not. */
  refuse: EngineFault['kind'] | '' = '';

  #spreading: Status['spreading'] = [];

  constructor(readonly options: FakeOptions) {
    this.lost = options.lost ?? false;
    this.#total = options.total;
    this.#at = times(options, options.total + 64);
    for (let i = 0; i < options.total; i++) if (noise(3, i) < 0.03) this.#stars.add(i);
  }

  onEvent(listener: (event: EngineEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** New pages arrive. */
  append(count: number): void {
    this.#total += count;
    this.#tell();
  }

  /** The oldest frames are gone for good, and every ordinal is another. */
  purge(count: number): void {
    this.gen++;
    this.#gone += count;
    this.#total -= count;
    this.#at = this.#at.subarray(count);
    for (const marked of [this.#stars, this.#forgotten]) {
      const moved = [...marked].map((ordinal) => ordinal - count).filter((ordinal) => ordinal >= 0);
      marked.clear();
      for (const ordinal of moved) marked.add(ordinal);
    }
    this.#tell();
  }

  async status(): Promise<Status> {
    await this.#turn('status');
    return {
      gen: this.gen, visits: this.#total, pages: this.#total, captures: this.#total, webmarks: this.#stars.size, firstAt: this.#at[0] ?? null,
      lastAt: this.#at[this.#total - 1] ?? null, journalBytes: 0, indexBytes: 0, pictureBytes: 0, pictureCount: 0, undoable: this.#ops.filter(({ change }) => change.kind === 'forget').map(({ op, ordinals }) => ({ op, count: ordinals.length, at: Date.now(), until: Date.now() + 600_000, ...this.#reach(1) })),
      spreading: this.#spreading, rebuilding: null,
      opened: { tailCut: 0, indexRebuilt: false },
    };
  }

  // The playback views ask no more of the vault than texts.
  vault = (): Promise<null> => Promise.resolve(null);
  prelude = nothing;
  directory = nothing;
  enterVault = nothing;
  leaveVault = nothing;
  sync = nothing;
  thin = nothing;
  devices = nothing;
  usage = nothing;
  offerPairing = nothing;
  changePassphrase = nothing;
  revokeDevice = nothing;
  signInAgain = nothing;
  deleteAccount = nothing;
  undoDelete = nothing;

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
      gen: this.gen, total: this.#total, firstAt: this.#total ? this.#at[0] as number : null, lastAt: this.#total ? this.#at[this.#total - 1] as number : null,
      dayNo: Int32Array.from(dayNo), dayStart: Uint32Array.from(dayStart), starred: Uint32Array.from(starred),
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
      if (this.#forgotten.has(i)) continue;
      counts[bucket] = (counts[bucket] ?? 0) + 1;
      if (this.#stars.has(i)) starred[bucket] = (starred[bucket] ?? 0) + 1;
      if (set.has(i)) lit[bucket] = (lit[bucket] ?? 0) + 1;
    }
    return { gen: this.gen, bucketMs, from: start, counts, starred, hits: lit };
  }

  async frames(from: Ordinal, to: Ordinal): Promise<Frames> {
    await this.#turn('frames');
    if (to - from > 256) throw { kind: 'invalid', fact: 'more than 256 frames' };
    const n = Math.max(0, Math.min(to, this.#total) - from);
    const frames: Frames = {
      gen: this.gen, from, at: new Float64Array(n), offsetMin: new Int16Array(n), capture: new Uint32Array(n), site: new Uint32Array(n),
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
        ordinal, id: idOf(ordinal + this.#gone), title: page.title, url: page.url, site: page.site, lang: page.lang, labels: [...this.#labels.get(ordinal) ?? []],
        at: this.#at[ordinal] as number, offsetMin: 0, flags: this.#flags(ordinal, page), thumbhash: null, device: this.#device(ordinal),
      };
    });
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
    const ordinal = parseInt(visit, 16) - this.#gone;
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

  async search({ q, sort, limit, offset }: SearchRequest): Promise<SearchAnswer> {
    await this.#turn('search');
    const words = q.toLowerCase().split(/\s+/).filter((word) => word !== '' && !word.includes(':'));
    const site = /site:(\S+)/.exec(q)?.[1];
    const complaints = /after:\S*[a-z]/.test(q) ? [{ at: 0, what: /after:\S+/.exec(q)?.[0] ?? '', code: 'badDate' }] : [];
    const found: Ordinal[] = [];
    for (let i = 0; i < this.#total; i++) {
      if (this.#forgotten.has(i) || q.includes('is:webmark') && !this.#stars.has(i)) continue;
      const page = this.page_(i);
      if (site && page.site !== site) continue;
      if (words.every((word) => page.title.toLowerCase().includes(word) || page.text.toLowerCase().includes(word))) found.push(i);
    }
    const order = sort === 'newest' ? [...found].reverse() : [...found].sort((a, b) => noise(9, a) - noise(9, b));
    const sites = new Map<string, number>();
    for (const i of found) sites.set(this.page_(i).site, (sites.get(this.page_(i).site) ?? 0) + 1);
    const hits = order.slice(offset, offset + limit).map((ordinal, at): Hit => {
      const page = this.page_(ordinal);
      return {
        ordinal, rank: offset + at, score: 1, title: lit(page.title, words), url: page.url, site: page.site, at: this.#at[ordinal] as number, offsetMin: 0,
        flags: this.#flags(ordinal, page), snippet: lit(page.text, words), device: this.#device(ordinal),
      };
    });
    return {
      gen: this.gen, total: found.length, hits, complaints, ordinals: Uint32Array.from(found), forgiving: false, tookMs: 1,
      sites: [...sites].map(([name, count]) => ({ site: name, count })).sort((a, b) => b.count - a.count).slice(0, 12),
    };
  }

  async image(ordinal: Ordinal, size: 'thumb' | 'full' | 'icon'): Promise<Blob | null> {
    await this.#turn('image');
    const page = this.page_(ordinal);
    if (size !== 'icon' && (!page.pictured || this.options.blank)) return null;
    return drawPage(page, size, { height: this.options.height ?? 800, edged: this.options.edged ?? false });
  }

  async mutate(which: Which, change: Change): Promise<Mutated> {
    await this.#turn('mutate');
    if (!('selection' in which)) throw { kind: 'invalid', fact: 'only selections' };
    if (which.selection.gen !== this.gen) throw { kind: 'invalid', fact: 'stale selection' };
    const ordinals = which.selection.ranges.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i));
    const before = ordinals.filter((ordinal) => this.#stars.has(ordinal));
    const op = ++this.#lastOp;
    this.#ops.push({ op, ordinals, change, before });
    for (const ordinal of ordinals) this.#change(ordinal, change, true);
    this.#tell();
    return { op, gen: this.gen, count: ordinals.length };
  }

  async undo(op: number): Promise<Mutated> {
    await this.#turn('undo');
    const done = this.#ops.find((one) => one.op === op);
    if (!done) throw { kind: 'notFound', fact: 'op' };
    for (const ordinal of done.ordinals) {
      this.#change(ordinal, done.change, false);
      if (done.change.kind === 'star') {
        if (done.before.includes(ordinal)) this.#stars.add(ordinal);
        else this.#stars.delete(ordinal);
      }
    }
    this.#ops = this.#ops.filter((one) => one !== done);
    this.#tell();
    return { op, gen: this.gen, count: done.ordinals.length };
  }

  async labels(): Promise<{ label: string; pages: number }[]> {
    await this.#turn('labels');
    return [{ label: 'Reading', pages: 12 }, { label: 'Reise nach Donaudampfschifffahrtsgesellschaft', pages: 3 }];
  }

  async forgetNow(op: number): Promise<void> {
    await this.#turn('forgetNow');
    const ended = this.#ops.filter((one) => one.op === op);
    this.#ops = this.#ops.filter((one) => one.op !== op);
    if (this.options.devices) this.#spreading.push(...ended.map(({ ordinals }) => ({ count: ordinals.length, at: Date.now(), ...this.#reach(2) })));
    this.#tell();
  }

  /** With other devices there are three, and the third one is away. */
  #reach(gone: number): Reach {
    return this.options.devices ? { gone, of: 3 } : { gone: 0, of: 0 };
  }

  /** The third device comes back and hears of all that was forgotten. */
  heard(): void {
    this.#spreading = [];
    this.#tell();
  }

  async text(ordinal: Ordinal): Promise<PageText | null> {
    await this.#turn('text');
    const page = this.page_(ordinal);
    const inVault = this.options.cards === true && ordinal % 2 === 1;
    return { title: page.title, text: inVault ? '' : page.text, rest: inVault ? '' : 'Menu', inVault };
  }

  async fetchText(ordinal: Ordinal): Promise<PageText> {
    await this.#turn('fetchText');
    if (this.refuse) throw { kind: this.refuse, fact: 'the vault' };
    const page = this.page_(ordinal);
    return { title: page.title, text: page.text, rest: '', inVault: false };
  }

  remember = this.#never; picture = this.#never; page = this.#never; retention = this.#never; exportPart = this.#never;
  importPart = this.#never; doctor = this.#never; clear = this.#never;

  page_(ordinal: Ordinal): FakePage {
    return pageOf(ordinal + this.#gone, this.options.seed ?? 1, this.options.rtl ?? false);
  }

  async #never(): Promise<never> {
    throw { kind: 'bug', fact: 'not asked by the playback page' };
  }

  #change(ordinal: Ordinal, change: Change, forth: boolean): void {
    const on = change.kind === 'forget' ? forth : change.on === forth;
    if (change.kind === 'star') { if (on) this.#stars.add(ordinal); else this.#stars.delete(ordinal); }
    else if (change.kind === 'forget') { if (on) this.#forgotten.add(ordinal); else this.#forgotten.delete(ordinal); }
    else {
      const worn = this.#labels.get(ordinal) ?? new Set();
      if (on) worn.add(change.label); else worn.delete(change.label);
      this.#labels.set(ordinal, worn);
    }
  }

  #flags(ordinal: Ordinal, page: FakePage): number {
    return (this.#stars.has(ordinal) ? FLAG.star : 0) | (this.#labels.get(ordinal)?.size ? FLAG.label : 0)
      | (page.pictured && !this.options.blank ? FLAG.picture : 0) | (this.#forgotten.has(ordinal) ? FLAG.forgotten : 0)
      | (this.#isSession(ordinal) ? FLAG.sessionStart : 0);
  }

  #device(ordinal: Ordinal): string | null {
    return this.options.devices && ordinal % 3 === 1 ? 'Ada’s phone' : null;
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

  #tell(): void {
    const event: EngineEvent = { kind: 'changed', gen: this.gen, visits: this.#total, webmarks: this.#stars.size };
    for (const listener of this.#listeners) listener(event);
  }

  async #turn(method: string): Promise<void> {
    this.calls[method] = (this.calls[method] ?? 0) + 1;
    if (this.lost) throw { kind: 'lost', fact: 'worker' };
    await new Promise((done) => { setTimeout(done, this.options.latency ?? 0); });
    if (this.lost) throw { kind: 'lost', fact: 'worker' };
  }
}

function idOf(ordinal: Ordinal): string {
  return ordinal.toString(16).padStart(32, '0');
}

function lit(text: string, words: string[]): { text: string; lit: boolean }[] {
  if (words.length === 0) return [{ text, lit: false }];
  const pattern = new RegExp(`(${words.map((word) => word.replace(/[^\p{L}\p{N}]/gu, '')).filter((word) => word !== '').join('|') || '\\b\\B'})`, 'giu');
  return text.split(pattern).filter((part) => part !== '').map((part) => ({ text: part, lit: words.includes(part.toLowerCase()) }));
}
