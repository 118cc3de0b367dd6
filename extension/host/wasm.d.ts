/** The bindings as tools/build-wasm.mjs writes them, for the type checker before they are built. */
declare module '*/out/wasm/webmynd.js' {
  export default function init(options: { module_or_path: URL }): Promise<unknown>;
  /** The matches of a query while they are looked for. */
  export class Matching { free(): void }
  /** The memory in figures while it is counted. */
  export class Counting { free(): void }
  /** crate/src/face/. What is `unknown` here has the shapes of extension/bridge/engine.ts. */
  export class Face {
    static open(name: string, early: unknown): Promise<Face>;
    status(): Promise<unknown>;
    remember(seen: unknown[]): unknown;
    picture(visit: string, kind: unknown, bytes: Uint8Array, words: unknown): Promise<unknown>;
    page(url: string): unknown;
    overview(): unknown;
    histogram(from: number, to: number, maxBuckets: number, hits: Uint32Array): unknown;
    sessions(at: number, reach: number, gap: number, bucketMs: number, hits: Uint32Array): unknown;
    frames(from: number, to: number): unknown;
    captions(ordinals: Uint32Array): unknown;
    ordAt(at: number): unknown;
    ordOf(visit: string): unknown;
    neighbour(of: number, kind: unknown, direction: number): unknown;
    trail(of: number): unknown;
    versions(of: number): unknown;
    visitsOf(of: number, most: number): unknown;
    search(request: unknown): unknown;
    matching(request: unknown): Matching;
    matchesSome(matching: Matching): unknown;
    counting(): Counting;
    statisticsSome(counting: Counting): unknown;
    complete(request: unknown): unknown;
    operators(lang: string): unknown;
    image(ordinal: number, size: unknown): Promise<unknown>;
    litWords(request: unknown, ordinals: Uint32Array): Promise<unknown>;
    text(ordinal: number): unknown;
    mutate(which: unknown, change: unknown): unknown;
    weigh(which: unknown): unknown;
    undo(op: number): unknown;
    forgetNow(op: number): void;
    labels(): unknown;
    recent(most: number): unknown;
    retention(days?: number | null): unknown;
    exportPart(cursor: string): Promise<unknown>;
    importPart(lines: string, firstLine: number): Promise<unknown>;
    readBookmarks(part: string, state: string, isLast: boolean): unknown;
    doctor(repair: boolean): Promise<unknown>;
    clear(): Promise<void>;
    tend(): Promise<boolean>;
    settle(): boolean;
    sweep(): Promise<number>;
    fade(budget: number): Promise<boolean>;
    topUp(): Promise<void>;
    setAccount(bytes?: Uint8Array): void;
    account(): Uint8Array | undefined;
    vault(): unknown;
    prelude(ask: unknown, account: string): Promise<unknown>;
    enterVault(ask: unknown, entrance: unknown): Promise<void>;
    sync(ask: unknown, sendThumbs: boolean): Promise<unknown>;
    fetchText(ask: unknown, ordinal: number): Promise<unknown>;
    thin(ask: unknown, days: number): Promise<unknown>;
    bringBack(ask: unknown, all: boolean): Promise<unknown>;
    checkVault(ask: unknown): Promise<unknown>;
    devices(ask: unknown): Promise<unknown>;
    usage(ask: unknown): Promise<unknown>;
    offerPairing(ask: unknown, code: ArrayBuffer): Promise<unknown>;
    changePassphrase(ask: unknown, renewal: unknown): Promise<void>;
    revokeDevice(ask: unknown, id: string, renewal: unknown): Promise<void>;
    removeDevice(ask: unknown, id: string): Promise<void>;
    signInAgain(ask: unknown, origin: string, boundTo: string, keys: unknown): Promise<void>;
    beginAnew(): void;
    seeDoubts(): void;
    signOut(ask: unknown): Promise<void>;
    replaceRecovery(ask: unknown, keys: unknown, recovery: ArrayBuffer): Promise<void>;
    deleteAccount(ask: unknown, keys: unknown): Promise<unknown>;
    undoDelete(ask: unknown, ticket: string): Promise<void>;
  }
}

declare module '*/out/wasm/webmynd_keys.js' {
  export default function init(options: { module_or_path: URL }): Promise<unknown>;
  /** keys/src/lib.rs; the shapes are those of extension/bridge/keys.ts. */
  export function stretch(passphrase: string, origin: string, account: string, seed: Uint8Array, memory: number, passes: number, lanes: number): unknown;
  export function freshPrelude(): unknown;
  export function passphrase(): string;
  export function strongEnough(passphrase: string, account: string): boolean;
  export function freshRecovery(): unknown;
  export function recoveryKey(typed: string): unknown;
  export function freshCode(): unknown;
  export function codeOf(typed: string): unknown;
  export function qrOf(text: string): unknown;
  export function readQr(grey: Uint8Array, width: number): unknown;
}
