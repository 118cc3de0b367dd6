/** Keeps the one worker: in Firefox the event page is its host, in Chrome the offscreen document. */
import { compile } from './code.js';
import type { FromWorker, ToWorker } from './worker-messages.js';

/** An extension API call this often (ms) keeps Firefox from suspending the event page, and the worker with it. */
const AWAKE_EVERY = 10_000;
/** A worker that broke is started again after this long (ms), twice as long each time it breaks at once. */
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 60_000;
/** A worker that lived so long (ms) had not broken at once. */
const LIVED = 30_000;

export interface HostOptions {
  makeWorker: () => Worker;
  /** Where the engine's code is. */
  wasm: string;
  /** Called now and then while the worker has something to do. */
  stayAwake?: () => void;
}

/** Starts the worker, and starts it again when it breaks. */
export function startHost({ makeWorker, wasm, stayAwake = () => undefined }: HostOptions): void {
  // For every worker that is started here: it is compiled while the first one starts, and need not be again for the next.
  const compiling = compile(wasm);
  let pause = FIRST_PAUSE;
  let awake: ReturnType<typeof setInterval> | null = null;

  const busy = (on: boolean): void => {
    if (on === (awake !== null)) return;
    if (awake !== null) { clearInterval(awake); awake = null; return; }
    stayAwake();
    awake = setInterval(stayAwake, AWAKE_EVERY);
  };

  const start = (): void => {
    const began = performance.now();
    const worker = makeWorker();
    void compiling.then((code) => worker.postMessage({ code } satisfies ToWorker));
    const broke = (): void => {
      worker.onmessage = worker.onerror = null;
      worker.terminate();
      busy(false);
      pause = performance.now() - began > LIVED ? FIRST_PAUSE : Math.min(2 * pause, LONGEST_PAUSE);
      setTimeout(start, pause);
    };
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (data.kind === 'busy') busy(data.on);
      else broke();
    };
    worker.onerror = broke;
  };
  start();
}
