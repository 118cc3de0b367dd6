/** Plays the memory as film: a frame after another, a breath at the cut between two sessions. */
import { FLAG, type Ordinal } from '../../../bridge/engine.js';
import type { Playback } from '../model/playback.js';
import { Signal } from '../model/signal.js';

export const SPEEDS = [1, 2, 4, 8, 16] as const;
/** A cut holds this long, so that the eye can follow. */
const CUT_MS = 450;

export class Film {
  readonly changed = new Signal();
  speed = 2;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly playback: Playback, readonly here: () => Ordinal, readonly go: (ordinal: Ordinal) => void) {
    document.addEventListener('visibilitychange', () => { if (document.hidden) this.stop(); });
  }

  get playing(): boolean {
    return this.#timer !== undefined;
  }

  toggle(): void {
    if (this.playing) this.stop();
    else this.play();
  }

  /** From where one is; from the oldest when at the end. */
  play(): void {
    const { memory } = this.playback;
    if (memory.total < 2) return;
    if (this.here() >= memory.newest) this.go(memory.nearest(0));
    this.#next();
    this.changed.emit();
  }

  stop(): void {
    if (!this.playing) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.changed.emit();
  }

  setSpeed(speed: number): void {
    this.speed = speed;
    if (this.playing) {
      clearTimeout(this.#timer);
      this.#next();
    }
    this.changed.emit();
  }

  #next(): void {
    const { frames, total } = this.playback.memory;
    let next = this.here() + 1;
    while (next < total && frames.isForgotten(next)) next++;
    const cut = ((frames.get(next)?.flags ?? 0) & FLAG.sessionStart) !== 0;
    this.#timer = setTimeout(() => {
      if (next >= total) return this.stop();
      this.go(next);
      this.#next();
    }, 1000 / this.speed + (cut ? CUT_MS / Math.sqrt(this.speed) : 0));
  }
}
