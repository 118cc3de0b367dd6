/**
 * Where each moment stands on the timeline. Within a session it is true to time; the silence between two sessions is a narrow break
 * where one looks closely, and as wide as it was where one looks at weeks. Pure, and invertible everywhere.
 */
import { floorIndex } from '../model/sorted.js';
import { LEVELS } from './zoom.js';

/** How wide a silence is at most, in CSS pixels, where it is a break. */
export const BREAK = 12;

const [, { span: DAY }, { span: WEEK }] = LEVELS;

/** When sessions began and ended, ascending. */
export interface Stretches { from: ArrayLike<number>; to: ArrayLike<number> }

/**
 * How open silences are, from 0 (breaks) to 1 (as long as they were). Up to a day on the screen they say nothing and cost its width. Over
 * weeks they are what one looks for (nights, days away), and over months a night is narrower than its break would be: there time is true.
 * Between the two they open, so that zooming never leaps. What shows all of a memory has room for its silences.
 */
export function openness(span: number, whole: number): number {
  const byWeek = Math.log(span / DAY) / Math.log(WEEK / DAY);
  const byWhole = span / whole / 0.5 - 1;
  return Math.min(1, Math.max(0, byWeek, byWhole));
}

export class Scale {
  /** Corners, ascending in both: between two of them, and beyond the outermost, time runs evenly. */
  readonly #times: number[] = [];
  readonly #places: number[] = [];

  /** @param perMs pixels of a millisecond. @param open see `openness`. */
  constructor(readonly perMs: number, readonly open = 1, stretches: Stretches = { from: [0], to: [0] }) {
    for (let i = 0; i < stretches.from.length; i++) {
      this.#corner(stretches.from[i] as number, (silence) => this.widthOf(silence));
      this.#corner(stretches.to[i] as number, (length) => length * perMs);
    }
  }

  /** How wide a silence is. */
  widthOf(silence: number): number {
    const real = silence * this.perMs;
    const narrow = Math.min(BREAK, real);
    return narrow === 0 ? 0 : narrow * (real / narrow) ** this.open;
  }

  /** Pixels from the first corner. */
  placeOf(at: number): number {
    const i = Math.max(0, floorIndex(this.#times, at));
    return (this.#places[i] as number) + (at - (this.#times[i] as number)) * this.#paceAfter(i, at < (this.#times[0] as number));
  }

  /** The moment there, in whole ms. */
  timeAt(place: number): number {
    const i = Math.max(0, floorIndex(this.#places, place));
    return Math.round((this.#times[i] as number) + (place - (this.#places[i] as number)) / this.#paceAfter(i, place < (this.#places[0] as number)));
  }

  /** Pixels of a millisecond behind a corner. */
  #paceAfter(i: number, isBefore: boolean): number {
    const [time, next] = [this.#times[i] as number, this.#times[i + 1]];
    return isBefore || next === undefined ? this.perMs : ((this.#places[i + 1] as number) - (this.#places[i] as number)) / (next - time);
  }

  #corner(at: number, widthOf: (ms: number) => number): void {
    const last = this.#times[this.#times.length - 1];
    if (last === at) return;
    this.#places.push(last === undefined ? 0 : (this.#places[this.#places.length - 1] as number) + widthOf(at - last));
    this.#times.push(at);
  }
}
