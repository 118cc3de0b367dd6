/** The browser as the views under test see it: the same doors as extension/browser.ts, leading into the world of the stage. */
import { answerPast } from '../../../extension/background/past.js';
import type { EngineFault } from '../../../extension/bridge/engine.js';
import type { FromView, TabState } from '../../../extension/bridge/messages.js';
import { noPageOf } from '../../../extension/bridge/no-page.js';
import { decide, isPaused } from '../../../extension/bridge/rules.js';
import { setExclusion } from '../../../extension/bridge/settings.js';
// The build under test puts the real texts of both languages here.
import catalogues from 'catalogues';
import { engine } from './overlay.js';
import { shape, world } from './world.js';

// For tests, to see what became of the memory.
Object.assign(globalThis, { engine });

const texts: Record<string, string> = catalogues[shape.lang ?? 'en'] ?? {};

/** As browsers do it: $1 is replaced, $$ is one $; what is put there ends at a zero, in Chrome. */
export function message(key: string, ...places: (string | number)[]): string {
  if (key === 'shared_direction' && shape.rtl) return 'rtl';
  const text = texts[key];
  return text === undefined ? key : text.replace(/\$(\$|\d)/g, (_, what: string) => (what === '$' ? '$' : String(places[Number(what) - 1] ?? '').split('\0')[0] ?? ''));
}
export const uiLanguage = (): string => (shape.lang === 'de' ? 'de-DE' : 'en-GB');
export const isFirefox = (): boolean => shape.firefox ?? false;
export const runtimeUrl = (path: string): string => `${location.origin}/${path}`;
export const extensionVersion = (): string => '0.1.0';

/** What the rules say of the page in front: they are the product's own. */
function said(front: string | null): Pick<TabState, 'skipped' | 'rule' | 'exception' | 'noPage'> {
  const verdict = decide(front ?? undefined, { ...world.settings, pausedUntil: null }, Date.now());
  if (verdict.remember) return { skipped: null, rule: null, exception: verdict.exception, noPage: null };
  return { skipped: verdict.reason, rule: verdict.rule, exception: null, noPage: noPageOf(front ?? undefined) };
}

/** What the background would say of the tab: the star is the engine's. */
async function tabState(): Promise<TabState> {
  const { front } = world;
  const known = front ? await engine.page(front).catch(() => null) : null;
  const last = known?.lastOrdinal === null || known?.lastOrdinal === undefined ? undefined : (await engine.captions([known.lastOrdinal]))[0];
  const { pausedUntil } = world.settings;
  return {
    form: known?.star ? 'star' : 'hollow', url: front, page: front, title: last?.title ?? 'A page that is new', fault: null,
    pausedUntil: isPaused(pausedUntil, Date.now()) ? pausedUntil : null, hostAccess: world.access,
    ...said(front), mode: world.settings.mode, seenSeconds: world.settings.seenSeconds, ...shape.tab,
  };
}

/** As background/star.ts does for a page that is remembered. */
async function star(on: boolean): Promise<unknown> {
  if (shape.starAnswer) return shape.starAnswer;
  return engine.mutate({ page: world.front ?? '' }, { kind: 'star', on }).then(() => ({ on }), (fault: EngineFault) => ({ fault }));
}

/** The background has no questions here. */
export const onMessage = (): void => undefined;
export async function sendMessage(body: FromView): Promise<unknown> {
  world.sent.push(body);
  if (body.kind === 'tabState') return tabState();
  if (body.kind === 'star') return star(body.on);
  if (body.kind === 'past') return answerPast(body.what, body.on);
  if (body.kind === 'pause') await store('local', { pausedUntil: body.until });
  if (body.kind === 'exclude') await setExclusion(body.rule, body.on);
  if (body.kind === 'keep') return shape.keepAnswer ?? { ok: true };
  return undefined;
}

export const stored = async (_area: string, keys: string[]): Promise<Record<string, unknown>> =>
  Object.fromEntries(keys.filter((key) => key in world.settings).map((key) => [key, world.settings[key]]));
