/** How sync stands, in storage.local: written by the background, shown by icon, popup and settings. */
import { onStored, store, stored } from '../browser.js';
import type { EngineFault, ErrorKind, Millis, SyncDoubt } from './engine.js';

export interface SyncState {
  /** The account's name and its server, for people. */
  account: string; origin: string;
  running: boolean;
  /** The end of the last round that went well. */
  lastAt: Millis | null;
  /** Why the last round did not. */
  fault: EngineFault | null;
  /** Rounds that failed since one went well. */
  failures: number;
  /** What the vault did not have yet after the last round. */
  unsaid: number;
  /** The last round that went well found no room for more thumbnails in the vault. */
  thumbsFull?: boolean;
  /** What the last round that went well could not read, and did not send. */
  skipped?: number;
  /** Packs of other devices that it could not read. */
  quarantined?: number;
  newer?: number;
  /** What devices of the account said and what cannot be so. */
  doubts?: SyncDoubt[];
  /** This memory turned out to be a copy of another device's: it is a device of its own since; until a person has seen that. */
  renamed?: boolean;
}

const KEY = 'sync';

/** The state, or null when this device has no account. */
export const readSync = async (): Promise<SyncState | null> => ((await stored('local', [KEY]))[KEY] as SyncState | undefined) ?? null;
export const writeSync = (state: SyncState | null): Promise<void> => store('local', { [KEY]: state });
/** Tells the state whenever it was written; returns how to stop. */
export const onSync = (listener: (state: SyncState | null) => void): (() => void) =>
  onStored('local', (changes) => { if (KEY in changes) void readSync().then(listener); });

/** What does not pass by itself: a person has to do something. */
const STANDING: readonly ErrorKind[] = ['signIn', 'consent', 'quota', 'update', 'versions', 'wrongKey', 'keybox', 'rolledBack', 'otherAccount', 'distrust', 'refused', 'corrupt', 'freeSpace'];
export const needsPerson = (state: SyncState | null): boolean => state?.fault != null && STANDING.includes(state.fault.kind);
