/** The film strip: thirteen frames in the document, whichever page is in the middle. */
import { FLAG, type Ordinal } from '../../../bridge/engine.js';
import { el } from '../../shared/dom.js';
import { t } from '../../shared/i18n.js';
import { beat } from '../model/beat.js';
import type { Playback } from '../model/playback.js';
import type { Ranges } from '../model/ranges.js';
import type { Drive } from './drive.js';
import { FilmFrame } from './frame.js';
import { Glances } from './glances.js';
import { fitted, offsetOf, pose, SIDE, slice, type Pose } from './geometry.js';
import type { Turning } from './turning.js';

const POOL = 2 * SIDE + 1;
const SETTLE_MS = 80;
/** Frames a second above which only thumbnails are asked for. */
const FAST = 10;
/** So many are asked for while one flies past: the middle and those beside it, of which more is seen than an edge. */
const SEEN = 5;

export class Strip {
  readonly #frames: FilmFrame[];
  readonly #reel: HTMLElement;
  readonly element: HTMLElement;
  #width = 640;
  /** The box that frames are fitted into. */
  #most: [width: number, height: number] = [640, 400];
  /** The shape of the pictures seen last; most come from one window. */
  #shape = 1.6;
  /** Of the strip itself. */
  #wide = 0;
  /** It has room on the screen. */
  #isThere = false;
  /** Half the strip, in widths of the middle frame. */
  #room = 0.9;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #direction: 1 | -1 = -1;
  #last = 0;
  /** Where it was drawn last, and in which frame of the screen (ms). */
  #drawn = { position: NaN, at: 0 };
  readonly #glances = new Glances();

