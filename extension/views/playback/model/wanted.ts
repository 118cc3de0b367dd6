/** A queue of jobs that is told again and again what is wanted, in order; what is no longer wanted and not begun is dropped. */
export class WantedQueue<K> {
  #wanted: K[] = [];
  readonly #running = new Set<K>();

  /** `run` is called for at most `width` keys at a time and must never reject. */
  constructor(readonly width: number, readonly run: (key: K) => Promise<void>) {}

  /** Replaces everything that waits; the first is the most urgent. */
  want(keys: Iterable<K>): void {
    this.#wanted = [...new Set(keys)];
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
      const key = this.#wanted.find((wanted) => !this.#running.has(wanted));
      if (key === undefined) return;
      this.#wanted = this.#wanted.filter((wanted) => wanted !== key);
      this.#running.add(key);
      void this.run(key).finally(() => {
        this.#running.delete(key);
        this.#fill();
      });
    }
  }
}
