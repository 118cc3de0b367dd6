/** The worker's end of the bridge: checks every call at the door, takes it once, answers it. */
import { callsWire, repliesWire, type ToClient, type Wire } from './channel.js';
import type { Call, Engine } from './engine.js';
import { fault, faultFrom } from './faults.js';
import { isMethod, takes } from './methods.js';
import { text } from './shapes.js';

/** So many calls are remembered, so that one that was sent again is not done again. */
const REMEMBERED = 4_096;
/** So many clients' channels are kept open. */
const CLIENTS = 32;

type Work = (...args: unknown[]) => Promise<unknown>;

export class Server {
  /** Calls that were taken, oldest first. */
  readonly #taken = new Set<string>();
  readonly #clients = new Map<string, Wire<ToClient>>();
  readonly #calls = callsWire();

  /** `engine` is asked for each call, so that it may still be opening or have failed to open. */
  constructor(readonly host: string, private readonly engine: () => Promise<Engine>) {
    this.#calls.listen((call) => { if (isCall(call)) void this.#take(call); });
  }

  async #take(call: Call): Promise<void> {
    const client = this.#client(call.from);
    client.post({ kind: 'taken', id: call.id, host: this.host });
    if (this.#taken.has(call.id)) return;
    this.#note(call.id);
    this.#client(call.from).post(await this.#answer(call));
  }

  async #answer({ id, method, args }: Call): Promise<ToClient> {
    try {
      if (!isMethod(method)) throw fault('invalid', 'there is no such method');
      if (!takes(method, args)) throw fault('invalid', `${method} does not take these arguments`);
      const engine = await this.engine();
      return { kind: 'reply', id, ok: await (engine[method] as Work).apply(engine, args) };
    } catch (thrown) {
      return { kind: 'fault', id, fault: faultFrom(thrown) };
    }
  }

  #note(id: string): void {
    this.#taken.add(id);
    if (this.#taken.size <= REMEMBERED) return;
    const [oldest] = this.#taken;
    if (oldest !== undefined) this.#taken.delete(oldest);
  }

  /** The channel to a client; those that were quiet for longest are closed. */
  #client(name: string): Wire<ToClient> {
    const wire = this.#clients.get(name) ?? repliesWire(name);
    this.#clients.delete(name);
    this.#clients.set(name, wire);
    if (this.#clients.size > CLIENTS) {
      const [quiet] = this.#clients;
      if (quiet) { quiet[1].close(); this.#clients.delete(quiet[0]); }
    }
    return wire;
  }
}

function isCall(value: unknown): value is Call {
  const { kind, id, from } = (value ?? {}) as Partial<Call>;
  return kind === 'call' && text(id) && text(from);
}