export async function store(_area: string, values: Record<string, unknown>): Promise<void> {
  Object.assign(world.settings, values);
  const changes = Object.fromEntries(Object.entries(values).map(([key, newValue]) => [key, { newValue }]));
  for (const listener of world.storageListeners) listener(changes);
}
export async function unstore(_area: string, keys: string[]): Promise<void> {
  for (const key of keys) delete world.settings[key];
  for (const listener of world.storageListeners) listener(Object.fromEntries(keys.map((key) => [key, {}])));
}
export function onStored(_area: string, listener: (changes: Record<string, { newValue?: unknown }>) => void): () => void {
  world.storageListeners.add(listener);
  return () => world.storageListeners.delete(listener);
}

export const hasPermission = async (): Promise<boolean> => shape.unlimited ?? true;
export const hasHostAccess = async (): Promise<boolean> => world.access;
export async function askHostAccess(): Promise<boolean> {
  world.access = shape.grant ?? true;
  for (const listener of world.permissionListeners) listener();
  return world.access;
}
export const onPermissions = (listener: () => void): void => void world.permissionListeners.add(listener);
export const askDataCollection = async (): Promise<boolean> => shape.grant ?? true;
export const hasDataCollection = askDataCollection;
export const askPermission = async (): Promise<boolean> => shape.grant ?? true;
export const historyItems = async (from: number, until: number, most: number): Promise<unknown[]> =>
  world.history.filter(({ lastVisitTime }) => lastVisitTime >= from && lastVisitTime < until).slice(0, most);
export async function historyVisits(url: string): Promise<unknown[]> {
  while (world.historyTold >= world.historyHeldAt) await new Promise((goOn) => { setTimeout(goOn, 5); });
  world.historyTold += 1;
  return world.history.filter((one) => one.url === url).flatMap(({ lastVisitTime, before }) => [lastVisitTime, ...before ?? []]).map((visitTime) => ({ visitTime, transition: 'link' }));
}
export const bookmarkTree = async (): Promise<unknown[]> => shape.bookmarks ?? [];

/** No alarm rings here: nothing ends the background. */
export const setAlarm = async (): Promise<void> => undefined;
export const clearAlarm = setAlarm;
export const onAlarm = (): void => undefined;

const inFront = (): unknown => ({ id: 7, windowId: 1, active: true, title: 'front', url: world.front, incognito: shape.isPrivate ?? false });
export const activeTab = async (): Promise<unknown> => inFront();
export const ownTab = async (): Promise<unknown> => null;
export const ownWindow = async (): Promise<unknown> => ({ id: 1, isPrivate: shape.isPrivate ?? false });
export const onTabActivated = (): void => undefined;
export const onTabUpdated = (listener: (id: number, change: object, tab: unknown) => void): void => void world.tabListeners.add(() => listener(7, {}, inFront()));
export const hasPanel = (): boolean => shape.panel !== 'none';
export const openPanel = async (windowId: number): Promise<boolean> => { world.panels.push(windowId); return shape.panel !== 'refused'; };

export const frontTab = activeTab;
export const tab = async (id: number): Promise<unknown> => ({ id, windowId: 1, title: 'named', url: world.front });
export const tabs = async (): Promise<unknown[]> => shape.openPages?.map((path, id) => ({ id, url: runtimeUrl(path) })) ?? [];
export const goTo = async (_id: number, url: string): Promise<void> => void world.opened.push(`again ${url}`);
export const showTab = async (): Promise<void> => { world.shown += 1; };
export const openTab = async (url: string, active = true): Promise<unknown> => { world.opened.push(active ? url : `beside ${url}`); return {}; };
export const commands = async (): Promise<unknown[]> => [
  { name: '_execute_action', description: '', shortcut: '' },
  { name: 'star', description: 'Star this page', shortcut: 'Alt+Shift+S' }, { name: 'playback', description: 'Open playback', shortcut: '' },
];
