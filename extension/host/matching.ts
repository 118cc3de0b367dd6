/** All matches of a query, in slices: between two of them whatever was asked meanwhile has its turn, and who asks anew gives up what they asked before. */
import type { Matches, SearchRequest } from '../bridge/engine.js';
import { fault } from '../bridge/faults.js';
import type { Face, Matching } from '../../out/wasm/webmynd.js';
import { nextTask } from './next-task.js';

/** So many askers are known; of one that was quiet for longer nothing is given up. */
const KNOWN = 16;

export class Matchings {
  /** By asker, how often they asked. */
  readonly #asked = new Map<string, number>();

  /** @param turn has its turn in the queue. */
  constructor(private readonly turn: <T>(work: (face: Face) => unknown) => Promise<T>) {}

  /** Somebody asks another thing. */
  ask({ asker }: SearchRequest): void {
    if (asker === undefined) return;
    const times = (this.#asked.get(asker) ?? 0) + 1;
    this.#asked.delete(asker);
    this.#asked.set(asker, times);
    const [oldest] = this.#asked.keys();
    if (this.#asked.size > KNOWN && oldest !== undefined) this.#asked.delete(oldest);
  }

  /** Fails with `retry` where its asker has asked another thing meanwhile. */
  async of(request: SearchRequest): Promise<Matches> {
    this.ask(request);
    const times = this.#times(request);
    const matching = await this.turn<Matching>((face) => face.matching(request));
    try {
      for (;;) {
        if (this.#isOvertaken(request, times)) throw fault('retry', 'another thing was asked');
        const matches = await this.turn<Matches | null>((face) => face.matchesSome(matching));
        if (matches !== null) return matches;
        await nextTask();
      }
    } finally {
      matching.free();
    }
  }

  #isOvertaken(request: SearchRequest, times: number | undefined): boolean {
    const now = this.#times(request);
    return now !== undefined && now !== times;
  }

  #times({ asker }: SearchRequest): number | undefined {
    return asker === undefined ? undefined : this.#asked.get(asker);
  }
}
