/** Chrome's host of the worker: a service worker cannot start one, an offscreen document can, and lives on with it. */
import { startHost } from './host.js';

startHost({ makeWorker: () => new Worker('worker.js', { type: 'module' }), wasm: '../wasm/webmynd_bg.wasm' });
