/** A small engine over the seeded world: what popup, settings and welcome ask of the real one, in memory. */
import type { Caption, Engine, EngineEvent, EngineFault, Hit, Mutated, PageState, Span, Status } from '../../extension/bridge/engine.js';
import { NOW, changed, live, shape, world, type Visit } from './surfaces-world.js';

const fault = (kind: EngineFault['kind'], fact: string): EngineFault => ({ kind, fact });

function status(): Status {
  const all = live();
  return {
    gen: 1, visits: all.length, pages: new Set(all.map(({ url }) => url)).size, captures: all.length, webmarks: all.filter(({ star }) => star).length,
    firstAt: all[0]?.at ?? null, lastAt: all.at(-1)?.at ?? null,
    journalBytes: all.length * 912_345, indexBytes: all.length * 301_000, pictureBytes: all.length * 2_100_000, pictureCount: all.length,
    undoable: [...world.ops].map(([op, gone]) => ({ op, count: gone.length, at: NOW, until: NOW + 600_000, ...(shape.reach ?? { gone: 0, of: 0 }) })),
    spreading: [],
    rebuilding: shape.rebuilding ?? null, opened: shape.opened ?? { tailCut: 0, indexRebuilt: false },
  };
}

function pageState(url: string): PageState {
  const all = live().filter((visit) => visit.url === url);
  const last = all.at(-1);
  return {
    remembered: last !== undefined, star: last?.star ?? false, labels: last?.labels ?? [], visits: all.length, captures: all.length,
    firstAt: all[0]?.at ?? 0, lastAt: last?.at ?? 0, lastOrdinal: last ? live().indexOf(last) : null,
  };
}

const spans = (title: string, word: string): Span[] => {
  const from = title.toLowerCase().indexOf(word);
  if (from < 0) return [{ text: title, lit: false }];
  return [{ text: title.slice(0, from), lit: false }, { text: title.slice(from, from + word.length), lit: true }, { text: title.slice(from + word.length), lit: false }];
};

function hit(visit: Visit, rank: number, word: string): Hit {
  return {
    ordinal: live().indexOf(visit), rank, score: 1, title: spans(visit.title, word), url: visit.url, site: visit.site, at: visit.at,
    offsetMin: -new Date(visit.at).getTimezoneOffset(), flags: visit.star ? 1 : 0, snippet: [], device: null,
  };
}

/** A drawing of a page: a PNG made on the spot, a different one for each visit; every sixth has none. */
async function thumb(ordinal: number): Promise<Blob | null> {
  if (ordinal % 6 === 5) return null;
  const canvas = new OffscreenCanvas(320, 200);
  const pen = canvas.getContext('2d');
  if (!pen) return null;
  pen.fillStyle = `hsl(${(ordinal * 47) % 360} 30% 96%)`;
  pen.fillRect(0, 0, 320, 200);
  pen.fillStyle = `hsl(${(ordinal * 47) % 360} 45% 40%)`;
  pen.fillRect(0, 0, 320, 34);
  pen.fillRect(20, 54, 120, 90);
  pen.fillStyle = '#5558';
  for (let y = 56; y < 190; y += 16) pen.fillRect(y < 140 ? 156 : 20, y, y < 140 ? 140 : 270, 7);
  return canvas.convertToBlob();
}

function mutated(visits: Visit[], undoable: boolean): Mutated {
  const op = world.nextOp++;
  if (undoable) world.ops.set(op, visits);
  changed();
  return { op, gen: 1, count: visits.length };
}

