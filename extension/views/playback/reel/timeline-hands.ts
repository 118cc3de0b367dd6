/** Mouse, finger and wheel on the timeline: drag, click, pinch, Ctrl and the wheel. */
import type { Timeline } from './timeline.js';

/** A drag this far off the bar moves half as fast, and half again for each further one. */
const GEAR_PX = 48;
const CLICK_PX = 4;
/** A wheel that has not turned for so long is let go. */
const REST_MS = 200;

export function listenToHands(timeline: Timeline): void {
  const { element } = timeline;
  const fingers = new Map<number, number>();
  let pinch: Pinch | null = null;
  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    element.focus({ preventScroll: true });
    fingers.set(event.pointerId, event.clientX);
    if (fingers.size === 2) pinch = new Pinch(timeline, fingers);
    else if (fingers.size === 1) drag(timeline, event, () => pinch !== null);
  });
  element.addEventListener('pointermove', (event) => {
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, event.clientX);
    if (fingers.size === 2) pinch?.move(fingers);
  });
  for (const kind of ['pointerup', 'pointercancel'] as const) {
    element.addEventListener(kind, (event) => {
      fingers.delete(event.pointerId);
      if (fingers.size > 0 || pinch === null) return;
      pinch = null;
      timeline.release();
    });
  }
  const wheel = new WheelZoom(timeline);
  element.addEventListener('wheel', (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    event.stopPropagation();
    wheel.turn(event);
  }, { passive: false });
}

/** How far a place on screen is from the bar's middle. */
function fromMiddle(timeline: Timeline, x: number): number {
  const { left, width } = timeline.element.getBoundingClientRect();
  return x - left - width / 2;
}

/** Ctrl and the wheel: the moment under the pointer stays under it while it turns. */
class WheelZoom {
  #held: { x: number; moment: number } | null = null;
  #rest: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly timeline: Timeline) {}

  turn({ clientX: x, deltaY }: WheelEvent): void {
    const { timeline } = this;
    const middle = fromMiddle(timeline, x);
    if (this.#held?.x !== x) this.#held = { x, moment: timeline.after(timeline.centre, middle) };
    timeline.pin(timeline.span * Math.exp(deltaY / 300), this.#held.moment, middle);
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#end(), REST_MS);
  }

  #end(): void {
    this.#held = null;
    this.timeline.release();
  }
}

/** Two fingers: as much of time as was between them stays between them, and the moment in their middle stays there. */
class Pinch {
  readonly #apart: number;
  readonly #span: number;
  readonly #moment: number;

  constructor(readonly timeline: Timeline, fingers: ReadonlyMap<number, number>) {
    const { apart, middle } = this.#measure(fingers);
    this.#apart = apart;
    this.#span = timeline.span;
    this.#moment = timeline.after(timeline.centre, middle);
  }

  move(fingers: ReadonlyMap<number, number>): void {
    const { apart, middle } = this.#measure(fingers);
    this.timeline.pin((this.#span * this.#apart) / apart, this.#moment, middle);
  }

  /** How far apart they are, and how far their middle is from the bar's. */
  #measure(fingers: ReadonlyMap<number, number>): { apart: number; middle: number } {
    const [a = 0, b = 0] = fingers.values();
    return { apart: Math.max(1, Math.abs(a - b)), middle: fromMiddle(this.timeline, (a + b) / 2) };
  }
}

/** Follows a hand until it is lifted; `isOver`: it was joined by another, and means something else. */
function drag(timeline: Timeline, { clientX: startX, pointerId }: PointerEvent, isOver: () => boolean): void {
  const { element } = timeline;
  const box = element.getBoundingClientRect();
  const under = (there: PointerEvent): number => timeline.after(timeline.centre, there.clientX - box.left - box.width / 2);
  let lastX = startX;
  let at = timeline.centre;
  let dragged = false;
  const over = (move: PointerEvent): void => {
    if (move.pointerId !== pointerId || isOver()) return;
    if (timeline.stands) return timeline.scrub(under(move));
    if (!dragged && Math.abs(move.clientX - startX) < CLICK_PX) return;
    dragged = true;
    const off = Math.max(0, box.top - move.clientY, move.clientY - box.bottom);
    at = timeline.after(at, (lastX - move.clientX) * 0.5 ** Math.floor(off / GEAR_PX));
    lastX = move.clientX;
    timeline.scrub(at);
  };
  const up = (end: PointerEvent): void => {
    if (end.pointerId !== pointerId) return;
    element.removeEventListener('pointermove', over);
    element.removeEventListener('pointerup', up);
    element.removeEventListener('pointercancel', up);
    // Two fingers let go when both are lifted.
    if (isOver()) return;
    if (end.type === 'pointerup' && !dragged) timeline.scrub(under(end));
    timeline.release();
  };
  element.addEventListener('pointermove', over);
  element.addEventListener('pointerup', up);
  element.addEventListener('pointercancel', up);
}
