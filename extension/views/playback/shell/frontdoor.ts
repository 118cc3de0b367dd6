/** The page as a whole: both views, the bars around them, and what passes between. */
import type { Ordinal } from '../../../bridge/engine.js';
import { plural, t } from '../../shared/i18n.js';
import { noteSearch } from '../../shared/recent-searches.js';
import { Band } from '../grid/band.js';
import { GridKeys } from '../grid/grid-keys.js';
import { GridView } from '../grid/grid-view.js';
import { Hover } from '../grid/hover.js';
import { Pick } from '../grid/pick.js';
import { GridTouch } from '../grid/touch.js';
import type { Playback } from '../model/playback.js';
import type { Ranges } from '../model/ranges.js';
import type { View } from '../model/route.js';
import { onDay } from '../../shared/terms.js';
import { ReelKeys } from '../reel/reel-keys.js';
import { ReelView } from '../reel/reel-view.js';
import { openDate } from './date-sheet.js';
import { closeSheets } from './dialog.js';
import { Empty } from './empty.js';
import { openForgotten } from './forgotten-sheet.js';
import { Forgetting } from './forgetting.js';
import { openHelp } from './help.js';
import { openLabels } from './label-sheet.js';
import { Notices } from './notices.js';
import { listenToKeys } from './page-keys.js';
import { cycleRegion } from './regions.js';
import { roveAll } from './rove.js';
import { saveSelection, saveTrail } from './saving.js';
import { SearchField } from './search-field.js';
import { SelectionBar } from './selection-bar.js';
import { openText } from './text-sheet.js';
import { Toolbar } from './toolbar.js';
import { UndoToast } from './undo-toast.js';
import { openVersions } from './versions-sheet.js';

export interface Roots { toolbar: HTMLElement; notices: HTMLElement; views: HTMLElement; bar: HTMLElement; live: HTMLElement }

export class Frontdoor {
  readonly grid: GridView;
  readonly reel: ReelView;
  readonly field: SearchField;
  readonly #toolbar: Toolbar;
  readonly #bar: SelectionBar;
  readonly #notices: Notices;
  readonly #toast: UndoToast;
  readonly #forgetting: Forgetting;
  readonly #empty: Empty;
  #started = false;
  /** Of what is on the screen. */
  #numbering = 0;
  #query = '';
  /** Where the place was before results took it, and where they took it. */
  #led: { from: Ordinal; to: Ordinal } | null = null;

