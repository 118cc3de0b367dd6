/** Stores of the browser's database that are ours: each has a database of its own. */

export interface Store { database: string; name: string }

/**
 * One transaction; its end counts, not the success of a request. What `work` gives to `answer` is what it becomes. Rejects with what
 * the browser says, when the store cannot be opened or takes nothing.
 */
export async function inStore<Value>(
  store: Store, mode: IDBTransactionMode, work: (store: IDBObjectStore, answer: (value: Value) => void) => void,
): Promise<Value | undefined> {
  const database = await open(store);
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(store.name, mode, { durability: 'strict' });
      let value: Value | undefined;
      transaction.oncomplete = () => resolve(value);
      transaction.onabort = () => reject(transaction.error ?? new DOMException('the store takes nothing', 'AbortError'));
      work(transaction.objectStore(store.name), (answer) => { value = answer; });
    });
  } finally {
    database.close();
  }
}

function open({ database, name }: Store): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(name);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException('the store cannot be opened', 'UnknownError'));
  });
}