  constructor(readonly playback: Playback, readonly drive: Drive, readonly turning: Turning) {
    this.#frames = Array.from({ length: POOL }, () => new FilmFrame(playback, (ratio) => this.#shaped(ratio)));
    this.#reel = el('div', { class: 'strip-frames', 'aria-hidden': 'true' }, ...this.#frames.map((frame) => frame.element));
    this.element = el('div', { class: 'strip', role: 'group', tabindex: '0', 'aria-roledescription': t('playback_frame') }, this.#reel);
    new ResizeObserver(() => this.resize()).observe(this.element);
    drive.moved.on(() => this.draw());
  }

  /** The middle frame takes what height and width allow, in the shape of its picture. */
  resize(): void {
    const { clientWidth, clientHeight } = this.element;
    this.#isThere = clientHeight > 0;
    if (!this.#isThere) return;
    this.#wide = clientWidth;
    const share = clientWidth < 600 ? 0.86 : 0.64;
    this.#most = [Math.max(160, clientWidth * share), Math.max(100, clientHeight - 40)];
    this.#fit();
    // Now, and not with the next frame: it would be seen in its old size.
    this.#place();
  }

  #fit(): void {
    [this.#width] = fitted(this.#shape, ...this.#most);
    this.#room = this.#wide / 2 / this.#width;
  }

  /** A picture came: where the usual shape is another now, the strip is laid out for it. */
  #shaped(ratio: number): void {
    this.draw();
    if (!this.#isThere || Math.abs(ratio / this.#shape - 1) < 0.01) return;
    const middle = this.#frames.find((frame) => frame.ordinal === this.#last);
    this.#shape = middle?.ratio ?? ratio;
    this.#fit();
  }

  frameAt(target: EventTarget | null): Ordinal | null {
    if (!(target instanceof Element)) return null;
    return this.#frames.find((frame) => frame.element.contains(target))?.ordinal ?? null;
  }

  /** How far a finger must go for one frame. */
  get step(): number {
    return this.#width * 0.5;
  }

  get #isFast(): boolean {
    return this.drive.flies || Math.abs(this.drive.speed) > FAST;
  }

  draw(): void {
    beat.write(this.#place);
  }

  /** Places and fills every frame for the position the drive is at. */
  readonly #place = (now?: number): void => {
    if (!this.#isThere) return;
    const { memory } = this.playback;
    const p = this.drive.position;
    this.#watch(p, now);
    const flat = this.turning.isFlat;
    this.#reel.classList.toggle('flat', flat);
    const middle = Math.round(p);
    if (middle !== this.#last) this.#direction = middle > this.#last ? 1 : -1;
    this.#last = middle;
    const mirror = document.documentElement.dir === 'rtl' ? -1 : 1;
    const isCut = (ordinal: Ordinal): boolean => ((memory.frames.get(ordinal)?.flags ?? 0) & FLAG.sessionStart) !== 0;
    const poses = new Map<Ordinal, Pose>();
    for (let ordinal = middle - SIDE; ordinal <= middle + SIDE; ordinal++) {
      const frame = this.#frame(ordinal);
      const there = ordinal >= 0 && ordinal < memory.total;
      frame.element.hidden = !there;
      if (!there) continue;
      frame.take(ordinal);
      frame.fit(...this.#most, this.#shape);
      const stands = pose(offsetOf(ordinal, p, isCut), this.#room, flat);
      frame.pose(stands, this.#width, mirror);
      poses.set(ordinal, stands);
      frame.fill(ordinal === middle, this.#isFast);
    }
    for (const [ordinal, stands] of poses) {
      const [frame, side] = [this.#frame(ordinal), Math.sign(ordinal - middle)];
      const before = side === 0 ? undefined : poses.get(ordinal - side);
      frame.cut(side, before && this.#frame(ordinal - side).covers(frame) ? slice(stands, before, this.#width / frame.width) : 1, mirror);
    }
    this.#want(middle);
  };

  /** What was moved in this frame of the screen is timed until the next one. */
  #watch(position: number, now: number | undefined): void {
    const isMoved = position !== this.#drawn.position;
    if (now === undefined || !isMoved) return;
    this.#drawn = { position, at: now };
    beat.move(this.#timed);
  }

  readonly #timed = (now: number): void => this.turning.took(now - this.#drawn.at);

  #frame(ordinal: Ordinal): FilmFrame {
    return this.#frames[((ordinal % POOL) + POOL) % POOL] as FilmFrame;
  }

  #want(middle: Ordinal): void {
    const { memory, search, lit } = this.playback;
    const { flies } = this.drive;
    const near = this.#outwards(middle, SIDE).filter((ordinal) => ordinal >= 0 && ordinal < memory.total).slice(0, flies ? SEEN : undefined);
    const ahead: Ranges = flies ? [] : [[Math.max(0, middle - 200), middle + 200]];
    memory.frames.want([[Math.max(0, middle - SIDE), middle + SIDE + 1], ...ahead]);
    if (this.#glances.allow(flies)) memory.captions.want(near);
    memory.pictures.want('thumb', near.filter((ordinal) => !memory.frames.isForgotten(ordinal)));
    memory.pictures.want('icon', near.slice(0, 5));
    lit.want(near.filter((ordinal) => search.isHit(ordinal)));
    clearTimeout(this.#timer);
    if (this.#isFast) memory.pictures.want('full', []);
    else this.#timer = setTimeout(() => this.#wantFull(middle), this.drive.atRest ? 0 : SETTLE_MS);
  }

  /** The middle first, then what comes next on the way one goes; behind the thumbnail, which is there sooner, and when that has come. */
  #wantFull(middle: Ordinal): void {
    const { memory } = this.playback;
    if (memory.pictures.get(middle, 'thumb') === null) return;
    const wanted = [0, 1, 2, -1].map((ahead) => middle + ahead * this.#direction);
    memory.pictures.want('full', wanted.filter((ordinal) => ordinal >= 0 && ordinal < memory.total && !memory.frames.isForgotten(ordinal)));
  }

  #outwards(middle: Ordinal, far: number): Ordinal[] {
    const found = [middle];
    for (let away = 1; away <= far; away++) found.push(middle + away * this.#direction, middle - away * this.#direction);
    return found;
  }
}