  constructor(readonly playback: Playback, readonly roots: Roots) {
    this.field = new SearchField(playback.search, () => this.#committed(), () => this.focusView());
    const put = (q: string): void => { this.field.put(q); playback.place.commit(); };
    this.grid = new GridView(playback);
    this.reel = new ReelView(playback, {
      text: () => this.#text(), versions: () => this.#versions(), saveTrail: (steps) => void this.#save(() => saveTrail(playback, steps)),
      star: () => this.#star(this.here), label: () => this.#label(this.here), forget: () => this.#forget(), open: () => void playback.open(this.here),
    });
    const pick = new Pick(playback, this.grid, (item) => this.#openItem(item), () => { playback.place.keep(); noteSearch(playback.search.q); });
    new Band(playback, this.grid);
    new GridTouch(playback, this.grid, pick);
    new Hover(playback, this.grid, {
      pick: (item) => pick.toggle(item), star: (ordinal) => this.#star(ordinal), label: (ordinal) => this.#label(ordinal),
      forget: (ordinal) => this.#forgetting.forget(() => ordinal), open: (ordinal) => void playback.open(ordinal), play: (item) => this.#openItem(item),
    });
    this.#toolbar = new Toolbar(roots.toolbar, playback, this.grid, this.field, {
      switchTo: (view) => this.switchTo(view), date: () => this.#date(), help: () => this.#help(), forgotten: () => { this.reel.film.stop(); openForgotten(playback); }, showFresh: () => this.#showFresh(),
    });
    this.#notices = new Notices(roots.notices, playback, put);
    this.#empty = new Empty(playback, put, () => this.#notices.names);
    this.#bar = new SelectionBar(roots.bar, playback, {
      star: () => this.#star(this.here), label: () => this.#label(this.here), forget: () => this.#forget(), save: () => void this.#save(() => saveSelection(playback)),
      clear: () => { playback.selection.clear(); this.focusView(); },
    });
    roots.views.append(this.grid.element, this.reel.element, this.#empty.element);
    this.#toast = new UndoToast(playback, () => this.focusView());
    this.#forgetting = new Forgetting(playback, this.grid, this.#toast.toast, () => this.here, {
      goOn: () => this.#goOn(), focus: () => this.focusView(),
    });
    this.#keys(new GridKeys(playback, this.grid, pick, (item) => this.#openItem(item)), new ReelKeys(playback, this.reel, () => void playback.open(this.here)));
    this.#hear();
    for (const root of Object.values(roots)) roveAll(root);
  }

  /** Shows the place that was read from the address. */
  start(): void {
    this.#started = true;
    this.#query = this.#asked;
    this.#arrange();
    this.#toolbar.show();
    if (document.activeElement === document.body) this.focusView();
  }

  /** The frame that keys mean; none while what is on the screen is numbered as it was. */
  get here(): Ordinal {
    if (this.#numbering !== this.playback.memory.numbering) return -1;
    return this.playback.place.view === 'grid' ? this.grid.ordinal : this.reel.ordinal;
  }

  switchTo(view: View): void {
    const { place, memory } = this.playback;
    if (view === place.view) return;
    if (view === 'reel') place.go(memory.nearest(this.grid.anchor()));
    this.reel.film.stop();
    place.switchTo(view);
    this.focusView();
  }

  /** Where nothing is shown no key would mean anything: there it is the field. */
  focusView(): void {
    if (!this.#empty.element.hidden) this.field.rest();
    else if (this.playback.place.view === 'grid') this.grid.focus();
    else this.reel.focus();
  }

  /** Both views stand in the document; one is shown, at the place they share. */
  #arrange(): void {
    const { place, memory } = this.playback;
    this.#numbering = memory.numbering;
    const viewed = this.roots.views.contains(document.activeElement);
    const empty = this.#empty.show();
    this.grid.element.hidden = empty || place.view !== 'grid';
    this.reel.element.hidden = empty || place.view !== 'reel';
    document.body.dataset['view'] = place.view;
    if (this.grid.shown) this.grid.resource();
    if (this.reel.shown) this.reel.appear(place.ordinal);
    // What had the focus may have gone with its view.
    if (viewed && (!this.roots.views.contains(document.activeElement) || document.activeElement?.checkVisibility() === false)) this.focusView();
  }

  #hear(): void {
    const { memory, search, place } = this.playback;
    place.switched.on(() => { if (this.#started) this.#arrange(); });
    place.missed.on(() => this.#say(t('playback_missed')));
    search.changed.on(() => { if (this.#started) this.#searched(); });
    memory.changed.on((change) => { if (this.#started) void this.#changed(change); });
    memory.news.on(() => place.note());
    addEventListener('popstate', () => void this.#returned());
  }

  /** A step of the browser's history: what a sheet was about is not what is shown now. */
  async #returned(): Promise<void> {
    closeSheets();
    await this.playback.place.read(location.hash);
    this.field.reread();
    this.#arrange();
  }

  get #asked(): string {
    const { sort, q } = this.playback.search;
    return `${sort} ${q}`;
  }

  #searched(): void {
    const { active } = this.playback.search;
    // The same search over a changed memory keeps its place and what is selected.
    const other = this.#query !== this.#asked;
    this.#query = this.#asked;
    if (other) {
      this.playback.selection.clear();
      this.#lead();
    }
    const viewed = this.roots.views.contains(document.activeElement);
    const empty = this.#empty.show();
    const { view } = this.playback.place;
    this.grid.element.hidden = empty || view !== 'grid';
    this.reel.element.hidden = empty || view !== 'reel';
    if (this.grid.shown) this.grid.resource(active && other);
    if (this.reel.shown) this.reel.draw();
    if (viewed && !this.roots.views.contains(document.activeElement)) this.focusView();
  }

  /**
   * Results begin at their first, and so does the place; a search that is left without having looked around leads back
   * to where it was begun. The reel waits for Enter: it would reel at every letter.
   */
  #lead(): void {
    const { search, place } = this.playback;
    if (place.view !== 'grid') return;
    const moved = this.#led !== null && this.#led.to !== place.ordinal;
    const from = this.#led === null || moved ? place.ordinal : this.#led.from;
    const to = search.active ? search.first ?? from : moved ? place.ordinal : from;
    this.#led = search.active ? { from, to } : null;
    place.go(to);
  }

  async #changed({ renumbered, outdated }: { renumbered: boolean; outdated: boolean }): Promise<void> {
    const { memory, place, selection, search } = this.playback;
    if (renumbered) return this.#renumbered();
    if (outdated) void search.again();
    const follows = place.atEdge && selection.size === 0 && !search.active && (this.reel.shown ? !this.reel.film.playing : this.grid.scroller.top < 8);
    if (memory.waiting > 0 && follows) return this.#showFresh();
    const wasEmpty = !this.#empty.element.hidden;
    if (wasEmpty !== this.#empty.show()) this.#arrange();
    this.grid.draw();
    this.reel.draw();
    this.#bar.show();
  }

  /** Older pages came in, or some went for good: the same place, the same search and what is selected are found again by name. */
  async #renumbered(): Promise<void> {
    const { memory, place, held, search } = this.playback;
    this.#led = null;
    const { numbering } = memory;
    const [lost] = await Promise.all([held.restore(), place.reanchor(), search.again()]);
    if (numbering !== memory.numbering) return;
    this.#arrange();
    if (lost > 0) this.#toast.toast.show(plural('playback_unselected', lost), { ms: 8000 });
  }

  /** Lets the new pages in and goes to the newest. */
  #showFresh(): void {
    const { memory, place } = this.playback;
    const focused = this.#toolbar.fresh === document.activeElement || this.roots.views.contains(document.activeElement);
    memory.admit();
    place.go(memory.newest);
    this.#arrange();
    if (focused) this.focusView();
  }

  #committed(): void {
    const { search, place } = this.playback;
    place.commit();
    if (search.total === 0) return;
    noteSearch(search.q);
    const { first } = search;
    if (place.view === 'reel' && first !== null) this.reel.glide(first);
    this.focusView();
  }

  #openItem(item: number): void {
    const ordinal = this.grid.source.ordinalOf(item);
    if (!this.#isThere(ordinal)) return;
    this.playback.place.go(ordinal);
    this.switchTo('reel');
  }

  #isThere(ordinal: Ordinal): boolean {
    return ordinal >= 0 && !this.playback.memory.frames.isForgotten(ordinal);
  }

  /** Whether a deed is about this frame, or about what is selected. */
  #isMeant(ordinal: Ordinal): boolean {
    return ordinal >= 0 && (this.playback.selection.size > 0 || this.#isThere(ordinal));
  }

  #ranges(ordinal: Ordinal): Ranges {
    const { selection } = this.playback;
    return selection.size > 0 ? selection.ranges : [[ordinal, ordinal + 1]];
  }

  #text(): void {
    this.reel.film.stop();
    if (this.#isThere(this.here)) void openText(this.playback, this.here);
  }

  #versions(): void {
    this.reel.film.stop();
    if (this.#isThere(this.here)) void openVersions(this.playback, this.here, () => this.#toast.toast.show(t('playback_versionAlone'), { ms: 4000 }));
  }

  /** Saves something; what goes wrong is said as all that goes wrong is. */
  async #save(act: () => Promise<string | void>): Promise<void> {
    try {
      this.#say(await act() ?? '');
    } catch (thrown) {
      this.playback.memory.report(thrown);
    }
  }

  #star(ordinal: Ordinal): void {
    if (this.#isMeant(ordinal)) void this.playback.star(this.playback.meant(this.#ranges(ordinal)), ordinal);
  }

  #forget(): void {
    this.reel.film.stop();
    this.#forgetting.forget();
  }

  #label(ordinal: Ordinal): void {
    this.reel.film.stop();
    if (this.#isMeant(ordinal)) void openLabels(this.playback, this.#ranges(ordinal), ordinal);
  }

  /** To where the place is now. */
  #goOn(): void {
    const { ordinal } = this.playback.place;
    if (this.reel.shown) this.reel.glide(ordinal);
    else this.grid.gotoOrdinal(ordinal);
  }

  #date(): void {
    this.reel.film.stop();
    openDate(this.playback, (ordinal, said, day) => {
      this.#say(said);
      // Results are narrowed to the day: the search is kept, and the chip leads back.
      if (this.playback.place.view === 'grid' && this.playback.search.active) return this.field.put(onDay(this.playback.search.q, day, this.#notices.names, this.#notices.isDate));
      if (this.reel.shown) this.reel.cut(ordinal);
      else this.grid.gotoOrdinal(ordinal);
      this.playback.place.commit();
    });
  }

  #help(): void {
    this.reel.film.stop();
    openHelp(this.playback.engine, (q) => {
      this.field.put(q);
      this.playback.place.commit();
      this.field.input.focus();
    });
  }

  #leave(): void {
    const { selection, search } = this.playback;
    if (selection.size > 0) selection.clear();
    else if (search.active) this.field.put('');
    this.focusView();
  }

  #keys(grid: GridKeys, reel: ReelKeys): void {
    const { playback } = this;
    listenToKeys({
      search: () => this.field.focus(), date: () => this.#date(), help: () => this.#help(),
      switchView: () => this.switchTo(playback.place.view === 'grid' ? 'reel' : 'grid'),
      text: () => this.#text(), versions: () => this.#versions(), star: () => this.#star(this.here), label: () => this.#label(this.here), forget: () => this.#forget(),
      undo: () => void playback.undo(), leave: () => this.#leave(), region: (backwards) => cycleRegion(this.#regions(), backwards),
      inView: (target) => target === document.body || (target instanceof Element && this.roots.views.contains(target) && target.closest('button, select') === null),
      view: (event) => this.#viewed(event, playback.place.view === 'grid' ? grid : reel),
    });
  }

  /** A key of a view that shows nothing leads to where one can go on. */
  #viewed(event: KeyboardEvent, keys: GridKeys | ReelKeys): boolean {
    if (this.#empty.element.hidden) return keys.handle(event);
    const lost = event.target === document.body && /^(?:Arrow|Page|Home|End|Enter)/.test(event.key);
    if (lost) this.focusView();
    return lost;
  }

  /** Search, view, timeline or rail, selection bar, toast: those that are shown. */
  #regions(): { holds(target: Element | null): boolean; focus(): void }[] {
    const edge = this.reel.shown ? this.reel.timeline.element : this.grid.rail.element;
    const main = { holds: (target: Element | null) => this.roots.views.contains(target) && target !== edge, focus: () => this.focusView() };
    const boxes = [this.field.element, null, edge, this.#bar.element, this.#toast.toast.element];
    return boxes.filter((box) => box === null || box.checkVisibility()).map((box) => box === null ? main : {
      holds: (target) => box.contains(target),
      focus: () => { (box.matches('[tabindex]') ? box : box.querySelector<HTMLElement>('input, button'))?.focus(); },
    });
  }

  #say(words: string): void {
    this.roots.live.textContent = words;
  }
}
