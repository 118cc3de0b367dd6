/** Wheel turns into whole frames: one notch, one frame; a touchpad's small steps are summed. */
const NOTCH = 100;
const MOST = 40;

export class WheelSteps {
  #sum = 0;

  /** Adds one wheel event; `lineMode` deltas count 40 px a line. Up or left is older. */
  add(deltaX: number, deltaY: number, lineMode: boolean): void {
    const dominant = Math.abs(deltaX) > Math.abs(deltaY) ? deltaX : deltaY;
    this.#sum += lineMode ? dominant * 40 : dominant;
  }

  /** Whole frames to move now; what is left over waits for the next event. */
  take(): number {
    const steps = Math.trunc(this.#sum / NOTCH);
    this.#sum -= steps * NOTCH;
    return Math.max(-MOST, Math.min(MOST, steps));
  }
}
