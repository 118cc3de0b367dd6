/** Feeding lines to the engine, with a running account of what became of them. */
import type { Engine, ImportReport } from '../../bridge/engine.js';
import { runs } from './lines.js';

export interface Intake extends ImportReport { lines: number; bytesRead: number }

/** Hands a whole file over, run by run. `onRun` hears of the sum so far; answering false stops between two runs. */
export async function takeIn(engine: Pick<Engine, 'importPart'>, file: Blob, onRun: (sum: Intake) => boolean): Promise<Intake> {
  const sum: Intake = { added: 0, known: 0, bad: [], lines: 0, bytesRead: 0 };
  for await (const run of runs(file)) {
    const report = await engine.importPart(run.text, run.firstLine);
    sum.added += report.added;
    sum.known += report.known;
    sum.bad.push(...report.bad);
    sum.lines += run.lines;
    sum.bytesRead = run.bytesRead;
    if (!onRun(sum)) break;
  }
  return sum;
}
