/** Idle work of the engine in slices: between two of them a command that came in meanwhile goes first. */
import type { EngineEvent, Status } from '../bridge/engine.js';
import { faultFrom } from '../bridge/faults.js';
import type { Face } from '../../out/wasm/webmynd.js';
import type { Queue } from './queue.js';

/** Quiet for so long (ms), and the work begins. */
const QUIET = 1_000;
/** Where the person set nothing, pictures may take this share of what the browser grants. Beyond it the oldest fade, WebMarks' never. */
const PICTURES = 0.5;
/** With changes coming all the time it begins after so long (ms) all the same. */
const PATIENCE = 5_000;
/** With nothing to do, looked at again after so long (ms): undo windows end by themselves. */
const AGAIN = 30_000;
/** Quiet for so long after a change, and what makes waking slow is written. Less than Firefox's 30 s. */
const SETTLE = 15_000;

export class Tending {
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** At the beginning, too: the last process may have ended before it was quiet for long. */
  #unsettled = true;
  #changedAt = performance.now();
  #waitingSince: number | null = null;
  #rebuilding = false;
  #swept = false;
  #faded = false;
  /** Bytes that pictures may take, null for the share; nothing fades before it was said. */
  #budget: number | null | undefined;

  /** @param more is told whether there is idle work to stay awake for. */
  constructor(
    private readonly face: Face, private readonly queue: Queue, private readonly tell: (event: EngineEvent) => void,
    private readonly more: (on: boolean) => void,
  ) {
    this.#in(QUIET);
  }

  /** A command may have changed the memory. */
  changed(): void {
    this.#unsettled = true;
    this.#changedAt = performance.now();
    this.#waitingSince ??= this.#changedAt;
    if (this.#changedAt - this.#waitingSince < PATIENCE) this.#in(QUIET);
  }

  /** So much pictures may take from now on. */
  keepTo(budget: number | null): void {
    this.#faded = this.#faded && budget === this.#budget;
    this.#budget = budget;
    if (!this.#faded) this.#in(QUIET);
  }

  #in(ms: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#slice(), ms);
  }

  async #slice(): Promise<void> {
    let next = AGAIN;
    this.#waitingSince = null;
    try {
      const more = await this.queue.run(async () => {
        const more = await this.face.tend();
        await this.face.topUp();
        return more;
      });
      // What was erased or indexed is to be settled, too.
      this.#unsettled ||= more;
      this.more(this.#unsettled);
      if (more) next = 0;
      else next = await this.#finish();
      await this.#rebuilt();
    } catch (thrown) {
      this.more(false);
      this.tell({ kind: 'problem', fault: faultFrom(thrown) });
    }
    this.#in(this.queue.idle ? next : QUIET);
  }

  /** All slices are done: what remains is done once, when it has been quiet for long. Says when to look again. */
  async #finish(): Promise<number> {
    if (this.#unsettled) {
      const quiet = performance.now() - this.#changedAt;
      if (quiet < SETTLE) return SETTLE - quiet;
      if (await this.queue.run(() => this.face.settle())) return 0;
      this.#unsettled = false;
      this.#faded = false;
    }
    if (!this.#faded) {
      this.#faded = !(await this.#fade());
      if (!this.#faded) return 0;
      this.more(false);
    }
    if (!this.#swept) {
      await this.queue.run(() => this.face.sweep());
      this.#swept = true;
    }
    return AGAIN;
  }

  /** Holds the pictures to their share of the room there is; true when there is more to do. */
  async #fade(): Promise<boolean> {
    if (this.#budget === undefined) return false;
    const { quota } = await navigator.storage.estimate();
    const budget = this.#budget ?? (quota === undefined ? null : quota * PICTURES);
    return budget !== null && this.queue.run(() => this.face.fade(budget));
  }

  async #rebuilt(): Promise<void> {
    const { rebuilding } = await this.face.status() as Status;
    if (!rebuilding && !this.#rebuilding) return;
    this.#rebuilding = rebuilding !== null;
    this.tell({ kind: 'rebuilding', ...(rebuilding ?? { done: 1, total: 1 }) });
  }
}
