/**
 * Keeps this device's account: sealed by a key that the browser gives to nobody, not even to us. Who copies the
 * profile's files gets both; who reads the database through the extension gets neither.
 */
import { inStore, type Store } from '../bridge/database.js';
import { fault, faultFrom } from '../bridge/faults.js';

const BOX: Store = { database: 'webmynd-vault', name: 'box' };
const [KEY, ACCOUNT] = ['key', 'account'];
const CIPHER = 'AES-GCM';

interface Sealed { iv: Uint8Array<ArrayBuffer>; bytes: ArrayBuffer }

/** The account's bytes, or null when there is none. */
export async function openBox(): Promise<Uint8Array | null> {
  const [key, sealed] = await Promise.all([read<CryptoKey>(KEY), read<Sealed>(ACCOUNT)]);
  if (!key || !sealed) return null;
  const opened = await crypto.subtle.decrypt({ name: CIPHER, iv: sealed.iv }, key, sealed.bytes).catch((thrown: unknown) => {
    throw fault('corrupt', `the account of this device: ${faultFrom(thrown).fact}`);
  });
  return new Uint8Array(opened);
}

/** Keeps the account's bytes; durable when it resolves. */
export async function fillBox(account: Uint8Array<ArrayBuffer>): Promise<void> {
  const key = await read<CryptoKey>(KEY) ?? await crypto.subtle.generateKey({ name: CIPHER, length: 256 }, false, ['encrypt', 'decrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bytes = await crypto.subtle.encrypt({ name: CIPHER, iv }, key, account);
  await write((box) => { box.put(key, KEY); box.put({ iv, bytes } satisfies Sealed, ACCOUNT); });
}

/** Forgets the account and the key that sealed it. */
export const emptyBox = (): Promise<void> => write((box) => { box.clear(); });

const read = <Value>(name: string): Promise<Value | undefined> => inBox('readonly', (box, answer: (value: Value) => void) => {
  const asked = box.get(name) as IDBRequest<Value>;
  asked.onsuccess = () => answer(asked.result);
});

async function write(work: (box: IDBObjectStore) => void): Promise<void> {
  await inBox('readwrite', work);
}

async function inBox<Value>(
  mode: IDBTransactionMode, work: (box: IDBObjectStore, answer: (value: Value) => void) => void,
): Promise<Value | undefined> {
  try {
    return await inStore(BOX, mode, work);
  } catch (thrown) {
    throw fault('retry', `the browser's database: ${thrown instanceof DOMException ? thrown.name : 'unknown'}`);
  }
}
