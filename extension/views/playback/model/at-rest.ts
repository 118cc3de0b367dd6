/** What is asked of the engine beside a search, once one rests on it: texts, and what came to be known of each. */
import { Signal } from './signal.js';

export class AtRest<Known> {
  /** Something came to be known. */
  readonly news = new Signal();
  readonly #known = new Map<string, Known>();
  #wanted: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = false;
  /** Counts up with each forgetting: an answer to what was asked before it is dropped. */
  #round = 0;

  /** `ask` is given `atOnce` texts at most; what it cannot tell is asked again when it is wanted again. More than `most` are of searches long past. */
  constructor(readonly restMs: number, readonly ask: (texts: string[]) => Promise<ReadonlyMap<string, Known>>, readonly atOnce = 1, readonly most = 200) {}

  /** Undefined while it is not known. */
  of(text: string): Known | undefined {
    return this.#known.get(text);
  }

  /** Takes the place of what was wanted before. */
  want(texts: readonly string[]): void {
    this.#wanted = [...new Set(texts)].filter((text) => !this.#known.has(text));
    clearTimeout(this.#timer);
    if (this.#wanted.length > 0 && !this.#asking) this.#timer = setTimeout(() => void this.#askAll(), this.restMs);
  }

  /** What is known holds no more: the search is another, or the memory. */
  forget(): void {
    this.#round++;
    this.#known.clear();
    this.#wanted = [];
    this.#asking = false;
    clearTimeout(this.#timer);
  }

  async #askAll(): Promise<void> {
    const round = this.#round;
    if (this.#known.size > this.most) this.#known.clear();
    this.#asking = true;
    const texts = this.#wanted.splice(0);
    let isNew = false;
    for (let from = 0; from < texts.length; from += this.atOnce) {
      const answers = await this.ask(texts.slice(from, from + this.atOnce)).catch(() => new Map<string, Known>());
      if (round !== this.#round) return;
      for (const [text, known] of answers) this.#known.set(text, known);
      isNew ||= answers.size > 0;
    }
    this.#asking = false;
    if (isNew) this.news.emit();
    // What came to be wanted meanwhile.
    this.want(this.#wanted);
  }
}
