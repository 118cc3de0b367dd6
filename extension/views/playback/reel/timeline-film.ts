/** What lies on the timeline: where each moment stands, what was seen, where the film was cut. */
import type { Sessions } from '../../../bridge/engine.js';
import type { Playback } from '../model/playback.js';
import { Activity } from './activity.js';
import { axisMarks, sessionMarks, type AxisMark } from './axis.js';
import { barsOfHistogram, barsOfSessions } from './bars.js';
import { NearSessions } from './near-sessions.js';
import { openness, Scale } from './scale.js';
import { APART, type Scene } from './timeline-paint.js';

const BAR_PX = 5;
/** A silence of which no more than this share is left is a break. */
const CUT = 0.8;

/** `reads`: whether what is not here is asked for. */
export interface Look { now: number; centre: number; span: number; whole: number; width: number; height: number; offsetMin: number; mirror: boolean; reads: boolean }

export class TimelineFilm {
  readonly #activity: Activity;
  readonly #near: NearSessions;
  #scale = new Scale(1);
  /** What the scale and the marks were made of. */
  #made: { sessions: Sessions | null; perMs: number; open: number; offsetMin: number } | null = null;
  #marks: AxisMark[] = [];
  #breaks: number[] = [];

  constructor(readonly playback: Playback, onNews: () => void) {
    this.#activity = new Activity(playback, onNews);
    this.#near = new NearSessions(playback, onNews);
  }

  scene(look: Look): Scene {
    const { centre, span, width, offsetMin } = look;
    const { perMs, isOpen } = this.fit(span, look.whole, width, offsetMin);
    const { from, to } = this.shown(centre, width);
    if (look.reads && isOpen) this.#activity.want(centre, span, width / BAR_PX);
    else if (look.reads) this.#near.want({ at: look.now, from, to, perMs, width, barPx: BAR_PX });
    const { search } = this.playback;
    return { ...look, scale: this.#scale, lit: search.active && search.answer !== null, ...this.#seen(isOpen, from, to, span / width) };
  }

  /** Makes the scale for so many ms on so many pixels. */
  fit(span: number, whole: number, width: number, offsetMin = this.#made?.offsetMin ?? 0): { perMs: number; isOpen: boolean } {
    const [perMs, open] = [width / span, openness(span, whole)];
    this.#make(open === 1 ? null : this.#near.held, perMs, open, offsetMin);
    return { perMs, isOpen: open === 1 };
  }

  shown(centre: number, width: number): { from: number; to: number } {
    const place = this.#scale.placeOf(centre);
    return { from: this.#scale.timeAt(place - width / 2), to: this.#scale.timeAt(place + width / 2) };
  }

  after(at: number, pixels: number): number {
    return this.#scale.timeAt(this.#scale.placeOf(at) + pixels);
  }

  #seen(isOpen: boolean, from: number, to: number, msPerPx: number): Pick<Scene, 'bars' | 'barMs' | 'marks' | 'breaks'> {
    const { offsetMin } = this.#made ?? { offsetMin: 0 };
    if (isOpen) {
      const { histogram } = this.#activity;
      const apart = APART * msPerPx;
      return {
        bars: histogram ? barsOfHistogram(histogram, this.#scale, from, to) : [], barMs: histogram?.bucketMs ?? 1,
        marks: axisMarks(from - apart, to + apart, apart, offsetMin), breaks: [],
      };
    }
    const { held } = this.#near;
    return { bars: held ? barsOfSessions(held, this.#scale, from, to) : [], barMs: held?.bucketMs ?? 1, marks: this.#marks, breaks: this.#breaks };
  }

  /** The scale and what stands on it, made anew when something of it is other than it was. */
  #make(sessions: Sessions | null, perMs: number, open: number, offsetMin: number): void {
    const made = this.#made;
    if (made && made.sessions === sessions && made.perMs === perMs && made.open === open && made.offsetMin === offsetMin) return;
    this.#made = { sessions, perMs, open, offsetMin };
    const first = this.playback.memory.overview.firstAt ?? 0;
    this.#scale = new Scale(perMs, open, sessions && sessions.from.length > 0 ? sessions : { from: [first], to: [first] });
    this.#marks = sessions ? sessionMarks(sessions, this.#scale, APART, offsetMin) : [];
    this.#breaks = sessions ? breaksOf(sessions, this.#scale) : [];
  }
}

/** The middles of the silences that are narrower than they were. */
function breaksOf({ from, to }: Sessions, scale: Scale): number[] {
  const breaks: number[] = [];
  for (let i = 1; i < from.length; i++) {
    const [end, begin] = [to[i - 1] as number, from[i] as number];
    const wide = scale.widthOf(begin - end);
    if (wide < (begin - end) * scale.perMs * CUT) breaks.push(scale.placeOf(end) + wide / 2);
  }
  return breaks;
}
