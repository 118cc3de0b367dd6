/** The vault, as the engine's worker asks it: one thing at a time, beside the commands; the account is kept after each. */
import type { Entrance, Ordinal, PageText, Prelude, StretchedKeys, VaultState } from '../bridge/engine.js';
import { wishOf, type DirectoryWish } from '../bridge/directory.js';
import { fault } from '../bridge/faults.js';
import { serverOrigin } from '../bridge/server-origin.js';
import type { Face } from '../../out/wasm/webmynd.js';
import type { Queue } from './queue.js';
import { callRemote, type RemoteRequest, type RemoteResponse } from './remote.js';
import { emptyBox, fillBox, openBox } from './strongbox.js';

/** What a server's directory of users has a word in. */
const PROVEN = ['/v1/accounts', '/v1/sessions'];
/** How the wasm asks a server. */
type Ask = (request: RemoteRequest) => Promise<RemoteResponse>;

export class Vault {
  /** What the strongbox holds. */
  #kept: Uint8Array | null = null;
  #loaded: Promise<void> | null = null;
  #last: Promise<unknown> = Promise.resolve();

  /** @param changed is told when the memory may have changed. */
  constructor(private readonly face: Face, private readonly queue: Queue, private readonly changed: () => void) {}

  /** Not in turn: a first round takes long. */
  async state(): Promise<VaultState | null> {
    await this.#load();
    return this.queue.run(() => this.face.vault() as VaultState | null);
  }

  prelude(origin: string, account: string): Promise<Prelude> {
    return this.#inTurn(() => this.face.prelude(this.#asking(checked(origin)), account) as Promise<Prelude>);
  }

  /** Not in turn: it is nothing of the account's. */
  async directory(origin: string): Promise<DirectoryWish | null> {
    const { status, body } = await callRemote(checked(origin), { base: '', method: 'GET', path: '/.well-known/webmynd', headers: [], body: new Uint8Array() })
      .catch((thrown: unknown) => { throw fault('later', String(thrown)); });
    if (status !== 200) throw fault('later', `the server answered ${status}`);
    try {
      return wishOf(JSON.parse(new TextDecoder().decode(body)));
    } catch {
      throw fault('distrust', 'the server does not say what it is');
    }
  }

  enter(entrance: Entrance, proof: string | null): Promise<void> {
    const origin = checked(entrance.place.origin);
    return this.#inTurn(async () => { await this.face.enterVault(this.#asking(origin, proof), entrance); });
  }

  leave(): Promise<void> {
    return this.#inTurn(async () => {
      // Without the server it is left all the same: the session ends there by itself.
      if (this.face.account()) await this.#withServer((ask) => this.face.signOut(ask)).catch(() => undefined);
      this.face.setAccount(undefined);
    });
  }

  /** At an address that may be a new one of the server's. */
  signInAgain(typed: string, boundTo: string, keys: StretchedKeys, proof: string | null): Promise<void> {
    const origin = checked(typed);
    return this.#inTurn(async () => { await this.face.signInAgain(this.#asking(origin, proof), origin, boundTo, keys); });
  }

  anew(): Promise<void> {
    return this.#inTurn(() => Promise.resolve(this.face.beginAnew()));
  }

  seeDoubts(): Promise<void> {
    return this.#inTurn(() => Promise.resolve(this.face.seeDoubts()));
  }

  /** Whatever is asked of the account's own server. */
  ask<T>(work: (face: Face, ask: Ask) => Promise<unknown>, proof: string | null = null): Promise<T> {
    return this.#inTurn(() => this.#withServer((ask) => work(this.face, ask) as Promise<T>, proof));
  }

  /** Not in turn with rounds: somebody waits for it, and it changes nothing of the account. */
  async fetchText(ordinal: Ordinal): Promise<PageText> {
    await this.#load();
    return this.queue.beside(() => this.#withServer((ask) => this.face.fetchText(ask, ordinal) as Promise<PageText>));
  }

  /** Asks the account's own server. */
  async #withServer<T>(work: (ask: Ask) => Promise<T>, proof: string | null = null): Promise<T> {
    const state = this.face.vault() as VaultState | null;
    if (!state) throw fault('signIn', 'this device has no account');
    return work(this.#asking(state.origin, proof));
  }

  /** Between two requests commands have their turn, and used-up spare files are replaced. `proof` is shown to what asks for it, and to nothing else. */
  #asking(origin: string, proof: string | null = null): Ask {
    return async (request) => {
      await this.queue.run(() => this.face.topUp().catch(() => undefined));
      this.changed();
      const shown = proof !== null && PROVEN.includes(request.path) ? [...request.headers, ['authorization', proof] as [string, string]] : request.headers;
      return callRemote(request.base === '' ? origin : checked(request.base), { ...request, headers: shown });
    };
  }

  /** One after another, each with the account that the one before left, kept whatever happened. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(() => this.queue.beside(async () => {
      await this.#load();
      try {
        return await work();
      } finally {
        await this.#keep();
        this.changed();
      }
    }));
    this.#last = done.catch(() => undefined);
    return done;
  }

  #load(): Promise<void> {
    this.#loaded ??= openBox().then((kept) => {
      this.face.setAccount(kept ?? undefined);
      this.#kept = kept;
    }).catch((thrown: unknown) => {
      this.#loaded = null;
      throw thrown;
    });
    return this.#loaded;
  }

  async #keep(): Promise<void> {
    const now = this.face.account() ?? null;
    if (same(now, this.#kept)) return;
    await (now ? fillBox(new Uint8Array(now)) : emptyBox());
    this.#kept = now;
  }
}

function checked(origin: string): string {
  const server = serverOrigin(origin);
  if (server === null) throw fault('invalid', 'this is not the address of a server');
  return server;
}

const same = (one: Uint8Array | null, other: Uint8Array | null): boolean =>
  one === other || (one !== null && other !== null && one.length === other.length && one.every((byte, at) => byte === other[at]));
