/** The position of the strip in time: a number that springs to the frame it was sent to. One animation loop, only while it moves. */
import { Signal } from '../model/signal.js';
import { spring, type Motion } from './spring.js';

/** A longer way than this is cut short: what lies between would only flicker past. */
const LONGEST_GLIDE = 9;

export class Drive {
  #motion: Motion = { position: 0, velocity: 0 };
  #target = 0;
  #running = false;
  #last = 0;
  /** Every step of a movement. */
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

  /** Springs to a frame. */
  glide(to: number): void {
    this.#target = to;
    if (this.still()) return this.cut(to);
    const away = to - this.#motion.position;
    if (Math.abs(away) > LONGEST_GLIDE) this.#motion = { position: to - Math.sign(away) * 3, velocity: 0 };
    this.#start();
  }

  /** Is there at once. */
  cut(to: number): void {
    this.#target = to;
    this.#motion = { position: to, velocity: 0 };
    this.moved.emit();
    if (!this.#running) this.settled.emit();
  }

  /** Holds the position between frames, under a finger. */
  hold(at: number): void {
    this.#running = false;
    this.#target = at;
    this.#motion = { position: at, velocity: 0 };
    this.moved.emit();
  }

  #start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#last = performance.now();
    requestAnimationFrame((now) => this.#step(now));
  }

  #step(now: number): void {
    if (!this.#running) return;
    // A tab that was away must not leap.
    const seconds = Math.min(0.05, Math.max(0.001, (now - this.#last) / 1000));
    this.#last = now;
    this.#motion = spring(this.#motion, this.#target, seconds);
    const done = this.#motion.position === this.#target;
    if (done) this.#running = false;
    this.moved.emit();
    if (done) this.settled.emit();
    else requestAnimationFrame((next) => this.#step(next));
  }
}
