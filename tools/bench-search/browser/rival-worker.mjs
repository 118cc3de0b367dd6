/** The worker of the other engines: opens the one it is asked for, and times its searches where they are made. */
import './gauge.mjs';
import { flexSearch } from './flexsearch.mjs';
import { miniSearch } from './minisearch.mjs';
import { sqlite } from './sqlite.mjs';

const MAKERS = {
  'sqlite-porter': () => sqlite("tokenize = 'porter unicode61', prefix = '2 3'"),
  'sqlite-unicode61': () => sqlite("tokenize = 'unicode61'"),
  minisearch: miniSearch,
  flexsearch: flexSearch,
};
let engine = null;

const methods = {
  open: async (name) => { engine = await MAKERS[name](); },
  add: (_, documents) => engine.add(documents.map(sited)),
  save: () => engine.save(),
  single: async (_, document) => { await engine.add([sited(document)]); await engine.save(); },
  search: async (_, query, how) => {
    const began = performance.now();
    const hits = await engine.search(query, how);
    return { found: hits.length, ms: performance.now() - began };
  },
};
const sited = (document) => ({ ...document, site: new URL(document.url).hostname });

self.onmessage = async ({ data: { id, name, method, args } }) => {
  try {
    postMessage({ id, ok: await methods[method](name, ...args) });
  } catch (error) {
    postMessage({ id, error: String(error?.stack ?? error) });
  }
};
