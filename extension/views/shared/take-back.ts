/** Taking a forget back. What retention hid would be hidden again tomorrow: with it history is kept for ever again. */
import type { Engine, Mutated } from '../../bridge/engine.js';
import { writeSettings } from '../../bridge/settings.js';

export async function takeBack(engine: Engine, { op, aged }: { op: number; aged: boolean }): Promise<Mutated> {
  if (aged) await writeSettings({ retentionDays: null });
  return engine.undo(op);
}
