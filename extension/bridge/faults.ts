/** Faults: whatever was thrown, as one; and faults of the bridge's own. */
import type { EngineFault, ErrorKind } from './engine.js';

const KINDS: readonly ErrorKind[] =
  ['retry', 'freeSpace', 'locked', 'notAllowed', 'update', 'corrupt', 'notFound', 'invalid', 'bug', 'lost', 'consent',
    'later', 'signIn', 'quota', 'wrongKey', 'keybox', 'rolledBack', 'otherAccount', 'distrust', 'refused', 'gone', 'damaged', 'versions'];

export const fault = (kind: ErrorKind, fact: string): EngineFault => ({ kind, fact });

/** Whatever was thrown, as a fault; what is none of the engine's is a mistake of ours. */
export function faultFrom(thrown: unknown): EngineFault {
  const { kind, fact, message, after } = (thrown ?? {}) as { kind?: unknown; fact?: unknown; message?: unknown; after?: unknown };
  const known = KINDS.find((one) => one === kind);
  if (!known) return fault('bug', String(fact ?? message ?? thrown));
  return { ...fault(known, String(fact ?? '')), ...(typeof after === 'number' ? { after } : {}) };
}
