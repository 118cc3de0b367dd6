/** A map of at most `limit` entries that gives up the one used longest ago. */
export class Lru<K, V> {
  readonly #entries = new Map<K, V>();

  constructor(readonly limit: number, readonly onDrop: (value: V, key: K) => void = () => {}) {}

  get size(): number {
    return this.#entries.size;
  }

  /** Reads an entry and marks it as just used. */
  get(key: K): V | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, value);
    }
    return value;
  }

  /** Reads an entry and leaves its age alone. */
  peek(key: K): V | undefined {
    return this.#entries.get(key);
  }

  set(key: K, value: V): void {
    const before = this.#entries.get(key);
    if (before !== undefined && before !== value) this.onDrop(before, key);
    this.#entries.delete(key);
    this.#entries.set(key, value);
    for (const [oldKey, old] of this.#entries) {
      if (this.#entries.size <= this.limit) break;
      this.#entries.delete(oldKey);
      this.onDrop(old, oldKey);
    }
  }

  delete(key: K): void {
    const value = this.#entries.get(key);
    if (value === undefined) return;
    this.#entries.delete(key);
    this.onDrop(value, key);
  }

  clear(): void {
    for (const key of [...this.#entries.keys()]) this.delete(key);
  }

  keys(): IterableIterator<K> {
    return this.#entries.keys();
  }
}
