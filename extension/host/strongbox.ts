/**
 * Keeps this device's account: sealed by a key that the browser gives to nobody, not even to us. Who copies the
 * profile's files gets both; who reads the database through the extension gets neither.
 */
import { fault, faultFrom } from '../bridge/faults.js';

const NAME = 'webmynd-vault';
const STORE = 'box';
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
  await write((store) => { store.put(key, KEY); store.put({ iv, bytes } satisfies Sealed, ACCOUNT); });
}

/** Forgets the account and the key that sealed it. */
export const emptyBox = (): Promise<void> => write((store) => { store.clear(); });

async function read<Value>(name: string): Promise<Value | undefined> {
  return inStore('readonly', (store) => store.get(name) as IDBRequest<Value | undefined>);
}

async function write(work: (store: IDBObjectStore) => void): Promise<void> {
  await inStore('readwrite', (store) => { work(store); return null; });
}

/** One transaction; its end counts, not the success of a request. */
async function inStore<Value>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<Value> | null): Promise<Value | undefined> {
  const database = await open();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode, { durability: 'strict' });
      const request = work(transaction.objectStore(STORE));
      const failed = (): void => reject(fault('retry', `the browser's database: ${transaction.error?.name ?? 'aborted'}`));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onabort = failed;
      transaction.onerror = failed;
    });
  } finally {
    database.close();
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(fault('retry', `the browser's database: ${request.error?.name ?? 'unknown'}`));
  });
}
