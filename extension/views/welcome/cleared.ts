/** Telling a memory that was wiped from one that has not begun. Pure. */
import type { Status } from '../../bridge/engine.js';
import type { Settings } from '../../bridge/messages.js';

/** In its first minutes a memory is empty because nothing was visited yet. */
const FRESH = 10 * 60_000;

/** The marker of the first run is there, the memory is empty, and nobody forgot its pages: the browser's data was cleared. */
export function wasCleared({ firstRunAt }: Pick<Settings, 'firstRunAt'>, status: Pick<Status, 'visits' | 'undoable'>, now: number): boolean {
  return firstRunAt !== null && now - firstRunAt > FRESH && status.visits === 0 && status.undoable.length === 0;
}
