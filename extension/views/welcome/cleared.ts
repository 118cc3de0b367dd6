/** Telling a memory that was wiped from one that has not begun. Pure. */
import type { Status } from '../../bridge/engine.js';
import type { Settings } from '../../bridge/messages.js';

/** In its first hour a memory is empty because nothing was visited yet. */
const FRESH = 3_600_000;

/** When it was begun, if the marker of the first run is old, the memory is empty and nobody forgot its pages; else null. */
export function clearedSince({ firstRunAt }: Pick<Settings, 'firstRunAt'>, status: Pick<Status, 'visits' | 'undoable'>, now: number): number | null {
  const empty = firstRunAt !== null && now - firstRunAt > FRESH && status.visits === 0 && status.undoable.length === 0;
  return empty ? firstRunAt : null;
}
