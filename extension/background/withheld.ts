/** Counts pages that were left out, and writes the counts rarely: what was counted in the last second goes with the background. */
import { onStored, store } from '../browser.js';
import type { SkipReason } from '../bridge/messages.js';
import { localDay, readWithheld, sumOf, WITHHELD_FOR, WITHHELD_KEY, type Withheld, type WithheldFor, dropWithheld } from '../bridge/withheld.js';

const REST_MS = 1_000;

let pending: Withheld = {};
let due: ReturnType<typeof setTimeout> | undefined;
/** Counts up when everything is forgotten: what is being written meanwhile goes, too. */
let wipes = 0;

/** The reason as it is counted; null where nothing was left out. */
function countedAs(reason: SkipReason, isBuiltIn: boolean): WithheldFor | null {
  const name = reason === 'excluded' && isBuiltIn ? 'listed' : reason;
  return (WITHHELD_FOR as readonly string[]).includes(name) ? name as WithheldFor : null;
}

export function countWithheld(reason: SkipReason, isBuiltIn: boolean): void {
  const name = countedAs(reason, isBuiltIn);
  if (name === null) return;
  pending = sumOf(pending, { [localDay(Date.now())]: { [name]: 1 } });
  due ??= setTimeout(() => void write(), REST_MS);
}

async function write(): Promise<void> {
  const [counted, before] = [pending, wipes];
  pending = {};
  try {
    const sum = sumOf(await readWithheld(), counted);
    if (before === wipes) await store('local', { [WITHHELD_KEY]: sum });
    if (before !== wipes) await dropWithheld();
  } catch {
    // A count that cannot be written now is written with the next.
    if (before === wipes) pending = sumOf(counted, pending);
  } finally {
    // Not before: two that write at once would lose what one of them counted.
    due = undefined;
    if (Object.keys(pending).length > 0) due = setTimeout(() => void write(), REST_MS);
  }
}

/** Must be called once when the background starts: what is forgotten elsewhere is forgotten here. */
export function watchWithheld(): void {
  onStored('local', (changes) => {
    const change = changes[WITHHELD_KEY];
    if (!change || change.newValue !== undefined) return;
    wipes += 1;
    pending = {};
  });
}
