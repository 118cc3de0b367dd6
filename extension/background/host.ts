/** Makes sure that the engine's worker runs: in Chrome behind an offscreen document, in Firefox right here. */
import { isFirefox, openOffscreen, runtimeUrl, stayAwake } from '../browser.js';
import { startHost } from '../host/host.js';

let starting: Promise<void> | null = null;
let hosting = false;

/** Starts the host when none runs. Rejects when the browser refuses, and may be tried again. */
export function wake(): Promise<void> {
  starting ??= start().finally(() => { starting = null; });
  return starting;
}

async function start(): Promise<void> {
  if (!isFirefox()) {
    await openOffscreen('host/offscreen.html', 'The search engine runs in a worker, which a service worker cannot start.');
  } else if (!hosting) {
    startHost({ makeWorker: () => new Worker(runtimeUrl('host/worker.js'), { type: 'module' }), wasm: runtimeUrl('wasm/webmynd_bg.wasm'), stayAwake });
    hosting = true;
  }
}
