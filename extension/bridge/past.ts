/** How taking in the browser's past stands, in storage.local: written by the background, shown by welcome page and settings. */
import { onStored, store, stored } from '../browser.js';
import type { EngineFault, Millis } from './engine.js';

/** What a browser knows from the time before. */
export type PastKind = 'history' | 'bookmarks';

export interface Past {
  /** `stopped`: by the person, who can let it go on. */
  at: 'running' | 'stopped' | 'done';
  /** When it was begun: what is newer is for the next time. */
  startedAt: Millis;
  /** Older was taken in by an earlier time. */
  since: Millis;
  /** From here to `startedAt` all is taken in: whoever goes on begins here. */
  cursor: Millis;
  /** Addresses that there are to look at; null until they are counted. */
  total: number | null;
  looked: number;
  /** Pages that are new, and addresses that the rules leave out or that are no pages. */
  pages: number; left: number;
  /** Why it does not go on; it is tried again. */
  fault: EngineFault | null;
}

const KEYS: Record<PastKind, string> = { history: 'pastHistory', bookmarks: 'pastBookmarks' };

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;
/** What is stored may be of another version: what does not fit counts as not there. */
const fits = (value: unknown): value is Past => {
  if (typeof value !== 'object' || value === null) return false;
  const past = value as Partial<Record<keyof Past, unknown>>;
  return ['running', 'stopped', 'done'].includes(past.at as string) && (past.total === null || isCount(past.total))
    && [past.startedAt, past.since, past.cursor, past.looked, past.pages, past.left].every(isCount);
};

/** Null: never begun. */
export async function readPast(kind: PastKind): Promise<Past | null> {
  const found = (await stored('local', [KEYS[kind]]))[KEYS[kind]];
  return fits(found) ? found : null;
}
export const writePast = (kind: PastKind, past: Past | null): Promise<void> => store('local', { [KEYS[kind]]: past });
/** Tells it whenever it was written; returns how to stop. */
export const onPast = (kind: PastKind, listener: (past: Past | null) => void): (() => void) =>
  onStored('local', (changes) => { if (KEYS[kind] in changes) void readPast(kind).then(listener); });
