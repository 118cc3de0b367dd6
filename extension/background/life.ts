/** The extension's own life: first run, updates, permissions that come and go, the daily tidying. */
import {
  clearAlarm, hasOpenPanel, hasOpenViews, onAlarm, onInstalled, onPermissions, onStartup, onUpdateWaiting, openTab, restart, runtimeUrl, sendMessage, setAlarm,
} from '../browser.js';
import { maySend } from '../bridge/consent.js';
import type { ToPanel } from '../bridge/messages.js';
import { onSettings, readSettings, writeSettings } from '../bridge/settings.js';
import { lookAgain } from './again.js';
import { DRAIN, drain } from './capture.js';
import { makeMenu } from './controls.js';
import { engine } from './engine.js';
import { paintFront, paintFrontSoon } from './icon.js';
import { reviveFront } from './revive.js';
import { tidyRoom } from './room.js';
import { dropOldTickets } from './tickets.js';

const DAILY = 'tidy';
const RESUME = 'resume';
const UPDATE = 'update';

async function installed(reason: 'install' | 'update' | 'other'): Promise<void> {
  // Whatever becomes of a menu or an alarm, who is new here is welcomed.
  await Promise.allSettled([makeMenu(), clearAlarm(UPDATE), setAlarm(DAILY, { delayInMinutes: 5, periodInMinutes: 24 * 60 })]);
  if ((await readSettings()).firstRunAt === null) {
    await writeSettings({ firstRunAt: Date.now() });
    if (reason === 'install') await openTab(runtimeUrl('views/welcome/welcome.html'));
  }
  await reviveFront();
  await paintFront();
}

/** Without an account, without its server, or where nothing may be sent any more, it is tried again tomorrow. */
async function tidyVault(textDays: number | null): Promise<void> {
  if (!await maySend()) return;
  if (textDays !== null) await engine.thin(textDays).catch(() => undefined);
  // What left while it was wanted so comes back before the vault gives it up, whatever is wanted now.
  await engine.bringBack(false).catch(() => undefined);
}

/** History that is older than the person wants goes, and texts that the vault keeps; WebMarks stay. */
async function tidy(): Promise<void> {
  const { retentionDays, textDays } = await readSettings();
  await engine.retention(retentionDays).catch(() => undefined);
  await tidyVault(textDays);
  await tidyRoom();
  await dropOldTickets(Date.now());
}

/** A pause that ends by itself must show that it has. */
async function planResume(pausedUntil: number | 'always' | null): Promise<void> {
  if (typeof pausedUntil === 'number' && pausedUntil > Date.now()) await setAlarm(RESUME, { when: pausedUntil + 500 });
  else await clearAlarm(RESUME);
}

/** A panel that only stands there holds nothing up: it goes with the restart, and a click brings it back. */
async function panelIsInUse(): Promise<boolean> {
  return await hasOpenPanel() && await sendMessage<boolean | undefined>({ kind: 'inUse' } satisfies ToPanel).catch(() => false) === true;
}

/**
 * Chromium waits with a new version until the extension is idle, and the engine's document never is. So it gets its turn when
 * nobody looks at a page of ours; what is underway then is sent again, as after any end of the background.
 */
async function becomeNext(): Promise<void> {
  if (await hasOpenViews() || await panelIsInUse()) return;
  // One that does not come in spite of it is told of again.
  await clearAlarm(UPDATE);
  restart();
}

/** Must be called once when the background starts. */
export function watchLife(): void {
  onInstalled((reason) => void installed(reason));
  onStartup(() => { void makeMenu(); void setAlarm(DAILY, { delayInMinutes: 5, periodInMinutes: 24 * 60 }); paintFrontSoon(); });
  onUpdateWaiting(() => void setAlarm(UPDATE, { delayInMinutes: 0.5, periodInMinutes: 5 }));
  onPermissions(paintFrontSoon);
  onSettings(({ pausedUntil }) => { void planResume(pausedUntil); paintFrontSoon(); });
  onAlarm((name) => {
    if (name === DAILY) void tidy();
    if (name === RESUME) { paintFrontSoon(); void lookAgain(); }
    if (name === UPDATE) void becomeNext();
    if (name === DRAIN) void drain();
  });
}
