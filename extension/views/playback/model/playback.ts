/** All that the views of the playback page share, and the acts they offer on a page or a selection. */
import * as names from '../../../bridge/forgotten-names.js';
import { FLAG, type Ordinal, type Selection as Meant, type Weight, type Which } from '../../../bridge/engine.js';
import { nameOfPage } from '../../shared/readable.js';
import { webLink } from '../../shared/dom.js';
import { openRemembered } from '../../shared/open.js';
import { Deeds } from './deeds.js';
import { HeldSelection } from './held-selection.js';
import type { LiveEngine } from './live-engine.js';
import { LitStore } from './lit-store.js';
import { isPassing, Memory } from './memory.js';
import { Place } from './place.js';
import { count, fromOrdinals, has, type Ranges } from './ranges.js';
import { SearchSession } from './search-session.js';
import { Selection } from './selection.js';

export class Playback {
  readonly memory: Memory;
  readonly search: SearchSession;
  readonly place: Place;
  readonly selection = new Selection(() => this.memory.hidden);
  readonly held: HeldSelection;
  readonly deeds: Deeds;
  /** Where the words of the search stand on pictures. */
  readonly lit: LitStore;

  /** `obstacle`: the name of the sentence that says why nothing is remembered now, null when all is well. */
  constructor(readonly engine: LiveEngine, readonly obstacle: () => Promise<string | null> = () => Promise.resolve(null)) {
    this.memory = new Memory(engine);
    this.search = new SearchSession(engine, this.memory);
    this.place = new Place(this.memory, this.search);
    this.deeds = new Deeds(engine, names);
    this.lit = new LitStore(engine, () => this.memory.news.emit());
    this.held = new HeldSelection(this.memory, this.selection);
    // What could not be searched is searched when the engine is there again.
    this.search.changed.on(() => { if (isPassing(this.search.fault)) this.memory.report(this.search.fault); });
    this.memory.faulted.on((fault) => { if (fault === null && isPassing(this.search.fault)) void this.search.again(); });
    this.search.changed.on(() => this.lit.of(this.search.answer ? this.search.request() : null));
    const learn = (): void => void this.deeds.learn().catch((thrown: unknown) => this.memory.report(thrown));
    // The first time what is on the screen goes before it.
    const first = this.memory.changed.on(() => {
      first();
      requestIdleCallback(learn, { timeout: 500 });
      this.memory.changed.on(learn);
    });
  }

  /** How many visits are remembered. */
  get visits(): number {
    return this.memory.total - count(this.memory.hidden);
  }

  /** Selects all there is: with a search all that it found. */
  selectAll(): void {
    const { search, memory } = this;
    this.selection.put(search.active ? fromOrdinals(search.matches?.ordinals ?? []) : [[0, memory.total]], true);
  }

  /** These frames as they are meant now: once their ordinals mean others, the engine refuses what is done to them. */
  meant(ranges: Ranges): Meant {
    return { gen: this.memory.overview.gen, ranges: ranges.map(([from, to]) => [from, to]) };
  }

  isStarred(ordinal: Ordinal): boolean {
    const frame = this.memory.frames.get(ordinal);
    const flags = frame?.flags ?? this.memory.captions.get(ordinal)?.flags ?? 0;
    return (flags & FLAG.star) !== 0;
  }

  /** Stars, or takes the star away when the frame under the hand has one. */
  async star(meant: Meant, lead: Ordinal): Promise<void> {
    const on = !this.isStarred(lead);
    this.memory.frames.patch(meant.ranges, FLAG.star, on);
    await this.#do(() => this.deeds.act({ selection: meant }, { kind: 'star', on }));
  }

  async label(meant: Meant, label: string, on: boolean): Promise<void> {
    await this.#do(() => this.deeds.act({ selection: meant }, { kind: 'label', label, on }));
  }

  /** How much would be forgotten: these visits, or their pages with all their visits. */
  weigh(meant: Meant, as: 'visits' | 'pages'): Promise<Weight> {
    return this.engine.weigh(which(meant, as));
  }

  /**
   * Forgets these visits, and no other visits of their pages. At once they are out of sight and the place is on the nearest that
   * stays; the promise is the engine's word.
   */
  async forgetVisits(meant: Meant): Promise<void> {
    const name = this.#name(meant);
    this.#vanish(meant);
    await this.#do(() => this.deeds.act(which(meant, 'visits'), { kind: 'forget' }, name));
  }

  /** Forgets the pages of these frames with all their visits; the others go out of sight when the engine has named them. */
  async forgetPages(meant: Meant, { pages }: Weight): Promise<void> {
    const name = this.#name(meant);
    this.#vanish(meant);
    await this.#do(() => this.deeds.forgetPages(which(meant, 'pages'), pages, name));
    await this.#leaveForgotten();
  }

  /** What the first of these frames is called, while it is still known. */
  #name({ gen, ranges }: Meant): string {
    const caption = gen === this.memory.overview.gen ? this.memory.captions.get(ranges[0]?.[0] ?? -1) : null;
    return caption ? nameOfPage(caption) : '';
  }

  async undo(): Promise<boolean> {
    let undone = false;
    await this.#do(async () => { undone = await this.deeds.undoLatest() !== null; });
    return undone;
  }

  /** Opens the page itself in a new tab; only web addresses are ever opened. */
  async open(ordinal: Ordinal): Promise<void> {
    if (ordinal < 0 || this.memory.frames.isForgotten(ordinal)) return;
    const caption = this.memory.captions.get(ordinal) ?? await this.memory.captions.read(ordinal);
    const link = caption && webLink(caption.visited ?? caption.url);
    if (link) await openRemembered(link, ordinal);
  }

  async #do(act: () => Promise<unknown>): Promise<void> {
    let wrong: unknown = null;
    try {
      await act();
    } catch (thrown) {
      wrong = thrown;
    }
    await this.memory.refresh();
    await this.search.again();
    // Last: an engine that answers takes back what was said of it before.
    if (wrong !== null) this.memory.report(wrong);
  }

  #vanish({ gen, ranges }: Meant): void {
    if (gen !== this.memory.overview.gen) return;
    this.memory.frames.patch(ranges, FLAG.forgotten, true);
    this.selection.clear();
    this.place.go(this.#nearestOutside(ranges, this.place.ordinal));
  }

  /** The place may have gone to another visit of a page that went. */
  async #leaveForgotten(): Promise<void> {
    for (let looked = -1; looked !== this.place.ordinal;) {
      looked = this.place.ordinal;
      await this.memory.frames.reread(looked);
      if (this.memory.frames.isForgotten(looked)) this.place.go(this.#nearestOutside([], looked));
    }
  }

  #nearestOutside(ranges: Ranges, from: Ordinal): Ordinal {
    const free = (ordinal: Ordinal): boolean => !has(ranges, ordinal) && !this.memory.frames.isForgotten(ordinal);
    for (let away = 0; away < this.memory.total; away++) {
      if (from - away >= 0 && free(from - away)) return from - away;
      if (from + away < this.memory.total && free(from + away)) return from + away;
    }
    return from;
  }
}

const which = (meant: Meant, as: 'visits' | 'pages'): Which => as === 'visits' ? { selection: meant } : { pagesOf: meant };

/** What is selected is visits; with a search it stands for its pages, as a frame by itself does. In both views it is the same. */
export function forgetsPages({ search, selection }: Playback): boolean {
  return selection.size === 0 || search.active;
}
