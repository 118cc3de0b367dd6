/**
 * Whether the strip's frames are turned in space. Where the processor paints, turned frames are put together in twice the time that flat ones take
 * (docs/figures-views.md): where they come late because of that, they lie flat, and are tried again the next day.
 */
const KEPT = 'playback.flatSince';
const DAY_MS = 24 * 3_600_000;
/** So many frames of the screen are looked at together, in movement. */
const BATCH = 120;
/** Later than this one was left out, at 60 Hz; and so many of a batch are no chance. */
const LATE_MS = 25;
const TOO_MANY = 18;
/** A tab that was away draws nothing. */
const AWAY_MS = 1_000;

export class Turning {
  #isOff: boolean;
  #seen = 0;
  #late = 0;

  /** `still`: who wants no motion has them flat in any case. */
  constructor(readonly still: () => boolean, readonly kept: Pick<Storage, 'getItem' | 'setItem'> = localStorage, now = Date.now()) {
    const since = Number(kept.getItem(KEPT) ?? -Infinity);
    this.#isOff = now >= since && now - since < DAY_MS;
  }

  get isFlat(): boolean {
    return this.#isOff || this.still();
  }

  /** Hears how long a frame of the screen took in which the strip was moved. */
  took(ms: number): void {
    if (this.isFlat || ms > AWAY_MS) return;
    this.#seen++;
    if (ms > LATE_MS) this.#late++;
    if (this.#seen < BATCH) return;
    if (this.#late >= TOO_MANY) this.#layFlat();
    this.#seen = this.#late = 0;
  }

  #layFlat(): void {
    this.#isOff = true;
    this.kept.setItem(KEPT, String(Date.now()));
  }
}
