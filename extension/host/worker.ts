/** The one dedicated worker that holds the files: opens the engine and answers the bridge. */
import init, { Face } from '../../out/wasm/webmynd.js';
import { ENGINE_LOCK, eventsWire } from '../bridge/channel.js';
import type { EngineEvent, Status } from '../bridge/engine.js';
import { faultFrom } from '../bridge/faults.js';
import { Server } from '../bridge/server.js';
import { closeEarly, openEarly } from './early-files.js';
import { LocalEngine } from './local.js';
import { Queue } from './queue.js';
import { Tending } from './tending.js';
import type { FromWorker, ToWorker } from './worker-messages.js';

/** Folder in OPFS and database in IndexedDB. */
const NAME = 'webmynd';
/** Changes are announced this often (ms) at most. */
const ANNOUNCED = 200;
/** After a failed opening, calls fail with its fault for so long (ms) before it is tried again. */
const RETRY = 2_000;

const host = crypto.randomUUID();
const events = eventsWire();
const tell = (event: EngineEvent): void => events.post({ kind: 'event', host, event });
const toHost = (message: FromWorker): void => self.postMessage(message);

/** Commands and idle work, each of which keeps the host awake. */
const wants = { command: false, tending: false };
const want = (what: keyof typeof wants, on: boolean): void => {
  wants[what] = on;
  toHost({ kind: 'busy', on: wants.command || wants.tending });
};

/** A trap leaves the wasm's memory in no state to go on with: the host starts another worker. */
const trapped = (thrown: unknown): void => {
  if (thrown instanceof WebAssembly.RuntimeError) toHost({ kind: 'broken' });
};
self.addEventListener('unhandledrejection', ({ reason }) => trapped(reason));
self.addEventListener('error', ({ error }) => trapped(error));

const code = new Promise<WebAssembly.Module | null>((resolve) => {
  self.onmessage = ({ data }: MessageEvent<ToWorker>) => resolve(data.code);
});

/** The engine over its files. Both are on their way at once. */
async function openFace(): Promise<Face> {
  const early = openEarly(NAME);
  try {
    await init({ module_or_path: await code ?? new URL('../wasm/webmynd_bg.wasm', self.location.href) });
    return await Face.open(NAME, await early);
  } catch (thrown) {
    closeEarly(await early);
    throw thrown;
  }
}

async function open(): Promise<LocalEngine> {
  const face = await openFace();
  const queue = new Queue((busy) => want('command', busy), trapped);
  const tending = new Tending(face, queue, tell, (more) => want('tending', more));
  let due: ReturnType<typeof setTimeout> | null = null;
  const announce = async (): Promise<void> => {
    due = null;
    const { gen, visits, webmarks } = await queue.run(() => face.status()) as Status;
    tell({ kind: 'changed', gen, visits, webmarks });
  };
  return new LocalEngine(face, queue, () => {
    tending.changed();
    due ??= setTimeout(() => void announce(), ANNOUNCED);
  }, (bytes) => tending.keepTo(bytes));
}

let opening: Promise<LocalEngine> | null = null;
/** The engine, opened; after a failure opened again by the first call that comes some time later. */
function engine(): Promise<LocalEngine> {
  opening ??= open().then((local) => {
    tell({ kind: 'ready' });
    return local;
  }).catch((thrown: unknown) => {
    trapped(thrown);
    const fault = faultFrom(thrown);
    tell({ kind: 'problem', fault });
    setTimeout(() => { opening = null; }, RETRY);
    throw fault;
  });
  return opening;
}

// Another worker may hold the lock: one that is being ended, or that of a second host. It answers until it goes.
void navigator.locks.request(ENGINE_LOCK, async () => {
  new Server(host, engine);
  await engine().catch(() => undefined);
  await new Promise<never>(() => undefined);
});
