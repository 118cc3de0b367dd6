/** Pages that come while others wait for their turn go with them: they are made durable together. */
import type { EngineFault, Remembered, Seen } from '../bridge/engine.js';
import { nextTask } from './next-task.js';
import type { Queue } from './queue.js';

/** Pages of one turn: what is asked meanwhile waits for so many at most. */
const MOST = 8;

interface Arrival {
  seen: Seen;
  resolve: (remembered: Remembered) => void;
  reject: (thrown: unknown) => void;
}

export class Arrivals {
  /** Those that the next turn takes, and how many turns there were when it was asked for. */
  #waiting: Arrival[] = [];
  #turns = -1;

  /** @param keep has its turn in the queue; it gives an answer or a fault for each page. */
  constructor(private readonly queue: Queue, private readonly keep: (seen: () => Promise<Seen[]>) => Promise<(Remembered | EngineFault)[]>) {}

  remember(seen: Seen): Promise<Remembered> {
    return new Promise((resolve, reject) => {
      const arrival = { seen, resolve, reject };
      // Whatever else has asked for a turn since comes before this page.
      if (this.#waiting.length > 0 && this.#waiting.length < MOST && this.#turns === this.queue.turns) this.#waiting.push(arrival);
      else void this.#together([arrival]);
    });
  }

  async #together(arrivals: Arrival[]): Promise<void> {
    this.#waiting = arrivals;
    const kept = this.keep(async () => {
      // Those that are on their way come along: where nothing is done they would be heard one by one.
      for (let known = 0; known < arrivals.length && arrivals.length < MOST;) {
        known = arrivals.length;
        await nextTask();
      }
      if (this.#waiting === arrivals) this.#waiting = [];
      return arrivals.map(({ seen }) => seen);
    });
    this.#turns = this.queue.turns;
    try {
      for (const [nth, answer] of (await kept).entries()) {
        if ('fact' in answer) arrivals[nth]?.reject(answer);
        else arrivals[nth]?.resolve(answer);
      }
    } catch (thrown) {
      for (const { reject } of arrivals) reject(thrown);
    }
  }
}
