/**
 * The real engine, and over it what a test cannot bring it to here: a server's answers, a disk that is full, another device. All
 * that searches, stars, labels, forgets and takes back is the engine's own.
 */
import { connect as reach } from '../../../extension/bridge/client.js';
import type { Engine, Status } from '../../../extension/bridge/engine.js';
import { NOW } from './clock.js';
import { decade, tenYears } from './figures.js';
import { shape, world } from './world.js';

type Live = ReturnType<typeof reach>;

const real = reach({ wake: () => Promise.resolve() });

/** With other devices: what is forgotten here is not gone everywhere yet. */
async function status(): Promise<Status> {
  const said = await real.status();
  const { reach: gone } = shape;
  return {
    ...said, ...shape.room, rebuilding: shape.rebuilding ?? said.rebuilding, opened: { ...said.opened, ...shape.opened },
    undoable: gone ? said.undoable.map((one) => ({ ...one, ...gone })) : said.undoable,
  };
}

let repaired = false;
async function doctor(repair: boolean): ReturnType<Engine['doctor']> {
  repaired ||= repair;
  const ok = repaired;
  return { ok, lines: ['journal: 40 frames, all whole', ok ? 'index: generation 7, complete' : 'index: block 12 does not match its checksum'], repaired: repair };
}

/** A vault as its server would tell of it. */
const vault: Partial<Engine> = {
  vault: async () => (world.left ? null : shape.vault ?? null),
  directory: async () => {
    if (shape.noServer) throw shape.noServer;
    return shape.directory ?? null;
  },
  prelude: async () => ({ seed: new Uint8Array(16).buffer, memory: 65_536, passes: 3, lanes: 1, origin: shape.boundTo ?? null }),
  enterVault: async (entrance) => {
    if (shape.entering) throw shape.entering;
    world.entered = entrance;
  },
  offerPairing: async (code) => { world.offered.push(code.byteLength); return { until: NOW + 600_000 }; },
  signInAgain: async (origin, boundTo) => {
    if (shape.wentBack && !world.anew) throw { kind: 'rolledBack', fact: 'the keyring is older than the one that is known' };
    world.again = { origin, boundTo };
  },
  removeDevice: async (id) => { world.removed = id; },
  beginAnew: async () => { world.anew = true; },
  seeDoubts: async () => { world.seen = true; },
  leaveVault: async () => { world.left = true; },
  checkVault: async () => ({ whole: 40, lost: shape.away ?? 0 }),
  bringBack: async () => ({ came: 3, left: shape.away ?? 0 }),
  thin: async (days) => { world.thinned.push(days); return { thinned: 7 }; },
  devices: async () => [
    { id: 'A', name: 'desk', added: NOW, revoked: null, this: true, signedIn: true, lastSeen: NOW, agent: 'Chromium', keepsLog: false },
    { id: 'B', name: '<b>sofa</b>', added: NOW, revoked: null, this: false, signedIn: true, lastSeen: NOW - 3_600_000, agent: 'Firefox', keepsLog: false },
    { id: 'C', name: 'lost phone', added: NOW, revoked: NOW - 86_400_000, this: false, signedIn: false, lastSeen: null, agent: null, keepsLog: false },
    { id: 'E', name: 'old profile', added: NOW, revoked: null, this: false, signedIn: false, lastSeen: null, agent: null, keepsLog: true },
    ...(world.come ? [{ id: 'D', name: 'new tablet', added: NOW, revoked: null, this: false, signedIn: true, lastSeen: NOW, agent: 'Firefox', keepsLog: false }] : []),
  ],
  usage: async () => ({
    plan: 'free', bytes: 4_200_000, quota: 100_000_000,
    days: [{ kind: 'text', class: 'history', day: 20_500, packs: 3, bytes: 4_000_000, expiresAt: NOW + 86_400_000 }, { kind: 'text', class: 'mark', day: 20_500, packs: 1, bytes: 200_000, expiresAt: null }],
  }),
  replaceRecovery: async (_, recovery) => { world.paper = recovery.byteLength; },
  deleteAccount: async () => ({ ticket: 'T', until: NOW + 600_000 }),
  undoDelete: async (ticket) => { world.undeleted = ticket; },
};

/** Every third visit was seen by another device. */
const seenBy = <Said extends { ordinal: number }>(one: Said): Said => ({ ...one, device: one.ordinal % 3 === 1 ? shape.device ?? null : null });
const ofOthers: Partial<Engine> = {
  captions: async (ordinals) => (await real.captions(ordinals)).map(seenBy),
  recent: async (most) => (await real.recent(most)).map(seenBy),
  search: async (request) => {
    const answer = await real.search(request);
    return { ...answer, hits: answer.hits.map(seenBy) };
  },
};

/** The text of every second visit is in the vault alone. */
const ofVault: Partial<Engine> = {
  text: async (ordinal) => {
    const kept = await real.text(ordinal);
    return kept && ordinal % 2 === 1 ? { ...kept, text: '', rest: '', inVault: true } : kept;
  },
  fetchText: async (ordinal) => {
    const kept = await real.text(ordinal);
    if (!kept) throw { kind: 'notFound', fact: 'gone' };
    return kept;
  },
};

/** The second hit of a search is damaged on the disk. */
const ofDamage: Partial<Engine> = {
  doctor,
  search: async (request) => {
    const answer = await real.search(request);
    const hits = answer.hits.filter(({ rank }) => rank !== 2);
    return { ...answer, hits, damaged: answer.hits.length - hits.length };
  },
};

/** Ten years of it. */
const ofYears: Partial<Engine> = {
  statistics: async () => decade(await real.statistics()),
  overview: async () => tenYears(await real.overview()),
};

/** What changes the memory is refused; what reads it is not. */
const ofRefusal: Partial<Engine> = { mutate: async () => { throw shape.refuses; } };

/** Every call as late, or as refused, as the shape wants it. */
function troubled(engine: Live): Live {
  const late = (): Promise<void> => new Promise((go) => { setTimeout(go, shape.delay ?? 0); });
  const methods = Object.entries(engine).map(([name, method]) => [name, name === 'onEvent' ? method : async (...args: unknown[]) => {
    await late();
    if (shape.fault) throw shape.fault;
    return (method as (...all: unknown[]) => Promise<unknown>)(...args);
  }] as const);
  return Object.fromEntries(methods) as unknown as Live;
}

const over: Live = { ...real, status, ...vault, ...(shape.damaged ? ofDamage : {}), ...(shape.device ? ofOthers : {}), ...(shape.cards ? ofVault : {}), ...(shape.years ? ofYears : {}), ...(shape.refuses ? ofRefusal : {}) };

export const engine: Live = shape.fault || shape.delay ? troubled(over) : over;
/** In the place of the bridge's own: whoever asks is given this one. */
export const connect = (_options: { wake: () => Promise<void> }): Live => engine;
