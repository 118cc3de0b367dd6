/** One command at a time: the next begins when the one before has ended, well or badly. */
export class Queue {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #turns = 0;

  /**
   * @param changed is told when the queue begins to have something to do, and when it has nothing any more.
   * @param failed is told what a command threw; its caller hears of it too.
   */
  constructor(private readonly changed: (busy: boolean) => void, private readonly failed: (thrown: unknown) => void) {}

  get idle(): boolean { return this.#waiting === 0; }

  /** How many turns were asked for so far. */
  get turns(): number { return this.#turns; }

  run<T>(work: () => T | Promise<T>): Promise<T> {
    this.#turns += 1;
    const done = this.#counted(this.#last.then(work));
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Work that needs no turn: it counts as something to do, but nothing waits for it. */
  beside<T>(work: () => Promise<T>): Promise<T> {
    return this.#counted(work());
  }

  async #counted<T>(work: Promise<T>): Promise<T> {
    if (this.#waiting++ === 0) this.changed(true);
    try {
      return await work;
    } catch (thrown) {
      this.failed(thrown);
      throw thrown;
    } finally {
      if (--this.#waiting === 0) this.changed(false);
    }
  }
}
