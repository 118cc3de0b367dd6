/** Does to the pictures that are kept what a failing disk does: some are gone, some are no pictures any more, some are of no form at all. */
const STORES = ['thumb', 'full'] as const;

const asked = <T>(request: IDBRequest<T>): Promise<T> => new Promise((done, wrong) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => wrong(request.error);
});

export async function spoilPictures(): Promise<void> {
  for (const { name } of await indexedDB.databases()) {
    const database = await asked(indexedDB.open(name ?? ''));
    if (STORES.every((store) => database.objectStoreNames.contains(store))) for (const store of STORES) await spoil(database, store);
    database.close();
  }
}

/** One of four stays as it is. */
async function spoil(database: IDBDatabase, name: string): Promise<void> {
  const keys = await asked(database.transaction(name).objectStore(name).getAllKeys());
  const store = database.transaction(name, 'readwrite').objectStore(name);
  const rubbish = Uint8Array.from({ length: 400 }, (_, n) => (n * 37) % 251);
  for (const [n, key] of keys.entries()) {
    if (n % 4 === 1) await asked(store.delete(key));
    if (n % 4 === 2) await asked(store.put(['image/webp', rubbish], key));
    if (n % 4 === 3) await asked(store.put('no picture', key));
  }
}
