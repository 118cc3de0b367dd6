/** Feeding a file to the engine, lines or bookmarks, with a running account of what became of it. */
import { cardLines, isExcluded } from '../../bridge/cards.js';
import type { BookmarksPart, Engine, ImportReport } from '../../bridge/engine.js';
import type { Settings } from '../../bridge/messages.js';
import { runs } from './lines.js';

export interface Intake extends ImportReport {
  lines: number; bytesRead: number;
  /** WebMarks of a file of bookmarks; null: the file is one of lines. */
  bookmarks: number | null;
  /** Bookmarks that the rules leave out. */
  excluded: number;
}

export const nothing = (): Intake => ({ added: 0, known: 0, gone: 0, pages: 0, unended: 0, bad: [], lines: 0, bytesRead: 0, bookmarks: null, excluded: 0 });

function add(sum: Intake, { added, known, gone, pages, unended, bad }: ImportReport): void {
  sum.added += added;
  sum.known += known;
  sum.gone += gone;
  sum.pages += pages;
  sum.unended += unended;
  sum.bad.push(...bad);
}

type Taker = Pick<Engine, 'importPart' | 'readBookmarks'>;

/** Hands a whole file over, run by run. `onRun` hears of the sum so far; answering false stops between two runs. */
export async function takeIn(engine: Taker, file: Blob, settings: Settings, onRun: (sum: Intake) => boolean): Promise<Intake> {
  const sum = nothing();
  let state = '';
  for await (const run of runs(file)) {
    // The beginning says what the file is.
    const part = sum.lines === 0 || sum.bookmarks !== null ? await engine.readBookmarks(run.text, state, false) : null;
    if (part) {
      state = part.state;
      await takeBookmarks(engine, part, settings, sum);
    } else {
      add(sum, await engine.importPart(run.text, run.firstLine));
    }
    sum.lines += run.lines;
    sum.bytesRead = run.bytesRead;
    if (!onRun(sum)) return sum;
  }
  const rest = sum.bookmarks === null ? null : await engine.readBookmarks('', state, true);
  if (rest) await takeBookmarks(engine, rest, settings, sum);
  return sum;
}

async function takeBookmarks(engine: Taker, { bookmarks, bad }: BookmarksPart, settings: Settings, sum: Intake): Promise<void> {
  const taken = bookmarks.filter(({ url }) => !isExcluded(url, settings));
  const report = await engine.importPart(taken.map(({ at, ...card }) => cardLines({ ...card, at: [at], star: true })).join(''), 1);
  add(sum, report);
  sum.bad.push(...bad);
  sum.bookmarks = (sum.bookmarks ?? 0) + taken.length - report.bad.length;
  sum.excluded += bookmarks.length - taken.length;
}
