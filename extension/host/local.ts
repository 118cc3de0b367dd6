/** The engine in its own worker: every method over the wasm face, whatever touches the archive strictly in turn. */
import type {
  BookmarksPart,
  Caption, Change, Completion, CompletionRequest, DoctorReport, Engine, Entrance, ExportPart, Filter, Frames, Histogram, ImportReport, Matches, Millis, Mutated, NeighbourKind, Operator, Ordinal, Overview,
  PageState, PageText, PageVisits, Pictured, Prelude, Remembered, Renewal, SearchAnswer, SearchRequest, Seen, Sessions, Shot, Statistics, Status, StretchedKeys, SyncReport, Trail, VaultDevice, VaultState, VaultUsage, Versions, VisitId, Weight, Which,
} from '../bridge/engine.js';
import type { DirectoryWish } from '../bridge/directory.js';
import { fault } from '../bridge/faults.js';
import type { Counting, Face } from '../../out/wasm/webmynd.js';
import { Arrivals } from './arrivals.js';
import { Matchings } from './matching.js';
import { nextTask } from './next-task.js';
import type { Queue } from './queue.js';
import { Vault } from './vault.js';

export class LocalEngine implements Engine {
  readonly #vault: Vault;
  readonly #arrivals: Arrivals;
  readonly #matchings: Matchings;

  /**
   * @param changed is told after every call that may have changed the memory.
   * @param keepTo is told what pictures may take.
   */
  constructor(
    private readonly face: Face, private readonly queue: Queue, private readonly changed: () => void,
    private readonly keepTo: (bytes: number | null) => void,
  ) {
    this.#vault = new Vault(face, queue, changed);
    this.#matchings = new Matchings((work) => this.#read(work));
    this.#arrivals = new Arrivals(queue, (seen) => this.#write(async (face) => face.remember(await seen())));
  }

