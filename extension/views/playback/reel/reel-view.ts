/** The reeler: the memory as a strip of film, with its timeline below. */
import type { Ordinal } from '../../../bridge/engine.js';
import { el, set } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { beat } from '../model/beat.js';
import type { Playback } from '../model/playback.js';
import { jump, type Jump } from '../model/jump.js';
import type { TrailSteps } from '../model/trail.js';
import { Controls } from './controls.js';
import { Details, type DetailActs } from './details.js';
import { Drive, thrownTo } from './drive.js';
import { Film } from './film.js';
import { OverviewBar } from './overview-bar.js';
import { Strip } from './strip.js';
import { StripHands } from './strip-hands.js';
import { Timeline } from './timeline.js';
import { TrailLine } from './trail-line.js';
import { Turning } from './turning.js';

const still = matchMedia('(prefers-reduced-motion: reduce)');
const SAY_MS = 400;

export class ReelView {
  readonly drive = new Drive(() => still.matches);
  readonly strip: Strip;
  readonly timeline: Timeline;
  readonly film: Film;
  readonly #overview: OverviewBar;
  readonly #details: Details;
  readonly #controls: Controls;
  readonly trail: TrailLine;
  readonly #live = el('div', { class: 'unseen', 'aria-live': 'polite' });
  readonly element: HTMLElement;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stepping = false;

  constructor(readonly playback: Playback, acts: DetailActs & { open(): void; saveTrail(steps: TrailSteps): void }) {
    this.strip = new Strip(playback, this.drive, new Turning(() => still.matches));
    this.timeline = new Timeline(playback, this.drive, (ordinal) => this.cut(ordinal));
    this.film = new Film(playback, () => this.drive.target, (ordinal) => this.#played(ordinal));
    this.#overview = new OverviewBar(playback, this.timeline);
    this.#details = new Details(playback, acts);
    this.trail = new TrailLine(playback, (ordinal) => this.glide(ordinal), acts.saveTrail);
    this.#controls = new Controls(playback, this.film, this.timeline, this.trail.element, {
      older: () => this.step(-1), newer: () => this.step(1), hit: (direction) => void this.jump({ kind: 'hit', direction }),
    });
    const desk = el('div', { class: 'desk' }, this.#details.element, this.#controls.element, this.timeline.element, this.#overview.element);
    // The bar of what is selected stands above it.
    new ResizeObserver(() => document.body.style.setProperty('--desk', `${desk.offsetHeight}px`)).observe(desk);
    this.element = el('section', { class: 'reel-view cinema', 'aria-label': t('playback_reel'), 'aria-roledescription': t('playback_reelRole'), hidden: true },
      this.strip.element, desk, this.#live);
    new StripHands(this, acts.open);
    this.drive.moved.on(() => this.#moved());
    this.drive.settled.on(() => this.#say());
    for (const news of [playback.memory.news, playback.selection.changed]) news.on(() => this.draw());
    for (const news of [playback.search.changed, playback.search.counted, playback.memory.changed]) news.on(() => { this.draw(); this.timeline.draw(); });
    this.timeline.zoomed.on(() => this.#overview.draw());
  }

  get shown(): boolean {
    return !this.element.hidden;
  }

  /** Was just shown: it stands there at a frame at once, and not with the next one of the screen. */
  appear(ordinal: Ordinal): void {
    this.drive.cut(ordinal);
    this.strip.resize();
    this.#show();
    this.draw();
  }

  draw(): void {
    if (!this.shown) return;
    this.strip.draw();
    beat.write(this.#show);
    this.timeline.draw();
    this.#overview.draw();
  }

  /** The frame the strip is going to. */
  get ordinal(): Ordinal {
    return this.#clamp(this.drive.target);
  }

  /** Springs to a frame; play stops. */
  glide(ordinal: Ordinal): void {
    this.film.stop();
    this.drive.glide(this.#kept(ordinal));
  }

  /** Lets go of the film at so many frames a second. */
  throw(speed: number): void {
    const to = this.#kept(thrownTo(this.drive.position, speed));
    if (Math.abs(to - this.drive.position) > 1) this.drive.throw(to);
    else this.glide(to);
  }

  /** Is at a frame at once; play stops. */
  cut(ordinal: Ordinal): void {
    this.film.stop();
    this.drive.cut(this.#kept(ordinal));
  }

  /** So many frames on; what was forgotten is stepped over. */
  step(frames: number): void {
    const direction = Math.sign(frames);
    let to = this.ordinal + frames;
    while (to > 0 && to < this.playback.memory.total - 1 && this.playback.memory.frames.isForgotten(to)) to += direction;
    this.glide(to);
  }

  /** One jump at a time: keys held down must not queue. True when it led somewhere. */
  async jump(leap: Jump): Promise<boolean> {
    if (this.#stepping) return false;
    this.#stepping = true;
    const to = await jump(this.playback, this.ordinal, leap).finally(() => { this.#stepping = false; });
    if (to !== null) this.glide(to);
    return to !== null;
  }

  /** To the page one came from, or to the first one went to. */
  async walk(direction: 1 | -1): Promise<void> {
    const to = await this.trail.step(this.ordinal, direction).catch((thrown: unknown) => this.playback.memory.report(thrown));
    if (typeof to === 'number') this.glide(to);
  }

  focus(): void {
    this.strip.element.focus({ preventScroll: true });
  }

  #clamp(ordinal: number): Ordinal {
    return Math.max(0, Math.min(this.playback.memory.total - 1, Math.round(ordinal)));
  }

  /** Nobody is led to what is forgotten. */
  #kept(ordinal: number): Ordinal {
    return this.playback.memory.nearest(this.#clamp(ordinal));
  }

  #played(ordinal: Ordinal): void {
    // A fast film cuts: a spring would never arrive.
    if (this.film.speed > 4) this.drive.cut(ordinal);
    else this.drive.glide(ordinal);
  }

  #moved(): void {
    if (!this.shown) return;
    this.playback.place.go(this.#clamp(this.drive.target));
    beat.write(this.#show);
    this.#overview.draw();
  }

  readonly #show = (): void => {
    if (this.playback.memory.total === 0) return;
    this.#details.show(this.#clamp(this.drive.position));
    if (!this.film.playing) this.trail.show(this.ordinal);
    this.#controls.showHits();
    set(this.strip.element, 'aria-label', this.#details.name);
  };

  /** Says where one is once it has been quiet; never while playing. */
  #say(): void {
    clearTimeout(this.#timer);
    if (this.film.playing) return;
    this.#timer = setTimeout(() => {
      if (this.shown && this.drive.atRest && !this.film.playing) this.#live.textContent = this.#details.name;
    }, SAY_MS);
  }
}
