/** How fast a hand was when it let go. Pure. */

/** What was longer ago says nothing of it. */
const LATELY_MS = 100;

export class HandSpeed {
  #path: { x: number; at: number }[] = [];

  constructor(x: number, at: number) {
    this.add(x, at);
  }

  add(x: number, at: number): void {
    this.#path = [...this.#path.filter((step) => at - step.at <= LATELY_MS), { x, at }];
  }

  /** Pixels a second at a moment; 0 for a hand that rested before it let go. */
  at(now: number): number {
    const [first, last] = [this.#path[0], this.#path[this.#path.length - 1]];
    if (!first || !last || now - last.at > LATELY_MS) return 0;
    return ((last.x - first.x) / Math.max(1, last.at - first.at)) * 1000;
  }
}
