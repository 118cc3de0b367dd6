/** Chrome's host of the worker: a service worker cannot start one, an offscreen document can, and lives on with it. */
import { startHost } from './host.js';

startHost(() => new Worker('worker.js', { type: 'module' }), () => undefined);
