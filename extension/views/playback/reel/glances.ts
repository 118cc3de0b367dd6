/** While one flies past, words and activity are read as often as the eye could take them in, not for every frame of the screen. */
const EVERY_MS = 100;

export class Glances {
  #last = -Infinity;

  /** Whether it is worth reading now. */
  allow(flies: boolean): boolean {
    const now = performance.now();
    if (flies && now - this.#last < EVERY_MS) return false;
    this.#last = now;
    return true;
  }
}
