/** What went wrong, as a sentence, and what to do about it. */
import type { EngineFault, ErrorKind } from '../../bridge/engine.js';
import { t } from './i18n.js';

const KINDS: readonly ErrorKind[] = ['retry', 'freeSpace', 'locked', 'notAllowed', 'update', 'corrupt', 'notFound', 'invalid', 'bug', 'lost'];

export interface Explained { sentence: string; advice: string }

export function explain(fault: EngineFault): Explained {
  return { sentence: t(`shared_fault_${fault.kind}`), advice: t(`shared_fault_${fault.kind}_advice`) };
}

/** Whatever was thrown, as a fault; what is none of the engine's is a mistake of ours. */
export function faultOf(thrown: unknown): EngineFault {
  if (typeof thrown === 'object' && thrown !== null && 'kind' in thrown) {
    const { kind, fact } = thrown as { kind: unknown; fact?: unknown };
    const known = KINDS.find((one) => one === kind);
    if (known) return { kind: known, fact: typeof fact === 'string' ? fact : '' };
  }
  return { kind: 'bug', fact: thrown instanceof Error ? thrown.message : String(thrown) };
}

/** Sentence and advice in one line, for a toast or a status line. */
export function complain(thrown: unknown): string {
  const { sentence, advice } = explain(faultOf(thrown));
  return `${sentence} ${advice}`;
}
