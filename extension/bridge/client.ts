/** The engine as the background and the views hold it: calls over the channel, asked again when a worker was lost. */
import { callsWire, engineLives, eventsWire, repliesWire, type Announcement, type ToClient } from './channel.js';
import type { Call, Engine, EngineEvent, Method } from './engine.js';
import { fault, faultFrom } from './faults.js';
import { METHODS } from './methods.js';

export interface ClientOptions {
  /** Makes sure that the engine's worker runs; in a view, a message to the background. */
  wake: () => Promise<void>;
}
/** Hears what the worker announces; returns how to stop. */
export type LiveEngine = Engine & { onEvent(listener: (event: EngineEvent) => void): () => void };

/** A call that the worker has not even taken after so long (ms): perhaps there is none. */
const UNTAKEN = 400;
/** Then it is sent again this often, and the background is woken this often at most. */
const SEND_AGAIN = 2_000;
/** A call that was taken so long ago: perhaps its worker died without a word. */
const SILENT = 4_000;
const LOOK = 200;

interface Open {
  call: Call;
  begun: number;
  sent: number;
  /** The worker that took it. */
  host: string | null;
  resolve: (value: unknown) => void;
  reject: (fault: unknown) => void;
}

/** The engine for this context. The first call wakes it. */
export function connect(options: ClientOptions): LiveEngine {
  const client = new Client(options);
  const methods = (Object.keys(METHODS) as Method[]).map((method) =>
    [method, (...args: unknown[]) => client.call(method, args)] as const);
  return { ...Object.fromEntries(methods), onEvent: client.onEvent } as unknown as LiveEngine;
}

class Client {
  readonly #name = crypto.randomUUID();
  readonly #calls = callsWire();
  readonly #open = new Map<string, Open>();
  readonly #listeners = new Set<(event: EngineEvent) => void>();
  #looking: ReturnType<typeof setInterval> | null = null;
  #woken = -Infinity;

  constructor(private readonly options: ClientOptions) {
    repliesWire(this.#name).listen((message) => this.#hear(message));
    eventsWire().listen((announcement) => this.#announced(announcement));
  }

  readonly onEvent = (listener: (event: EngineEvent) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  };

  call(method: Method, args: unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const call: Call = { kind: 'call', id: crypto.randomUUID(), from: this.#name, method, args };
      const open: Open = { call, begun: performance.now(), sent: 0, host: null, resolve, reject };
      try {
        this.#send(open);
      } catch (thrown) {
        reject(fault('invalid', faultFrom(thrown).fact));
        return;
      }
      this.#open.set(call.id, open);
      if (this.#woken === -Infinity) this.#wake();
      this.#looking ??= setInterval(() => void this.#look(), LOOK);
    });
  }

  #send(open: Open): void {
    open.sent = performance.now();
    open.host = null;
    this.#calls.post(open.call);
  }

  #wake(): void {
    this.#woken = performance.now();
    // A background that cannot be woken now is tried again; what waits is told when its patience ends.
    this.options.wake().catch(() => undefined);
  }

  #hear(message: ToClient): void {
    const open = this.#open.get(message.id);
    if (!open) return;
    if (message.kind === 'taken') {
      open.host = message.host;
      open.sent = performance.now();
    } else if (message.kind === 'reply') {
      this.#close(open).resolve(message.ok);
    } else {
      this.#close(open).reject(message.fault);
    }
  }

  #close(open: Open): Open {
    this.#open.delete(open.call.id);
    if (this.#open.size === 0 && this.#looking !== null) {
      clearInterval(this.#looking);
      this.#looking = null;
    }
    return open;
  }

  #announced({ kind, host, event }: Announcement): void {
    if (kind !== 'event') return;
    if (event.kind === 'ready') {
      for (const open of [...this.#open.values()]) if (open.host !== host) this.#lost(open);
    }
    for (const listener of this.#listeners) listener(event);
  }

  /** The worker that had this call, if any had it, is gone. */
  #lost(open: Open): void {
    if (open.host === null || METHODS[open.call.method].again) this.#send(open);
    else this.#close(open).reject(fault('lost', `the engine was lost while it was at ${open.call.method}`));
  }

  /** Looks after calls that are overdue. */
  async #look(): Promise<void> {
    const now = performance.now();
    for (const open of [...this.#open.values()]) {
      const { method } = open.call;
      if (now - open.begun > METHODS[method].patience) {
        this.#close(open).reject(fault('lost', `the engine did not answer to ${method}`));
      } else if (open.host === null && now - open.sent > UNTAKEN) {
        if (now - this.#woken > SEND_AGAIN) this.#wake();
        if (now - open.sent > SEND_AGAIN) this.#send(open);
      }
    }
    const silent = [...this.#open.values()].filter(({ host, sent }) => host !== null && now - sent > SILENT);
    if (silent.length === 0) return;
    silent.forEach((open) => { open.sent = now; });
    if (await engineLives()) return;
    this.#wake();
    silent.filter(({ call }) => this.#open.has(call.id)).forEach((open) => this.#lost(open));
  }
}
