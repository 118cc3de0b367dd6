/**
 * Every open tab has a script of ours, and one alone: after an install, an update, or when the extension was switched on again,
 * whoever is looked at next is asked, and given one where nobody answers.
 */
import { injectScript, onTabActivated, onTabUpdated, tab, tabs, tellTab } from '../browser.js';
import { pageAddress } from '../bridge/address.js';
import type { ToTab } from '../bridge/messages.js';
import { wait } from '../bridge/pace.js';

/** Milliseconds after which the script of a page that has loaded should have begun: one that stops its own loading gets none. */
const GRACE = 1_000;

const ALIVE: ToTab = { kind: 'alive' };

/** Whether a script of ours answers in a tab. */
export const isAlive = async (tabId: number): Promise<boolean> => (await tellTab(tabId, ALIVE)) !== null;

/** Makes sure that the page in a tab has its script; false where none may run. */
export async function revive(tabId: number): Promise<boolean> {
  const now = await tab(tabId);
  if (!now || now.incognito || pageAddress(now.url) === null) return false;
  return (await isAlive(tabId)) || injectScript(tabId, 'content.js');
}

/** The pages that are looked at now. */
export async function reviveFront(): Promise<void> {
  const front = await tabs({ active: true, url: ['http://*/*', 'https://*/*'] });
  await Promise.all(front.map(({ id }) => (id === undefined ? undefined : revive(id))));
}

async function reviveIfFront(tabId: number): Promise<void> {
  if ((await tab(tabId))?.active) await revive(tabId);
}

/** Must be called once when the background starts. */
export function watchForDeaf(): void {
  onTabActivated((tabId) => void revive(tabId));
  onTabUpdated((tabId, { status }) => { if (status === 'complete') setTimeout(() => void reviveIfFront(tabId), wait(GRACE)); });
  void reviveFront();
}
