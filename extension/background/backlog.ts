/**
 * Looks that could not be kept yet: a full disk, a locked store, a worker that was lost, an update under way. They wait here,
 * durably, not in the page, which may be gone by then. Of a visit only its newest look waits. What waits was not redacted yet, so
 * each is sealed by a key of its own, which the browser gives to nobody and which goes with it.
 */
import { inStore, type Store } from '../bridge/database.js';
import type { Millis, Seen, VisitId } from '../bridge/engine.js';
import type { ShotWords } from '../bridge/shot-words.js';
import type { Picture } from './shutter.js';

/** A page as it is handed to the engine, with its picture. */
export interface Waiting { seen: Seen; picture: Picture | null }

/** What lies in the store, by visit. */
interface Entry { id: VisitId; look: number; since: Millis; bytes: number; key: CryptoKey; page: Sealed; mime: string; shot: Sealed | null; words?: Sealed | null }
interface Sealed { iv: Uint8Array<ArrayBuffer>; bytes: ArrayBuffer }

const LOOKS: Store = { database: 'webmynd-backlog', name: 'looks' };
const CIPHER = 'AES-GCM';
/** Bytes of all looks that wait at most; beyond it the page that was seen has to keep its own. */
const MOST_BYTES = 48 << 20;
const MOST_LOOKS = 500;

/** The backlog takes no more. */
export class BacklogFull extends Error {}

/** Puts a look into the backlog, durably, in the place of an earlier one of its visit. Rejects where there is no room. */
export async function post({ seen, picture }: Waiting): Promise<void> {
  const key = await crypto.subtle.generateKey({ name: CIPHER, length: 256 }, false, ['encrypt', 'decrypt']);
  const seal = async (bytes: BufferSource): Promise<Sealed> => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, bytes: await crypto.subtle.encrypt({ name: CIPHER, iv }, key, bytes) };
  };
  const sealJson = (value: unknown): Promise<Sealed> => seal(new TextEncoder().encode(JSON.stringify(value)));
  const [page, shot, words] = await Promise.all([sealJson(seen), picture && seal(picture.bytes), picture?.words ? sealJson(picture.words) : null]);
  const bytes = [page, shot, words].reduce((sum, part) => sum + (part?.bytes.byteLength ?? 0), 0);
  const entry: Entry = { id: seen.id, look: seen.look ?? 0, since: Date.now(), bytes, key, page, mime: picture?.mime ?? '', shot, words };
  const fits = await inStore(LOOKS, 'readwrite', (looks, answer: (fits: boolean) => void) => {
    eachEntry(looks, (all) => {
      const others = all.filter(({ id }) => id !== entry.id);
      const room = others.length < MOST_LOOKS && others.reduce((sum, other) => sum + other.bytes, bytes) <= MOST_BYTES;
      if (room) looks.put(entry, entry.id);
      answer(room);
    });
  });
  if (!fits) throw new BacklogFull();
}

/** Visits whose looks wait, the longest first. */
export async function waiting(): Promise<VisitId[]> {
  const all = await inStore(LOOKS, 'readonly', (looks, answer: (all: Entry[]) => void) => eachEntry(looks, answer));
  return (all ?? []).sort((one, other) => one.since - other.since).map(({ id }) => id);
}

/** What waits of a visit; null when nothing does. */
export async function opened(id: VisitId): Promise<Waiting | null> {
  const entry = await inStore(LOOKS, 'readonly', (looks, answer: (entry: Entry | undefined) => void) => {
    const asked = looks.get(id) as IDBRequest<Entry | undefined>;
    asked.onsuccess = () => answer(asked.result);
  });
  if (!entry) return null;
  const open = ({ iv, bytes }: Sealed): Promise<ArrayBuffer> => crypto.subtle.decrypt({ name: CIPHER, iv }, entry.key, bytes);
  const openJson = async (sealed: Sealed): Promise<unknown> => JSON.parse(new TextDecoder().decode(await open(sealed)));
  const seen = await openJson(entry.page) as Seen;
  if (!entry.shot) return { seen, picture: null };
  const words = entry.words && await openJson(entry.words) as ShotWords;
  return { seen, picture: { mime: entry.mime, bytes: await open(entry.shot), ...(words && { words }) } };
}

/** Takes a look out with its key, unless a later one of its visit came meanwhile. */
export const takeOut = (id: VisitId, look: number): Promise<unknown> => inStore(LOOKS, 'readwrite', (looks, answer: (done: true) => void) => {
  eachEntry(looks, (all) => {
    if (all.some((entry) => entry.id === id && entry.look <= look)) looks.delete(id);
    answer(true);
  });
});

function eachEntry(looks: IDBObjectStore, work: (all: Entry[]) => void): void {
  const all = looks.getAll() as IDBRequest<Entry[]>;
  all.onsuccess = () => work(all.result);
}
