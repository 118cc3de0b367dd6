/** What was done and can be taken back, the latest last. */
import type { Change, Engine, Mutated, Reach, Status, Which } from '../../../bridge/engine.js';
import { Signal } from './signal.js';

export interface Deed {
  /** The operations of the engine that it was, in their order: a page that is forgotten is one. */
  ops: readonly number[];
  kind: Change['kind']; on: boolean; label: string; at: number;
  /** Visits of a forget, pages of a star or a label. */
  count: number;
  /** How many pages a forget took with all their visits; null when it was of visits, or that is not known. */
  pages: number | null;
  /** When a forget can no longer be undone; null while that is not known. */
  until: number | null;
  /** From how many devices a forget is gone; null while that is not known. */
  reach: Reach | null;
}

export class Deeds {
  #done: Deed[] = [];
  #spreading: Status['spreading'] = [];
  readonly done = new Signal<Deed>();
  /** The list of forgets that can be undone is another. */
  readonly learned = new Signal();
  readonly undone = new Signal<{ deed: Deed; count: number }>();

  constructor(readonly engine: Engine) {}

  /** The newest deed; null when there is nothing to undo. */
  get latest(): Deed | null {
    return this.#done[this.#done.length - 1] ?? null;
  }

  async act(which: Which, change: Change): Promise<void> {
    this.#note(change, [await this.engine.mutate(which, change)], null);
  }

  /** Forgets pages, each of them with all its visits, as one deed. */
  async forgetPages(pages: readonly Which[]): Promise<void> {
    const change: Change = { kind: 'forget' };
    const mutated: Mutated[] = [];
    try {
      for (const page of pages) mutated.push(await this.engine.mutate(page, change));
    } finally {
      // What went before an error is gone, and can be taken back.
      this.#note(change, mutated, mutated.filter(({ count }) => count > 0).length);
    }
  }

  /** Forgets that can still be undone, the latest last: also those of an earlier visit to this page. */
  get forgets(): readonly Deed[] {
    return this.#done.filter((deed) => deed.kind === 'forget');
  }

  /** How many visits have still their place in the timeline, and are forgotten. */
  get forgotten(): number {
    return this.forgets.reduce((sum, { count }) => sum + count, 0);
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
  async learn(): Promise<void> {
    const { undoable, spreading } = await this.engine.status();
    this.#spreading = spreading;
    const open = new Map(undoable.map((forget) => [forget.op, forget]));
    const known = this.#done.filter(({ kind, ops }) => kind !== 'forget' || ops.some((op) => open.has(op)));
    const mine = new Set(known.flatMap(({ ops }) => ops));
    const strange = undoable.filter(({ op }) => !mine.has(op)).sort((a, b) => a.op - b.op)
      .map(({ op, count, at, until, gone, of }): Deed => ({ ops: [op], kind: 'forget', on: true, count, pages: null, label: '', at, until, reach: { gone, of } }));
    const renewed = known.map((deed) => {
      const now = open.get(deed.ops.find((op) => open.has(op)) ?? 0);
      return now ? { ...deed, until: now.until, reach: { gone: now.gone, of: now.of } } : deed;
    });
    this.#done = [...strange, ...renewed];
    this.learned.emit();
  }

  /** Takes the latest deed back; null when there is none. */
  async undoLatest(): Promise<Deed | null> {
    const deed = this.latest;
    if (deed) await this.undo(deed);
    return deed;
  }

  async undo(deed: Deed): Promise<void> {
    let count = 0;
    for (const op of [...deed.ops].reverse()) count += (await this.engine.undo(op)).count;
    this.#drop(deed);
    this.undone.emit({ deed, count });
  }

  /** Ends the undo window of a forget at once. */
  async forgetNow(deed: Deed): Promise<void> {
    for (const op of deed.ops) await this.engine.forgetNow(op);
    this.#drop(deed);
  }

  /** Notes what was done; what changed nothing is no deed, and there is nothing of it to be taken back. */
  #note(change: Change, mutated: readonly Mutated[], pages: number | null): void {
    const count = mutated.reduce((sum, one) => sum + one.count, 0);
    if (count === 0) return;
    const deed: Deed = {
      ops: mutated.filter((one) => one.count > 0).map(({ op }) => op), kind: change.kind, on: change.kind === 'forget' || change.on, count, pages,
      label: change.kind === 'label' ? change.label : '', at: Date.now(), until: null, reach: null,
    };
    this.#done.push(deed);
    this.done.emit(deed);
  }

  #drop(deed: Deed): void {
    this.#done = this.#done.filter(({ ops }) => ops[0] !== deed.ops[0]);
  }
}
