/** The seeded world behind the views under test: visits, settings, permissions. `?fake={…}` in the address shapes it. */
import type { DirectoryWish } from '../../extension/bridge/directory.js';
import type { Change, EngineFault, Reach, VaultState, Which } from '../../extension/bridge/engine.js';
import type { Settings, TabState } from '../../extension/bridge/messages.js';
import type { SyncState } from '../../extension/bridge/sync-state.js';

export interface Visit { id: string; at: number; url: string; site: string; title: string; text: string; star: boolean; labels: string[]; gone: boolean }
export interface Shape {
  visits?: number; lang?: string; rtl?: boolean; firefox?: boolean; access?: boolean; grant?: boolean;
  settings?: Partial<Settings>; sync?: SyncState; vault?: VaultState; tab?: Partial<TabState>; front?: string | null;
  /** The visit whose page is in front, seen twice more. */
  frontVisit?: number;
  /** Every engine call fails with this. */
  fault?: EngineFault;
  history?: { url: string; title: string; lastVisitTime: number }[];
  damaged?: boolean; opened?: { tailCut: number; indexRebuilt: boolean }; rebuilding?: { done: number; total: number };
  hostile?: boolean; delay?: number; reach?: Reach; directory?: DirectoryWish; openPages?: string[]; starAnswer?: unknown; titles?: string[];
}

const query = new URLSearchParams(location.search).get('fake');
export const shape: Shape = query ? JSON.parse(query) as Shape : {};

const SITES = ['museum.example', 'news.example', 'bücher.example', 'wiki.example', 'garden.example', 'code.example'];
const TITLES = [
  'The lighthouse keepers of the northern coast', 'Sourdough at altitude: what changes and what does not', 'A short history of the pencil',
  'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen und andere Wörter', 'دليل المسافر إلى المدينة القديمة', 'Pruning old apple trees in February',
  'Understanding write-ahead logs', '東京の古い路地を歩く',
];
export const HOSTILE = [
  '<img src=x onerror="globalThis.pwned=1">', '"><script>globalThis.pwned=1</script>', '\u202egnp.exe\u202c \u0000 end', 'W'.repeat(400), '',
];

/** A generator of its own, so that each run sees the same world. */
let state = 42;
const random = (): number => { state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; return state / 2 ** 32; };

/** Tuesday, 3 March 2026, 14:50 local time: `Date.now` stands still there. */
export const NOW = new Date(2026, 2, 3, 14, 50).getTime();
Date.now = () => NOW;

function visit(i: number, count: number): Visit {
  const titles = shape.titles ?? (shape.hostile ? HOSTILE : TITLES);
  const site = SITES[Math.floor(random() * SITES.length)] ?? 'site.example';
  const at = NOW - (count - i) * 41 * 60_000 - Math.floor(random() * 60_000);
  return {
    id: i.toString(16).padStart(32, '0'), at, url: `https://${site}/page/${i}`, site, title: titles[i % titles.length] ?? '',
    text: `words of page ${i}: harbour lantern number${i}`, star: i % 7 === 3, labels: i % 9 === 4 ? ['reading'] : [], gone: false,
  };
}

const count = shape.visits ?? 40;
const visits = Array.from({ length: count }, (_, i) => visit(i, count));
const again = visits[shape.frontVisit ?? -1];
if (again) {
  for (const minutes of [34, 18]) visits.push({ ...again, id: minutes.toString(16).padStart(32, 'f'), at: NOW - minutes * 60_000 });
}
const front = shape.front === undefined ? visits.at(-1)?.url ?? 'https://new.example/' : shape.front;
const now: Settings = {
  pausedUntil: null, exclusions: ['intranet.example', 'news.example/politics*'], defaultExclusions: true, retentionDays: null, textDays: null, sendThumbs: false, firstRunAt: NOW - 90 * 86_400_000, theme: 'system',
  ...shape.settings, ...(shape.sync ? { sync: shape.sync } : {}),
};

/** What the test may look at: everything that the views did to the world. */
export const world = {
  visits, settings: now as Settings & Record<string, unknown>, front, access: shape.access ?? true,
  sent: [] as unknown[], opened: [] as string[], imported: [] as string[], closed: false, shown: 0, cleared: false, left: false, undeleted: '', repaired: false, retention: [] as (number | null)[], thinned: [] as number[],
  mutations: [] as { which: Which; change: Change }[],
  ops: new Map<number, Visit[]>(), nextOp: 1,
  storageListeners: new Set<(changes: Record<string, { newValue?: unknown }>) => void>(),
  permissionListeners: new Set<() => void>(),
  engineListeners: new Set<(event: { kind: 'changed'; gen: number; visits: number; webmarks: number }) => void>(),
};
Object.assign(globalThis, { world });
window.close = () => { world.closed = true; };

export const live = (): Visit[] => world.visits.filter(({ gone }) => !gone);
export const changed = (): void => {
  for (const listener of world.engineListeners) listener({ kind: 'changed', gen: 1, visits: live().length, webmarks: live().filter(({ star }) => star).length });
};
