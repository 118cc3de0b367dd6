/** Speaks to the engine as the views do: from a page of the extension, over the bridge's own channel. */
import { until } from './until.mjs';

/** Runs in the extension's page. Typed arrays and blobs become what can be handed to the test. */
async function callInPage(method, args, within) {
  const api = globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome;
  const awake = await api.runtime.sendMessage({ kind: 'wake' });
  if (awake?.fault) return { fault: awake.fault };
  const [id, from] = [crypto.randomUUID(), `test-${crypto.randomUUID()}`];
  const replies = new BroadcastChannel(`webmynd:${from}`);
  const calls = new BroadcastChannel('webmynd');
  const plain = async (value) => {
    if (value instanceof Blob) {
      const bytes = new Uint8Array(await value.arrayBuffer());
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
      return { blob: value.type, size: value.size, base64, sha256: [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('') };
    }
    if (ArrayBuffer.isView(value)) return [...value];
    if (Array.isArray(value)) return Promise.all(value.map(plain));
    if (value && typeof value === 'object') {
      return Object.fromEntries(await Promise.all(Object.entries(value).map(async ([key, one]) => [key, await plain(one)])));
    }
    return value;
  };
  try {
    const reply = await new Promise((resolve) => {
      replies.onmessage = ({ data }) => { if (data.id === id && data.kind !== 'taken') resolve(data); };
      const send = () => calls.postMessage({ kind: 'call', id, from, method, args });
      send();
      // The worker may still be starting and have heard nothing; a call it knows by its id is answered once.
      const again = setInterval(send, 100);
      setTimeout(() => { clearInterval(again); resolve({ fault: { kind: 'lost', fact: `no answer to ${method} in ${within} ms` } }); }, within);
    });
    return reply.kind === 'reply' ? { ok: await plain(reply.ok) } : { fault: reply.fault };
  } finally {
    replies.close();
    calls.close();
  }
}

/** The engine behind `page`, one method per name of the bridge; a fault is thrown as an error with `kind`. */
export const engineOf = (page, within = 60_000) => new Proxy({}, {
  get: (_, method) => async (...args) => {
    const answer = await page.evaluate(callInPage, method, args, within);
    if (answer.fault) throw Object.assign(new Error(`${method}: ${answer.fault.kind}: ${answer.fault.fact}`), answer.fault);
    return answer.ok;
  },
});

/** A message to the background, as a view sends it. */
export const tell = (page, message) => page.evaluate((body) => {
  const api = globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome;
  return api.runtime.sendMessage(body);
}, message);

/** The id the extension knows the tab by, found by its address. */
export const tabId = (own, url) => own.evaluate(async (wanted) => {
  const api = globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome;
  return (await api.tabs.query({})).find((tab) => tab.url === wanted)?.id ?? null;
}, url);

/** All captions of the memory, oldest first; `first`: without those that were there before it. */
export async function everything(engine, first = 0) {
  const { visits } = await engine.status();
  const captions = [];
  for (let from = first; from < visits; from += 64) {
    const ordinals = Array.from({ length: Math.min(64, visits - from) }, (_, i) => from + i);
    captions.push(...await engine.captions(ordinals));
  }
  return captions;
}

export const remembered = (engine, url, within = 60_000) => until(
  async () => { const state = await engine.page(url); return state.remembered ? state : null; },
  { within, what: `${url} was not remembered` },
);
