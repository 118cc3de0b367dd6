/** Where one is: the view, and the frame that both views share. Written to the address, so that it can be kept. */
import type { Ordinal } from '../../../bridge/engine.js';
import type { Memory } from './memory.js';
import { formatRoute, parseRoute, type Route, type View } from './route.js';
import type { SearchSession } from './search-session.js';
import { Signal } from './signal.js';

const SETTLE_MS = 500;
const KEPT = 'playback.route';

export class Place {
  view: View = 'grid';
  /** The frame in the middle or in focus. */
  ordinal: Ordinal = 0;
  readonly moved = new Signal();
  readonly switched = new Signal();
  /** An address named a page that is no longer there. */
  readonly missed = new Signal();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** The search of the step of the browser's history that one is on, and whether that step is one of a search that is being typed. */
  #searched = ' ';
  #typing = false;
  /** The view that was told of last. */
  #told: View = this.view;
  /** The address that is being read: what an earlier one leads to is no place any more. */
  #reading: object | null = null;
  /** The frame by name, to find it again when ordinals change. */
  #name: { id: string; at: number } | null = null;

  constructor(readonly memory: Memory, readonly search: SearchSession) {
    // Another search is another address, also where it leads to the frame that one is at.
    search.changed.on(() => this.#later());
  }

  /** True at the newest frame, where new pages are followed. */
  get atEdge(): boolean {
    return this.ordinal >= this.memory.newest;
  }

  go(ordinal: Ordinal): void {
    const there = Math.max(0, Math.min(this.memory.total - 1, Math.round(ordinal)));
    if (there === this.ordinal) return;
    this.ordinal = there;
    this.#name = null;
    this.note();
    this.moved.emit();
    this.#later();
  }

  /** Goes somewhere worth a step of the browser's history. */
  switchTo(view: View): void {
    if (view === this.view) return;
    this.view = view;
    this.#write(true);
    this.#end();
    this.#tell();
  }

  /** A search was ended: what is typed from here on is another step. */
  commit(): void {
    this.#write(!this.#typing);
    this.#end();
  }

  /** Writes down where one is, to be found there when one comes back. */
  keep(): void {
    this.#write(false);
    this.#end();
  }

  #end(): void {
    this.#searched = this.#asked;
    this.#typing = false;
  }

  get #asked(): string {
    return `${this.search.sort} ${this.search.q}`;
  }

  /** Takes the place an address names. */
  async read(hash: string): Promise<Route> {
    const kept = hash.length > 1 ? hash : sessionStorage.getItem(KEPT) ?? '';
    const route = parseRoute(kept);
    const reading = this.#reading = {};
    try {
      await this.#take(route, () => reading === this.#reading);
    } finally {
      if (reading === this.#reading) this.#reading = null;
    }
    return route;
  }

  async #take(route: Route, isLatest: () => boolean): Promise<void> {
    this.view = route.view;
    if (route.q !== this.search.q || route.sort !== this.search.sort) await this.search.set(route.q, route.sort);
    if (!isLatest()) return;
    this.#end();
    const named = route.id === null ? null : await this.memory.engine.ordOf(route.id);
    // A search that names no page begins at what it puts first.
    const found = named ?? await this.#nearIn(route.at) ?? (route.id === null ? this.search.first : null);
    if (!isLatest()) return;
    this.ordinal = this.memory.nearest(found ?? Math.max(0, this.memory.total - 1));
    if (route.id !== null && this.ordinal !== named) this.missed.emit();
    // Its words may never be read here, as where results stand in its place.
    this.#name = route.id !== null && route.at !== null && named === this.ordinal ? { id: route.id, at: route.at } : null;
    this.#tell();
    this.moved.emit();
  }

  #tell(): void {
    if (this.#told === this.view) return;
    this.#told = this.view;
    this.switched.emit();
  }

  /** Ordinals have changed: finds the same frame, else the nearest in time. */
  async reanchor(): Promise<void> {
    const name = this.#name;
    if (this.memory.total === 0) this.ordinal = 0;
    else if (name) this.ordinal = this.memory.nearest(await this.memory.engine.ordOf(name.id) ?? await this.#nearIn(name.at) ?? this.memory.total - 1);
    else this.ordinal = this.memory.nearest(Math.min(this.ordinal, this.memory.total - 1));
    this.moved.emit();
  }

  /** Remembers the frame's name as soon as its caption is here. */
  note(): void {
    const caption = this.memory.captions.get(this.ordinal);
    if (!caption || this.#name?.id === caption.id) return;
    this.#name = { id: caption.id, at: caption.at };
    this.#later();
  }

  async #nearIn(at: number | null): Promise<Ordinal | null> {
    return at === null ? null : (await this.memory.engine.ordAt(at))?.ordinal ?? null;
  }

  #later(): void {
    clearTimeout(this.#timer);
    // What is written while an address is read would take its place.
    this.#timer = setTimeout(() => { if (this.#reading) this.#later(); else this.#write(false); }, SETTLE_MS);
  }

  #write(step: boolean): void {
    clearTimeout(this.#timer);
    const hash = formatRoute({
      view: this.view, id: this.#name?.id ?? null, at: this.#name?.at ?? null, q: this.search.q, sort: this.search.sort,
    });
    sessionStorage.setItem(KEPT, hash);
    if (hash === location.hash) return;
    // The step before is that of the search before; letters of one search are one step.
    const begins = !this.#typing && this.#asked !== this.#searched;
    if (begins) this.#typing = true;
    if (step || begins) history.pushState(null, '', hash);
    else history.replaceState(null, '', hash);
  }
}
