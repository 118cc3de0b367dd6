/** Wheel, finger and mouse on the strip. */
import type { Ordinal } from '../../../bridge/engine.js';
import { beat } from '../model/beat.js';
import { HandSpeed } from './hand-speed.js';
import type { ReelView } from './reel-view.js';
import { WheelSteps } from './wheel.js';

const CLICK_PX = 6;
const LONG_PRESS_MS = 500;
/** Frames a second that a hand can throw. */
const FASTEST = 60;

export class StripHands {
  readonly #wheel = new WheelSteps();
  #pressing: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly reel: ReelView, readonly open: () => void) {
    const { element } = reel.strip;
    element.addEventListener('wheel', (event) => this.#turn(event), { passive: false });
    element.addEventListener('pointerdown', (event) => this.#down(event));
    element.addEventListener('dblclick', (event) => { if (reel.strip.frameAt(event.target) === reel.ordinal) open(); });
    element.addEventListener('contextmenu', (event) => { if (this.#pressing !== undefined) event.preventDefault(); });
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
    beat.move(this.#roll);
  }

  readonly #roll = (): void => {
    const steps = this.#wheel.take();
    if (steps !== 0) this.reel.step(steps);
  };

  #down(event: PointerEvent): void {
    if (event.button !== 0 || !event.isPrimary) return;
    const { strip, drive } = this.reel;
    // A film that runs is caught where it is.
    if (!drive.atRest) drive.hold(drive.position);
    const [startX, startAt] = [event.clientX, drive.position];
    const mirror = document.documentElement.dir === 'rtl' ? -1 : 1;
    const target = strip.frameAt(event.target);
    const speed = new HandSpeed(startX, event.timeStamp);
    let [dragged, pressed] = [false, false];
    if (event.pointerType === 'touch' && target !== null) this.#pressing = setTimeout(() => { pressed = this.#longPress(target); }, LONG_PRESS_MS);
    const over = (move: PointerEvent): void => {
      const away = move.clientX - startX;
      if (move.pointerId !== event.pointerId || pressed || (!dragged && Math.abs(away) < CLICK_PX)) return;
      if (!dragged) strip.element.setPointerCapture(event.pointerId);
      dragged = true;
      this.#rest();
      this.reel.film.stop();
      speed.add(move.clientX, move.timeStamp);
      const last = this.reel.playback.memory.total - 1;
      drive.hold(Math.min(last + 0.3, Math.max(-0.3, startAt - (away / strip.step) * mirror)));
    };
    const up = (end: PointerEvent): void => {
      if (end.pointerId !== event.pointerId) return;
      for (const [kind, listener] of [['pointermove', over], ['pointerup', up], ['pointercancel', up]] as const) strip.element.removeEventListener(kind, listener);
      this.#rest();
      const frames = (-speed.at(end.timeStamp) / strip.step) * mirror;
      if (dragged) this.reel.throw(Math.max(-FASTEST, Math.min(FASTEST, frames)));
      else if (!pressed && target !== null && end.type === 'pointerup') this.#press(target, end);
      if (drive.position !== Math.round(drive.position) && drive.atRest) this.reel.glide(Math.round(drive.position));
    };
    strip.element.addEventListener('pointermove', over);
    strip.element.addEventListener('pointerup', up);
    strip.element.addEventListener('pointercancel', up);
  }

  #rest(): void {
    clearTimeout(this.#pressing);
    this.#pressing = undefined;
  }

  /** A long press on a frame selects it. */
  #longPress(target: Ordinal): boolean {
    this.reel.playback.selection.toggle(target);
    navigator.vibrate?.(10);
    return true;
  }

  /** A press on a frame goes there; with Ctrl, or in the middle of a selection, it selects, with Shift all between. */
  #press(target: Ordinal, { ctrlKey, metaKey, shiftKey }: PointerEvent): void {
    const { selection } = this.reel.playback;
    const here = this.reel.ordinal;
    if (shiftKey) selection.reach(here, target);
    else if (ctrlKey || metaKey || (target === here && selection.size > 0)) selection.toggle(target);
    if (target !== here) this.reel.glide(target);
  }
}
