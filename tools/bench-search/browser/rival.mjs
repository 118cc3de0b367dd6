/** Another engine, in a worker of its own: calls by messages, one after another. */
export function rival(name) {
  const worker = new Worker('rivals/worker.js', { type: 'module' });
  const waiting = new Map();
  let next = 0;
  worker.onmessage = ({ data: { id, ok, error } }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error) reject(new Error(error));
    else resolve(ok);
  };
  worker.onerror = ({ message }) => waiting.forEach(({ reject }) => reject(new Error(message || 'the worker broke')));
  const call = (method, ...args) => new Promise((resolve, reject) => {
    waiting.set(next, { resolve, reject });
    worker.postMessage({ id: next++, name, method, args });
  });
  return {
    open: () => call('open'), add: (documents) => call('add', documents), search: (query, how) => call('search', query, how),
    /** Nothing is left for later but what a library keeps in memory alone. */
    idle: () => call('save'), quiet: async () => undefined,
    single: (document) => call('single', document),
  };
}
