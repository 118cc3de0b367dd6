/** What was done and can be taken back, the latest last. Deeds go one after the other, in the order in which a person did them. */
import type { Change, Engine, Mutated, Reach, Status, Which } from '../../../bridge/engine.js';
import { takeBack } from '../../shared/take-back.js';
import { Signal } from './signal.js';

export interface Deed {
  /** The operation of the engine that it was. */
  op: number;
  kind: Change['kind']; on: boolean; label: string; at: number;
  /** The first page that was forgotten, by its name; '' when that is not known. */
  name: string;
  /** Visits of a forget, pages of a star or a label. */
  count: number;
  /** How many pages a forget took with all their visits; null when it was of visits, or that is not known. */
  pages: number | null;
  /** When a forget can no longer be undone; null while that is not known. */
  until: number | null;
  /** From how many devices a forget is gone; null while that is not known. */
  reach: Reach | null;
  /** Retention did it. */
  aged: boolean;
}

/** Where names of forgets are kept for views that are opened later. */
export interface Names { keepName(op: number, name: string): Promise<void>; dropNames(...ops: number[]): Promise<void>; namesOf(ops: readonly number[]): Promise<(op: number) => string> }

export class Deeds {
  #done: Deed[] = [];
  #spreading: Status['spreading'] = [];
  /** Ends when the engine has answered to all that was asked of it here. */
  #turn: Promise<unknown> = Promise.resolve();
  readonly done = new Signal<Deed>();
  /** The list of forgets that can be undone is another. */
  readonly learned = new Signal();
  /** Pages were left out of a deed, for they are damaged on the disk: how many. */
  readonly skipped = new Signal<number>();
  readonly undone = new Signal<{ deed: Deed; count: number }>();

  constructor(readonly engine: Engine, readonly names: Names | null = null) {}

  /** The newest deed of a person; null when there is nothing to undo. */
  get latest(): Deed | null {
    return this.#done.findLast(({ aged }) => !aged) ?? null;
  }

  async act(which: Which, change: Change, name = ''): Promise<void> {
    await this.#inTurn(async () => { this.#note(change, await this.engine.mutate(which, change), null, name); });
  }

  /** Forgets pages, each of them with all its visits. */
  async forgetPages(which: Which, pages: number, name = ''): Promise<void> {
    const change: Change = { kind: 'forget' };
    await this.#inTurn(async () => { this.#note(change, await this.engine.mutate(which, change), pages, name); });
  }

  /** Forgets that can still be undone, the latest last: also those of an earlier visit to this page. */
  get forgets(): readonly Deed[] {
    return this.#done.filter((deed) => deed.kind === 'forget');
  }

  /** Forgets that are final here and not yet known to all devices, the latest last. */
  get spreading(): Status['spreading'] {
    return this.#spreading;
  }

  /** Whether there is a forget to tell of. */
  get hasForgotten(): boolean {
    return this.forgets.length > 0 || this.#spreading.length > 0;
  }

  /** Learns from the engine which forgets can still be undone; the others are beyond recall. */
  learn(): Promise<void> {
    return this.#inTurn(() => this.#learn());
  }

  async #learn(): Promise<void> {
    const { undoable, spreading } = await this.engine.status();
    const nameOf = await this.names?.namesOf(undoable.map(({ op }) => op)).catch(() => null);
    this.#spreading = spreading;
    const open = new Map(undoable.map((forget) => [forget.op, forget]));
    const known = this.#done.filter(({ kind, op }) => kind !== 'forget' || open.has(op));
    const mine = new Set(known.map(({ op }) => op));
    const strange = undoable.filter(({ op }) => !mine.has(op)).sort((a, b) => a.op - b.op)
      .map(({ op, count, at, until, aged, gone, of }): Deed => ({ op, kind: 'forget', on: true, count, pages: null, label: '', name: nameOf?.(op) ?? '', at, until, aged, reach: { gone, of } }));
    const renewed = known.map((deed) => {
      const now = open.get(deed.op);
      return now ? { ...deed, count: now.count, until: now.until, reach: { gone: now.gone, of: now.of } } : deed;
    });
    this.#done = [...strange, ...renewed];
    this.learned.emit();
  }

  /** Takes the latest deed back; null when there is none. */
  undoLatest(): Promise<Deed | null> {
    return this.#inTurn(async () => {
      const deed = this.latest;
      if (deed) await this.#undo(deed);
      return deed;
    });
  }

  undo(deed: Deed): Promise<void> {
    return this.#inTurn(() => this.#undo(deed));
  }

  async #undo(deed: Deed): Promise<void> {
    const { count } = await takeBack(this.engine, deed);
    this.#drop(deed);
    this.undone.emit({ deed, count });
  }

  /** Ends the undo window of a forget at once. */
  forgetNow(deed: Deed): Promise<void> {
    return this.#inTurn(async () => {
      await this.engine.forgetNow(deed.op);
      this.#drop(deed);
    });
  }

  /**
   * Begins when what was asked before is answered: "the latest" is then the latest that a person did, also when the key to take
   * it back is hit before the engine has answered, and what was learned is never older than what was done.
   */
  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const answer = this.#turn.then(act);
    this.#turn = answer.catch(() => undefined);
    return answer;
  }

  /** Notes what was done; what changed nothing is no deed, and there is nothing of it to be taken back. */
  #note(change: Change, { op, count, skipped }: Mutated, pages: number | null, name: string): void {
    if (skipped > 0) this.skipped.emit(skipped);
    if (count === 0) return;
    const deed: Deed = {
      op, kind: change.kind, on: change.kind === 'forget' || change.on, count, pages,
      label: change.kind === 'label' ? change.label : '', name, at: Date.now(), until: null, reach: null, aged: false,
    };
    this.#done.push(deed);
    // Without it the others say how many visits it was.
    if (change.kind === 'forget') void this.names?.keepName(op, name).catch(() => undefined);
    this.done.emit(deed);
  }

  #drop(deed: Deed): void {
    this.#done = this.#done.filter(({ op }) => op !== deed.op);
    if (deed.kind === 'forget') void this.names?.dropNames(deed.op).catch(() => undefined);
  }
}