const engine: Partial<Engine> = {
  status: async () => status(),
  page: async (url) => pageState(url),
  captions: async (ordinals) => ordinals.flatMap((ordinal): Caption[] => {
    const visit = live()[ordinal];
    return visit ? [{ ...visit, ordinal, lang: 'en', offsetMin: -new Date(visit.at).getTimezoneOffset(), flags: visit.star ? 1 : 0, thumbhash: null, device: null }] : [];
  }),
  thin: async (days) => { world.thinned.push(days); return { thinned: 7 }; },
  image: async (ordinal, size) => (size === 'thumb' ? thumb(ordinal) : null),
  search: async ({ q, limit }) => {
    const word = q.trim().toLowerCase();
    const found = live().filter(({ title, text, url }) => `${title} ${text} ${url}`.toLowerCase().includes(word)).reverse();
    return {
      gen: 1, total: found.length, hits: found.slice(0, limit).map((visit, rank) => hit(visit, rank, word)), complaints: [],
      ordinals: Uint32Array.from(found.map((visit) => live().indexOf(visit)).sort((a, b) => a - b)), sites: [], forgiving: false, tookMs: 1,
    };
  },
  mutate: async (which, change) => {
    world.mutations.push({ which, change });
    const visits = live().filter(({ url, at }) => ('page' in which ? url === which.page : 'since' in which && at >= which.since && at < which.until));
    if (change.kind === 'forget') { for (const visit of visits) visit.gone = true; return mutated(visits, true); }
    for (const visit of visits) {
      if (change.kind === 'star') visit.star = change.on;
      else visit.labels = change.on ? [...new Set([...visit.labels, change.label])] : visit.labels.filter((label) => label !== change.label);
    }
    return mutated(visits, false);
  },
  undo: async (op) => {
    const visits = world.ops.get(op) ?? [];
    for (const visit of visits) visit.gone = false;
    world.ops.delete(op);
    return mutated(visits, false);
  },
  forgetNow: async (op) => { world.ops.delete(op); changed(); },
  labels: async () => [{ label: 'reading', pages: 4 }, { label: 'recipes', pages: 2 }],
  retention: async (days) => { world.retention.push(days); return { expired: days === null ? 0 : 12 }; },
  exportPart: async (cursor) => {
    const from = Number(cursor || 0);
    const visit = live()[from];
    return { text: visit ? `${JSON.stringify({ id: visit.id, url: visit.url, title: visit.title })}\n` : '', next: from + 1 < live().length ? String(from + 1) : null };
  },
  importPart: async (lines, firstLine) => {
    const report = { added: 0, known: 0, bad: [] as { line: number; reason: string }[] };
    lines.split('\n').forEach((line, i) => {
      if (line.trim() === '') return;
      try { JSON.parse(line); } catch { report.bad.push({ line: firstLine + i, reason: 'not JSON <b>at all</b>' }); return; }
      if (world.imported.includes(line)) report.known += 1;
      else { world.imported.push(line); report.added += 1; }
    });
    return report;
  },
  doctor: async (repair) => {
    world.repaired ||= repair;
    const ok = !shape.damaged || world.repaired;
    return { ok, lines: ['journal: 40 frames, all whole', ok ? 'index: generation 7, complete' : 'index: block 12 does not match its checksum'], repaired: repair };
  },
  vault: async () => (world.left ? null : shape.vault ?? null),
  directory: async () => shape.directory ?? null,
  leaveVault: async () => { world.left = true; },
  devices: async () => [
    { id: 'A', name: 'desk', added: NOW, revoked: null, this: true, signedIn: true, lastSeen: NOW, agent: 'Chromium' },
    { id: 'B', name: '<b>sofa</b>', added: NOW, revoked: null, this: false, signedIn: true, lastSeen: NOW - 3_600_000, agent: 'Firefox' },
    { id: 'C', name: 'lost phone', added: NOW, revoked: NOW - 86_400_000, this: false, signedIn: false, lastSeen: null, agent: null },
  ],
  usage: async () => ({
    plan: 'free', bytes: 4_200_000, quota: 100_000_000,
    days: [{ kind: 'text', class: 'history', day: 20_500, packs: 3, bytes: 4_000_000, expiresAt: NOW + 86_400_000 }, { kind: 'text', class: 'mark', day: 20_500, packs: 1, bytes: 200_000, expiresAt: null }],
  }),
  deleteAccount: async () => ({ ticket: 'T', until: NOW + 600_000 }),
  undoDelete: async (ticket) => { world.undeleted = ticket; },
  clear: async () => { for (const visit of world.visits) visit.gone = true; world.cleared = true; changed(); },
};

export function connect({ wake }: { wake: () => Promise<void> }): unknown {
  const pause = (): Promise<void> => new Promise((go) => { setTimeout(go, shape.delay ?? 0); });
  let woken = false;
  return new Proxy(engine, {
    get(_, name: string) {
      if (name === 'onEvent') return (listener: (event: EngineEvent) => void) => { world.engineListeners.add(listener); return () => world.engineListeners.delete(listener); };
      return async (...args: unknown[]) => {
        if (!woken) { woken = true; await wake(); }
        await pause();
        if (shape.fault) throw shape.fault;
        const method = engine[name as keyof Engine] as ((...args: unknown[]) => Promise<unknown>) | undefined;
        if (!method) throw fault('bug', `the views under test are not expected to call ${name}`);
        return method(...args);
      };
    },
  });
}
