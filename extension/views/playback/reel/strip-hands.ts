/** Wheel, finger and mouse on the strip. */
import type { Ordinal } from '../../../bridge/engine.js';
import type { ReelView } from './reel-view.js';
import { WheelSteps } from './wheel.js';

const CLICK_PX = 6;

export class StripHands {
  readonly #wheel = new WheelSteps();
  #frame = 0;

  constructor(readonly reel: ReelView, readonly open: () => void) {
    const { element } = reel.strip;
    element.addEventListener('wheel', (event) => this.#turn(event), { passive: false });
    element.addEventListener('pointerdown', (event) => this.#down(event));
    element.addEventListener('dblclick', (event) => { if (reel.strip.frameAt(event.target) === reel.ordinal) open(); });
  }

  #turn(event: WheelEvent): void {
    if (event.ctrlKey) {
      event.preventDefault();
      this.reel.timeline.zoom(event.deltaY < 0 ? 1 : -1);
      return;
    }
    event.preventDefault();
    this.#wheel.add(event.deltaX, event.deltaY, event.deltaMode === WheelEvent.DOM_DELTA_LINE);
    // Summed over a frame, so that a fast wheel costs one movement a frame.
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      const steps = this.#wheel.take();
      if (steps !== 0) this.reel.step(steps);
    });
  }

  /** A press on a frame goes there; with Ctrl, or in the middle of a selection, it selects, with Shift all between. */
  #press(target: Ordinal, { ctrlKey, metaKey, shiftKey }: PointerEvent): void {
    const { selection } = this.reel.playback;
    const here = this.reel.ordinal;
    if (shiftKey) selection.reach(here, target);
    else if (ctrlKey || metaKey || (target === here && selection.size > 0)) selection.toggle(target);
    if (target !== here) this.reel.glide(target);
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0) return;
    const { strip, drive } = this.reel;
    const startX = event.clientX;
    const startAt = drive.position;
    const mirror = document.documentElement.dir === 'rtl' ? -1 : 1;
    const target = strip.frameAt(event.target);
    let dragged = false;
    const over = (move: PointerEvent): void => {
      const away = move.clientX - startX;
      if (!dragged && Math.abs(away) < CLICK_PX) return;
      if (!dragged) strip.element.setPointerCapture(event.pointerId);
      dragged = true;
      this.reel.film.stop();
      const last = this.reel.playback.memory.total - 1;
      drive.hold(Math.min(last + 0.3, Math.max(-0.3, startAt - (away / strip.step) * mirror)));
    };
    const up = (end: PointerEvent): void => {
      strip.element.removeEventListener('pointermove', over);
      strip.element.removeEventListener('pointerup', up);
      strip.element.removeEventListener('pointercancel', up);
      if (dragged) this.reel.glide(Math.round(drive.position));
      else if (target !== null && end.type === 'pointerup') this.#press(target, end);
    };
    strip.element.addEventListener('pointermove', over);
    strip.element.addEventListener('pointerup', up);
    strip.element.addEventListener('pointercancel', up);
  }
}
