/** When to sync: soon after something changed, every few minutes, later and later while the server cannot be reached. */
import { clearAlarm, hasAlarm, onAlarm, setAlarm, setBadge } from '../browser.js';
import { maySend } from '../bridge/consent.js';
import type { EngineFault } from '../bridge/engine.js';
import { fault } from '../bridge/faults.js';
import type { ViewAnswers } from '../bridge/messages.js';
import { readSettings } from '../bridge/settings.js';
import { needsPerson, readSync, type SyncState, writeSync } from '../bridge/sync-state.js';
import { engine, faultOf } from './engine.js';
import { paintFrontSoon } from './icon.js';

/** After a change: the shortest that Chrome's alarms know, in minutes. */
const SOON = 0.5;
/** Others may have said something. */
const OFTEN = 5;
/** While it fails: the first pause, and the longest. */
const FIRST_PAUSE = 1;
const LONGEST_PAUSE = 60;
const [NEXT, CHANGED] = ['sync', 'sync-changed'];

let round: Promise<EngineFault | null> | null = null;

/** One round; a second call while one runs waits for that one. Gives what went wrong, or null. */
export function syncNow(): Promise<EngineFault | null> {
  round ??= run().finally(() => { round = null; });
  return round;
}

async function run(): Promise<EngineFault | null> {
  const before = await readSync();
  try {
    const vault = await engine.vault();
    if (!vault) {
      await rest();
      return null;
    }
    const base: SyncState = {
      ...(before ?? { lastAt: null, failures: 0, fault: null }), account: vault.account, origin: vault.origin, unsaid: vault.unsaid, running: true,
    };
    // Whoever ends the background in the middle of the round does not end sync.
    await setAlarm(NEXT, { delayInMinutes: OFTEN });
    await show(base);
    // What was allowed once can be taken back in the browser.
    if (!await maySend()) throw fault('consent', 'data collection is not allowed');
    const { sendThumbs } = await readSettings();
    const { fault: wrong, ...found } = await engine.sync(sendThumbs).then(({ thumbsFull, skipped, quarantined, newer, doubts, renamed }) => ({ fault: null, thumbsFull, skipped, quarantined, newer, doubts, renamed: renamed || (before?.renamed ?? false) }), (thrown: unknown) => ({ fault: faultOf(thrown) }));
    const unsaid = (await engine.vault())?.unsaid ?? 0;
    await ended({ ...base, running: false, unsaid, ...found }, wrong);
    return wrong;
  } catch (thrown) {
    const wrong = faultOf(thrown);
    if (before) await ended({ ...before, running: false }, wrong);
    return wrong;
  }
}

/** There is no account any more. */
async function rest(): Promise<void> {
  await Promise.all([show(null), clearAlarm(NEXT), clearAlarm(CHANGED)]);
}

async function ended(state: SyncState, fault: EngineFault | null): Promise<void> {
  const failures = fault ? state.failures + 1 : 0;
  const pause = Math.min(FIRST_PAUSE * 2 ** Math.min(failures - 1, 10), LONGEST_PAUSE);
  const delay = fault ? Math.max(pause, (fault.after ?? 0) / 60) : OFTEN;
  await show({ ...state, failures, fault, ...(fault ? {} : { lastAt: Date.now() }) });
  await setAlarm(NEXT, { delayInMinutes: delay });
}

async function show(state: SyncState | null): Promise<void> {
  await writeSync(state);
  await setBadge(needsPerson(state) ? '!' : '');
  paintFrontSoon();
}

/** Something was remembered or changed here: it is told soon, unless the server has to be waited for. */
async function noticeChange(): Promise<void> {
  const state = await readSync();
  if (!state || state.running || state.fault || waiting) return;
  const vault = await engine.vault();
  if (!vault || vault.unsaid === 0) return;
  waiting = true;
  await setAlarm(CHANGED, { delayInMinutes: SOON });
}
let waiting = false;

/** A background that has just begun has no round, whatever the one before it said; and browsers lose alarms. */
async function begin(): Promise<void> {
  const state = await readSync();
  if (!state || round) return;
  if (state.running || !await hasAlarm(NEXT)) await setAlarm(NEXT, { delayInMinutes: SOON });
  await show({ ...state, running: false });
}

/** For a view: a round now, and what came of it. */
export const answerSync = async (): Promise<ViewAnswers['sync']> => {
  const fault = await syncNow();
  return fault ? { fault } : { ok: true };
};

/** Must be called once when the background starts. */
export function watchSync(): void {
  onAlarm((name) => {
    if (name === CHANGED) waiting = false;
    if (name === NEXT || name === CHANGED) void readSync().then((state) => (state ? syncNow() : null));
  });
  void begin();
  engine.onEvent(({ kind }) => { if (kind === 'changed') void noticeChange().catch(() => undefined); });
}
