/**
 * When the browser's past is taken in: a person asks for it in a view, and it goes on here, whether that view is open or not. An
 * alarm and every beginning of the background look whether one was cut off.
 */
import { clearAlarm, hasPermission, onAlarm, setAlarm } from '../browser.js';
import type { ViewAnswers } from '../bridge/messages.js';
import { type Past, type PastKind, readPast, writePast } from '../bridge/past.js';
import { engine, faultOf } from './engine.js';
import { begin, goOn } from './past/run.js';
import { tryAgain } from './past/tries.js';

const KINDS: readonly PastKind[] = ['history', 'bookmarks'];
const ALARM = 'past';
/** A background that was ended in the middle, or an engine that could not, is followed by the next try, at the latest (minutes). */
const AGAIN = 1;

/** The runs of this background, and whether each is still wanted. */
const runs = new Map<PastKind, { wanted: boolean; ended: Promise<void> }>();

function start(kind: PastKind): void {
  if (runs.has(kind)) return;
  const run = { wanted: true, ended: Promise.resolve() };
  runs.set(kind, run);
  run.ended = go(kind, () => run.wanted).finally(() => { runs.delete(kind); });
}

async function go(kind: PastKind, goesOn: () => boolean): Promise<void> {
  await setAlarm(ALARM, { delayInMinutes: AGAIN, periodInMinutes: AGAIN });
  await tryAgain(() => attempt(kind, goesOn), goesOn);
}

/** False: an engine could not, and may at the next try. */
async function attempt(kind: PastKind, goesOn: () => boolean): Promise<boolean> {
  let past: Past | null = null;
  try {
    past = await begin(kind, { engine }, Date.now());
    await writePast(kind, past);
    await goOn(kind, past, { engine, goesOn });
    return true;
  } catch (thrown) {
    // With the permission gone nothing will come of it, and what was taken in stays.
    const at = await hasPermission(kind) ? 'running' : 'stopped';
    if (past) await writePast(kind, { ...past, at, fault: at === 'running' ? faultOf(thrown) : null });
    return at === 'stopped';
  }
}

async function stop(kind: PastKind): Promise<void> {
  const run = runs.get(kind);
  if (run) run.wanted = false;
  await run?.ended;
  const past = await readPast(kind);
  if (past?.at === 'running') await writePast(kind, { ...past, at: 'stopped', fault: null });
}

/** For a view: begin it or go on with it, or stop it. */
export async function answerPast(kind: PastKind, on: boolean): Promise<ViewAnswers['past']> {
  if (on) start(kind);
  else await stop(kind);
  return { ok: true };
}

/** Goes on with what was cut off; the alarm is not needed when nothing was. */
async function resume(): Promise<void> {
  const states = await Promise.all(KINDS.map(readPast));
  const cut = KINDS.filter((_, at) => states[at]?.at === 'running');
  cut.forEach(start);
  if (cut.length === 0 && runs.size === 0) await clearAlarm(ALARM);
}

/** Must be called once when the background starts. */
export function watchPast(): void {
  onAlarm((name) => { if (name === ALARM) void resume(); });
  void resume();
}
