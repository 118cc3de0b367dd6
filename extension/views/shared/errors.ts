/** What went wrong, as a sentence, and what to do about it. */
import type { EngineFault } from '../../bridge/engine.js';
import { faultFrom } from '../../bridge/faults.js';
import { t } from './i18n.js';

export interface Explained { sentence: string; advice: string }

export function explain(fault: EngineFault): Explained {
  return { sentence: t(`shared_fault_${fault.kind}`), advice: t(`shared_fault_${fault.kind}_advice`) };
}

/** Whatever was thrown, as a fault. */
export { faultFrom as faultOf };

/** Sentence and advice in one line, for a toast or a status line. */
export function complain(thrown: unknown): string {
  const { sentence, advice } = explain(faultFrom(thrown));
  return `${sentence} ${advice}`;
}
