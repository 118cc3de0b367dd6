/** What forgets were of that can still be taken back, by name: in the browser's memory, never on a disk, and no longer than the undo window. */
import { store, stored, unstore } from '../browser.js';
import type { Millis } from './engine.js';

/** Of the key, and of the alarm that ends it. */
export const FORGOTTEN = 'forgot:';
const WINDOW_MS = 600_000;

export interface ForgottenName { name: string; until: Millis }

export async function keepName(op: number, name: string): Promise<void> {
  if (name !== '' && op !== 0) await store('session', { [FORGOTTEN + op]: { name, until: Date.now() + WINDOW_MS } satisfies ForgottenName });
}

export const dropNames = (...ops: number[]): Promise<void> => unstore('session', ops.map((op) => FORGOTTEN + op));

/** By operation; '' where none is known. */
export async function namesOf(ops: readonly number[]): Promise<(op: number) => string> {
  const held = await stored('session', ops.map((op) => FORGOTTEN + op));
  return (op) => (held[FORGOTTEN + op] as ForgottenName | undefined)?.name ?? '';
}
