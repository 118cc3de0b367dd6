/** Room for texts: beyond it old ones that the vault keeps leave this device. */
import type { Engine } from '../bridge/engine.js';
import type { Settings } from '../bridge/messages.js';

const MEGABYTE = 1_000_000;

/** Texts last seen before so many days (ago) leave first; one step a day, until they fit. */
const STEPS = [1825, 1095, 730, 365, 180, 90, 60, 30];

/** Beyond the room for texts the oldest that the vault keeps become title cards; without a vault none goes by itself. */
export async function makeRoom({ textBudget }: Pick<Settings, 'textBudget'>, engine: Pick<Engine, 'vault' | 'status' | 'thin'>): Promise<void> {
  if (textBudget === null || !await engine.vault()) return;
  const { journalBytes, indexBytes } = await engine.status();
  if (journalBytes + indexBytes <= textBudget * MEGABYTE) return;
  for (const days of STEPS) if ((await engine.thin(days)).thinned > 0) return;
}
