/** A queue of jobs that is told again and again what is wanted, in order; what is no longer wanted and not begun is dropped. */
export class WantedQueue<K> {
  #wanted: K[] = [];
  readonly #running = new Set<K>();

  /** `run` is called for at most `width` keys at a time and must never reject. */
  constructor(readonly width: number, readonly run: (key: K) => Promise<void>) {}

  /** Replaces everything that waits; the first is the most urgent. What runs already is not run twice. */
  want(keys: Iterable<K>): void {
    this.#wanted = [...new Set(keys)].filter((key) => !this.#running.has(key));
    this.#fill();
  }

  get waiting(): number {
    return this.#wanted.length;
  }

  get running(): number {
    return this.#running.size;
  }

  #fill(): void {
    while (this.#running.size < this.width) {
      const key = this.#wanted.shift();
      if (key === undefined) return;
      this.#running.add(key);
      void this.run(key).finally(() => {
        this.#running.delete(key);
        this.#fill();
      });
    }
  }
}
