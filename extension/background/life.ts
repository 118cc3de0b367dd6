/** The extension's own life: first run, updates, permissions that come and go, the daily tidying. */
import {
  clearAlarm, hasOpenViews, injectScript, isFirefox, onAlarm, onInstalled, onPermissions, onStartup, onUpdateWaiting, openTab, restart,
  runtimeUrl, setAlarm, tabs,
} from '../browser.js';
import { onSettings, readSettings, writeSettings } from '../bridge/settings.js';
import { makeMenu } from './controls.js';
import { engine } from './engine.js';
import { paintFront, paintFrontSoon } from './icon.js';
import { dropOldTickets } from './tickets.js';

const DAILY = 'tidy';
const RESUME = 'resume';
const UPDATE = 'update';

/** Pages that are open at this moment get their script; Firefox gives it to them by itself. */
async function reachOpenPages(): Promise<void> {
  if (isFirefox()) return;
  const front = await tabs({ active: true, url: ['http://*/*', 'https://*/*'] });
  await Promise.all(front.map(({ id }) => (id === undefined ? false : injectScript(id, 'content.js'))));
}

async function installed(reason: 'install' | 'update' | 'other'): Promise<void> {
  await Promise.all([makeMenu(), clearAlarm(UPDATE), setAlarm(DAILY, { delayInMinutes: 5, periodInMinutes: 24 * 60 })]);
  if ((await readSettings()).firstRunAt === null) {
    await writeSettings({ firstRunAt: Date.now() });
    if (reason === 'install') await openTab(runtimeUrl('views/welcome/welcome.html'));
  }
  await reachOpenPages();
  await paintFront();
}

/** History that is older than the person wants goes, and texts that the vault keeps; WebMarks stay. */
async function tidy(): Promise<void> {
  const { retentionDays, textDays } = await readSettings();
  await engine.retention(retentionDays).catch(() => undefined);
  // Without an account, or without its server, it is tried again tomorrow.
  if (textDays !== null) await engine.thin(textDays).catch(() => undefined);
  await dropOldTickets(Date.now());
}

/** A pause that ends by itself must show that it has. */
async function planResume(pausedUntil: number | 'always' | null): Promise<void> {
  if (typeof pausedUntil === 'number' && pausedUntil > Date.now()) await setAlarm(RESUME, { when: pausedUntil + 500 });
  else await clearAlarm(RESUME);
}

/**
 * Chromium waits with a new version until the extension is idle, and the engine's document never is. So it gets its turn when
 * nobody looks at a page of ours; what is underway then is sent again, as after any end of the background.
 */
async function becomeNext(): Promise<void> {
  if (await hasOpenViews()) return;
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
    if (name === RESUME) paintFrontSoon();
    if (name === UPDATE) void becomeNext();
  });
}
