/** What the worker says to the page that hosts it. */
export type FromWorker =
  /** Something is to be done, or nothing any more. */
  | { kind: 'busy'; on: boolean }
  /** The wasm trapped: its memory cannot be trusted, start another worker. The files are safe. */
  | { kind: 'broken' };

/** What the page that hosts it says to the worker, once. */
export interface ToWorker {
  /** The engine's code; `null` where it could not be compiled there: the worker does it itself, and says why it cannot. */
  code: WebAssembly.Module | null;
}