  /** A command that reads. */
  #read<T>(work: (face: Face) => unknown): Promise<T> {
    return this.queue.run(() => work(this.face) as T | Promise<T>);
  }

  /** A command that may create files: spare ones are opened again before the next one runs. */
  #write<T>(work: (face: Face) => unknown): Promise<T> {
    return this.queue.run(async () => {
      try {
        return await (work(this.face) as T | Promise<T>);
      } finally {
        // Nothing that was done is undone when there is no room for spares: the next command says so itself.
        await this.face.topUp().catch(() => undefined);
        this.changed();
      }
    });
  }

  status(): Promise<Status> { return this.#read((face) => face.status()); }
  remember(seen: Seen): Promise<Remembered> { return this.#arrivals.remember(seen); }
  page(url: string): Promise<PageState> { return this.#read((face) => face.page(url)); }
  frames(from: Ordinal, to: Ordinal): Promise<Frames> { return this.#read((face) => face.frames(from, to)); }
  ordAt(at: Millis): Promise<{ ordinal: Ordinal; exact: boolean } | null> { return this.#read((face) => face.ordAt(at)); }
  ordOf(visit: VisitId): Promise<Ordinal | null> { return this.#read((face) => face.ordOf(visit)); }
  labels(): Promise<{ label: string; pages: number }[]> { return this.#read((face) => face.labels()); }
  undo(op: number): Promise<Mutated> { return this.#write((face) => face.undo(op)); }
  forgetNow(op: number): Promise<void> { return this.#write((face) => face.forgetNow(op)); }
  retention(days: number | null): Promise<{ expired: number; lagDays: number }> { return this.#write((face) => face.retention(days)); }
  doctor(repair: boolean): Promise<DoctorReport> { return this.#write((face) => face.doctor(repair)); }
  vault(): Promise<VaultState | null> { return this.#vault.state(); }
  prelude(origin: string, account: string): Promise<Prelude> { return this.#vault.prelude(origin, account); }
  directory(origin: string): Promise<DirectoryWish | null> { return this.#vault.directory(origin); }
  enterVault(entrance: Entrance, proof: string | null): Promise<void> { return this.#vault.enter(entrance, proof); }
  leaveVault(): Promise<void> { return this.#vault.leave(); }
  sync(sendThumbs: boolean): Promise<SyncReport> { return this.#vault.ask((face, ask) => face.sync(ask, sendThumbs)); }
  devices(): Promise<VaultDevice[]> { return this.#vault.ask((face, ask) => face.devices(ask)); }
  usage(): Promise<VaultUsage> { return this.#vault.ask((face, ask) => face.usage(ask)); }
  offerPairing(code: ArrayBuffer): Promise<{ until: Millis }> { return this.#vault.ask((face, ask) => face.offerPairing(ask, code)); }
  changePassphrase(renewal: Renewal): Promise<void> { return this.#vault.ask((face, ask) => face.changePassphrase(ask, renewal)); }
  revokeDevice(id: string, renewal: Renewal): Promise<void> { return this.#vault.ask((face, ask) => face.revokeDevice(ask, id, renewal)); }
  removeDevice(id: string): Promise<void> { return this.#vault.ask((face, ask) => face.removeDevice(ask, id)); }
  signInAgain(origin: string, boundTo: string, keys: StretchedKeys, proof: string | null): Promise<void> { return this.#vault.signInAgain(origin, boundTo, keys, proof); }
  beginAnew(): Promise<void> { return this.#vault.anew(); }
  seeDoubts(): Promise<void> { return this.#vault.seeDoubts(); }
  replaceRecovery(keys: StretchedKeys, recovery: ArrayBuffer): Promise<void> { return this.#vault.ask((face, ask) => face.replaceRecovery(ask, keys, recovery)); }
  deleteAccount(keys: StretchedKeys): Promise<{ ticket: string; until: Millis }> { return this.#vault.ask((face, ask) => face.deleteAccount(ask, keys)); }
  undoDelete(ticket: string): Promise<void> { return this.#vault.ask((face, ask) => face.undoDelete(ask, ticket)); }
  fetchText(ordinal: Ordinal): Promise<PageText> { return this.#vault.fetchText(ordinal); }
  thin(days: number): Promise<{ thinned: number }> { return this.#vault.ask((face, ask) => face.thin(ask, days)); }
  checkVault(): Promise<{ whole: number; lost: number }> { return this.#vault.ask((face, ask) => face.checkVault(ask)); }
  bringBack(all: boolean): Promise<{ came: number; left: number }> { return this.#vault.ask((face, ask) => face.bringBack(ask, all)); }
  pictureBudget(bytes: number | null): Promise<void> { return Promise.resolve(this.keepTo(bytes)); }
  weigh(which: Which): Promise<Weight> { return this.#read((face) => face.weigh(which)); }
  trail(of: Ordinal): Promise<Trail> { return this.#read((face) => face.trail(of)); }
  versions(of: Ordinal): Promise<Versions> { return this.#read((face) => face.versions(of)); }
  visitsOf(of: Ordinal, most: number): Promise<PageVisits> { return this.#read((face) => face.visitsOf(of, most)); }
  recent(most: number): Promise<Caption[]> { return this.#read((face) => face.recent(most)); }
  complete(request: CompletionRequest): Promise<Completion[]> { return this.#read((face) => face.complete(request)); }
  operators(lang: string): Promise<Operator[]> { return this.#read((face) => face.operators(lang)); }
  mutate(which: Which, change: Change): Promise<Mutated> { return this.#write((face) => face.mutate(which, change)); }

  /** The account goes first: the next round would bring everything back. */
  async clear(): Promise<void> {
    await this.#vault.leave();
    await this.#write((face) => face.clear());
  }

  captions(ordinals: Ordinal[]): Promise<Caption[]> {
    return this.#read((face) => face.captions(Uint32Array.from(ordinals)));
  }

  neighbour(of: Ordinal, kind: NeighbourKind, direction: 1 | -1): Promise<Ordinal | null> {
    return this.#read((face) => face.neighbour(of, kind, direction));
  }

  text(ordinal: Ordinal): Promise<PageText | null> {
    return this.#read((face) => face.text(ordinal));
  }

  overview(filter: Filter = {}): Promise<Overview> {
    if (Object.values(filter).some((wish) => wish !== undefined)) {
      return Promise.reject(fault('invalid', 'the overview is of everything'));
    }
    return this.#read((face) => face.overview());
  }

  histogram(from: Millis, to: Millis, maxBuckets: number, hits = new Uint32Array()): Promise<Histogram> {
    return this.#read((face) => face.histogram(from, to, maxBuckets, hits));
  }

  sessions(at: Millis, reach: Millis, gap: Millis, bucketMs: Millis, hits = new Uint32Array()): Promise<Sessions> {
    return this.#read((face) => face.sessions(at, reach, gap, bucketMs, hits));
  }

  search(request: SearchRequest): Promise<SearchAnswer> {
    this.#matchings.ask(request);
    return this.#read((face) => {
      const began = performance.now();
      const answer = face.search(request) as SearchAnswer;
      return { ...answer, tookMs: performance.now() - began };
    });
  }

  matches(request: SearchRequest): Promise<Matches> {
    return this.#matchings.of(request);
  }

  async statistics(): Promise<Statistics> {
    const counting = await this.#read<Counting>((face) => face.counting());
    try {
      for (;;) {
        const statistics = await this.#read<Statistics | null>((face) => face.statisticsSome(counting));
        if (statistics !== null) return statistics;
        await nextTask();
      }
    } finally {
      counting.free();
    }
  }

  /** Not in turn: developing takes long, and the face borrows the archive only to note the picture. */
  async picture({ visit, kind, bytes, words }: Shot): Promise<Pictured> {
    const pictured = await this.queue.beside(() => this.face.picture(visit, kind, new Uint8Array(bytes), words));
    await this.#write(() => undefined);
    return pictured as Pictured;
  }

  image(ordinal: Ordinal, size: 'thumb' | 'full' | 'icon'): Promise<Blob | null> {
    return this.queue.beside(() => this.face.image(ordinal, size) as Promise<Blob | null>);
  }

  litWords(request: SearchRequest, ordinals: Ordinal[]): Promise<Uint16Array[]> {
    return this.queue.beside(() => this.face.litWords(request, Uint32Array.from(ordinals)) as Promise<Uint16Array[]>);
  }

  exportPart(cursor: string): Promise<ExportPart> {
    return this.#read((face) => face.exportPart(cursor));
  }

  importPart(lines: string, firstLine: number): Promise<ImportReport> {
    return this.#write((face) => face.importPart(lines, firstLine));
  }

  readBookmarks(part: string, state: string, isLast: boolean): Promise<BookmarksPart | null> {
    return this.#read((face) => face.readBookmarks(part, state, isLast));
  }
}
