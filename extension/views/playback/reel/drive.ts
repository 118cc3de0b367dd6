/** The position of the strip in time: a number that springs to the frame it was sent to. One animation loop, only while it moves. */
import { beat } from '../model/beat.js';
import { Signal } from '../model/signal.js';
import { spring, type Motion } from './spring.js';

/** Seconds in which a throw loses most of its speed; then the spring takes over. */
const FADE = 0.35;
const CAUGHT = 0.6;
/** Long cuts that follow each other within this time are one flight. */
const FLIGHT_MS = 150;
/** A longer way than this is cut short: what lies between would only flicker past. */
const LONGEST_GLIDE = 9;

export class Drive {
  #motion: Motion = { position: 0, velocity: 0 };
  #target = 0;
  #running = false;
  /** It was thrown, and runs out. */
  #thrown = false;
  #last = 0;
  #cuts: [before: number, last: number] = [-Infinity, -Infinity];
  #landing: ReturnType<typeof setTimeout> | undefined;
  /** Every step of a movement, and the end of a flight. */
  readonly moved = new Signal();
  /** At rest on a frame. */
  readonly settled = new Signal();

  constructor(readonly still: () => boolean) {}

  get position(): number {
    return this.#motion.position;
  }

  get target(): number {
    return this.#target;
  }

  get atRest(): boolean {
    return !this.#running;
  }

  /** Frames a second; the sign is the direction. */
  get speed(): number {
    return this.#motion.velocity;
  }

  /** It is cut from frame to frame, as by a hand that goes along the bar of the whole memory: none of them is meant. */
  get flies(): boolean {
    const [before, last] = this.#cuts;
    return last - before < FLIGHT_MS && performance.now() - last < FLIGHT_MS;
  }

  /** Springs to a frame. */
  glide(to: number): void {
    this.#target = to;
    this.#thrown = false;
    if (this.still()) return this.cut(to);
    const away = to - this.#motion.position;
    if (Math.abs(away) > LONGEST_GLIDE) this.#motion = { position: to - Math.sign(away) * 3, velocity: 0 };
    this.#start();
  }

  /** Is there at once. */
  cut(to: number): void {
    if (Math.abs(to - this.#motion.position) > LONGEST_GLIDE) this.#fly();
    this.#target = to;
    this.#thrown = false;
    this.#motion = { position: to, velocity: 0 };
    this.moved.emit();
    if (!this.#running) this.settled.emit();
  }

  /** Holds the position between frames, under a finger. */
  hold(at: number): void {
    this.#running = this.#thrown = false;
    this.#target = at;
    this.#motion = { position: at, velocity: 0 };
    this.moved.emit();
  }

  /** Lets go of it: it runs out on a frame, see `thrownTo`. */
  throw(to: number): void {
    if (this.still()) return this.cut(to);
    this.#target = to;
    this.#thrown = true;
    this.#start();
  }

  #fly(): void {
    this.#cuts = [this.#cuts[1], performance.now()];
    this.#land();
  }

  /** Whoever has not flown on for a while means to be there. */
  #land(): void {
    clearTimeout(this.#landing);
    this.#landing = setTimeout(() => { if (this.flies) this.#land(); else this.moved.emit(); }, FLIGHT_MS);
  }

  #start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#last = performance.now();
    beat.move(this.#step);
  }

  readonly #step = (now: number): void => {
    if (!this.#running) return;
    // A tab that was away must not leap.
    const seconds = Math.min(0.05, Math.max(0.001, (now - this.#last) / 1000));
    this.#last = now;
    if (this.#thrown && Math.abs(this.#target - this.#motion.position) > CAUGHT) this.#motion = runOut(this.#motion.position, this.#target, seconds);
    else this.#motion = spring(this.#motion, this.#target, seconds);
    const done = this.#motion.position === this.#target;
    if (done) this.#running = false;
    this.moved.emit();
    if (done) this.settled.emit();
    else beat.move(this.#step);
  };
}

/** The frame on which the film comes to rest when it is let go of at a position with a speed. */
export function thrownTo(position: number, speed: number): number {
  return Math.round(position + speed * FADE);
}

/** Slower the nearer it is. */
function runOut(position: number, target: number, seconds: number): Motion {
  const away = (target - position) * Math.exp(-seconds / FADE);
  return { position: target - away, velocity: away / FADE };
}
