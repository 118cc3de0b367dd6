/** What surrounds the views under test: settings, permissions, the page in front, and a record of what they did. `?shape={…}` shapes it. */
import type { DirectoryWish } from '../../../extension/bridge/directory.js';
import type { Entrance, EngineFault, Opened, Reach, Status, VaultState } from '../../../extension/bridge/engine.js';
import type { FromView, Settings, TabState } from '../../../extension/bridge/messages.js';
import type { SyncState } from '../../../extension/bridge/sync-state.js';
import { NOW, stop } from './clock.js';
import { FRONT } from './memory.js';

export interface Shape {
  lang?: string; rtl?: boolean; firefox?: boolean; access?: boolean; grant?: boolean; unlimited?: boolean;
  settings?: Partial<Settings>; sync?: SyncState; tab?: Partial<TabState>; front?: string | null;
  history?: { url: string; title: string; lastVisitTime: number; before?: number[] }[]; bookmarks?: unknown[]; openPages?: string[];
  starAnswer?: unknown; keepAnswer?: unknown;
  /** What the engine cannot be brought to say here: see overlay.ts. */
  fault?: EngineFault; /** Of what changes the memory alone. */ refuses?: EngineFault; delay?: number; damaged?: boolean; opened?: Partial<Opened>;
  rebuilding?: { done: number; total: number }; reach?: Reach; cards?: boolean; room?: Partial<Status>; device?: string;
  vault?: VaultState; directory?: DirectoryWish;
  /** The address that the account's passphrase is bound to. */
  boundTo?: string;
  /** Nobody answers as a server at any address; or one does, and lets this device not in. */
  noServer?: EngineFault; entering?: EngineFault;
  /** The server's keys are of an earlier time. */
  wentBack?: boolean;
  /** A private window. */
  isPrivate?: boolean;
  /** The browser has no panel, or does not open it. */
  panel?: 'none' | 'refused';
  /** The memory in figures is one of ten years. */
  years?: boolean;
  /** What was left out: see bridge/withheld.ts. */
  withheld?: Record<string, Record<string, number>>;
  /** Texts that are in the vault alone and do not come back. */
  away?: number;
}

const query = new URLSearchParams(location.search).get('shape');
export const shape: Shape = query ? JSON.parse(query) as Shape : {};

stop();

const settings: Settings = {
  pausedUntil: null, exclusions: ['intranet.example', 'news.example/politics*'], defaultExclusions: true, mode: 'everything', seenSeconds: 1,
  noArchive: false, pictureBudget: null, textBudget: null, retentionDays: null, textDays: null,
  sendThumbs: false, firstRunAt: NOW - 90 * 86_400_000, theme: 'system', showGone: true, ...shape.settings, ...(shape.sync ? { sync: shape.sync } : {}), ...(shape.withheld ? { withheld: shape.withheld } : {}),
};

/** What the test may look at. */
export const world = {
  /** The browser's; more of it than fits into an address is put here by the test. */
  history: shape.history ?? [],
  /** Of so many addresses the visits were told; from the second number on they are not, until it is another. */
  historyTold: 0, historyHeldAt: Infinity,
  settings: settings as Settings & Record<string, unknown>, front: shape.front === undefined ? FRONT.url : shape.front, access: shape.access ?? true,
  sent: [] as FromView[], opened: [] as string[], closed: false, shown: 0, left: false, undeleted: '', paper: 0, anew: false, seen: false, removed: '', offered: [] as number[], come: false, entered: null as Entrance | null, again: null as { origin: string; boundTo: string } | null, thinned: [] as number[],
  storageListeners: new Set<(changes: Record<string, { newValue?: unknown }>) => void>(),
  /** Who follows the tab in front, and the windows whose panel was opened. */
  tabListeners: new Set<() => void>(), panels: [] as number[],
  permissionListeners: new Set<() => void>(),
};
Object.assign(globalThis, { world });
/** Another page is in front, as when a person changes tabs or goes on. */
Object.assign(globalThis, { bringToFront: (url: string | null): void => { world.front = url; for (const listener of world.tabListeners) listener(); } });
window.close = () => { world.closed = true; };
window.open = (url) => { world.opened.push(String(url)); return null; };
