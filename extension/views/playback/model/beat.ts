/**
 * One frame of the screen, in the order in which it is laid out once: first what moves and looks where things are, then what paints on canvases, which ask
 * for styles, then what writes into the document. What is written at any other time is laid out twice: for the hand that comes next, and for the frame.
 */
type Job = (now: number) => void;

const [MOVE, PAINT, WRITE] = [0, 1, 2] as const;

class Beat {
  readonly #jobs: readonly Set<Job>[] = [new Set(), new Set(), new Set()];
  /** What is done just now; -1 between two frames. */
  #phase = -1;
  #frame = 0;

  /** In each of them: once a frame, however often it was asked for by the same function. */
  move(job: Job): void {
    this.#ask(MOVE, job);
  }

  paint(job: Job): void {
    this.#ask(PAINT, job);
  }

  write(job: Job): void {
    this.#ask(WRITE, job);
  }

  /** What comes later in a frame is still done in it. */
  #ask(phase: number, job: Job): void {
    this.#jobs[phase]?.add(job);
    if (phase > this.#phase && this.#phase >= 0) return;
    if (this.#frame === 0) this.#frame = requestAnimationFrame((now) => this.#strike(now));
  }

  #strike(now: number): void {
    this.#frame = 0;
    for (const [phase, waiting] of this.#jobs.entries()) {
      this.#phase = phase;
      const jobs = [...waiting];
      waiting.clear();
      for (const job of jobs) {
        // One that fails stops no other.
        try {
          job(now);
        } catch (thrown) {
          reportError(thrown);
        }
      }
    }
    this.#phase = -1;
  }
}

export const beat = new Beat();

/** So long what comes bit by bit is gathered (ms). */
const GATHERED_MS = 50;
let gathered: (() => void)[] | null = null;

/** Writes what comes bit by bit, as pictures do, at once and from then on together: each time the screen is put together anew, which costs about as much for one of them as for all. */
export function gather(job: () => void): void {
  if (gathered !== null) return void gathered.push(job);
  gathered = [];
  beat.write(job);
  setTimeout(putUp, GATHERED_MS);
}

function putUp(): void {
  const jobs = gathered ?? [];
  gathered = jobs.length > 0 ? [] : null;
  if (jobs.length === 0) return;
  for (const job of jobs) beat.write(job);
  setTimeout(putUp, GATHERED_MS);
}

/** Resolves behind the next frame of the screen: what stands in the document now was painted. Where nobody looks there is none to wait for. */
export const painted = (): Promise<void> => new Promise((done) => {
  if (document.hidden) return done();
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { port1.close(); done(); };
    port2.postMessage(null);
  });
});
