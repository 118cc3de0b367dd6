/** The toolbar icon is the star: its form says whether this page is remembered, and what stands in the way. */
import { type IconPaths, message, onTabActivated, onTabUpdated, setAction, setPageAction, tabs } from '../browser.js';
import type { TabForm, TabState } from '../bridge/messages.js';
import { needsPerson, readSync } from '../bridge/sync-state.js';
import { engine } from './engine.js';
import { tabState } from './tab-state.js';

const SIZES = [16, 24, 32, 48, 64];
const iconOf = (form: TabForm): IconPaths =>
  Object.fromEntries(SIZES.map((size) => [String(size), `/icons/${form}-${size}.png`]));

const TITLES: Record<TabForm, string> = {
  idle: 'iconIdle', hollow: 'iconHollow', star: 'iconStar', paused: 'iconPaused', excluded: 'iconExcluded',
  working: 'iconWorking', problem: 'iconProblem',
};
/** In whichever form the icon stands: what is not remembered has a reason. */
function reasonOf({ form, skipped, noPage, rule }: TabState): string | null {
  if (form !== 'idle' && form !== 'excluded') return null;
  if (skipped === 'notWeb') return message(`shared_noPage_${noPage ?? 'other'}`);
  if (skipped === 'excluded' && rule) return message(rule.isBuiltIn ? 'shared_excluded_builtIn' : 'shared_excluded_own', rule.line);
  return skipped && message(`shared_skipped_${skipped}`);
}

/** The page first; that sync waits for the person is said behind it. */
async function titleOf(state: TabState): Promise<string> {
  const { form, hostAccess } = state;
  const reason = reasonOf(state);
  const page = hostAccess && reason !== null ? message('iconBecause', reason) : message(hostAccess ? TITLES[form] : 'iconNoAccess');
  return needsPerson(await readSync()) ? message('iconSyncCalls', page) : page;
}

/** Tabs that are being painted, each with whether something changed meanwhile. */
const painted = new Map<number, boolean>();
/** A page may change its address fifty times a second; its icon follows a few times. */
const PAUSE = 100;

/** Paints at once. A tab is painted once at a time: whatever changes meanwhile is one more painting. */
export async function paint(tabId: number): Promise<void> {
  const isRunning = painted.has(tabId);
  painted.set(tabId, isRunning);
  if (isRunning) return;
  try {
    await paintNow(tabId);
  } finally {
    // Also behind one that failed: what changed meanwhile is still to be shown.
    if (painted.get(tabId)) setTimeout(() => void paint(tabId), PAUSE);
    painted.delete(tabId);
  }
}

async function paintNow(tabId: number): Promise<void> {
  const state = await tabState(tabId);
  await setAction(iconOf(state.form), await titleOf(state), tabId);
  const starrable = state.form === 'hollow' || state.form === 'star' || (state.form === 'idle' && state.url !== null && state.skipped !== 'failed');
  await setPageAction(tabId, starrable ? iconOf(state.form === 'star' ? 'star' : 'hollow') : null,
    message(state.form === 'star' ? 'starRemove' : 'starAdd'));
}

/** Paints the tab in front of every window. */
export async function paintFront(): Promise<void> {
  const front = await tabs({ active: true });
  await Promise.all(front.map(({ id }) => (id === undefined ? undefined : paint(id))));
}

let due: ReturnType<typeof setTimeout> | undefined;
/** Paints soon: many changes in a row are one painting. */
export function paintFrontSoon(): void {
  due ??= setTimeout(() => { due = undefined; void paintFront(); }, 250);
}

/** Must be called once when the background starts. */
export function watchForPaint(): void {
  onTabActivated((tabId) => void paint(tabId));
  onTabUpdated((tabId, change, { active }) => {
    if (active && (change.url !== undefined || change.status !== undefined)) void paint(tabId);
  });
  engine.onEvent(paintFrontSoon);
}
