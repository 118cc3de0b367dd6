/** What the worker says to the page that hosts it. */
export type FromWorker =
  /** Something is to be done, or nothing any more. */
  | { kind: 'busy'; on: boolean }
  /** The wasm trapped: its memory cannot be trusted, start another worker. The files are safe. */
  | { kind: 'broken' };
