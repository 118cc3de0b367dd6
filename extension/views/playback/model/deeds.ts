/** What was done and can be taken back, the latest last. */
import type { Change, Engine, Mutated, Reach, Status, Which } from '../../../bridge/engine.js';
import { Signal } from './signal.js';

export interface Deed {
  op: number; kind: Change['kind']; on: boolean; count: number; label: string; at: number;
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

  async act(which: Which, change: Change): Promise<Mutated> {
    const mutated = await this.engine.mutate(which, change);
    const deed: Deed = {
      op: mutated.op, kind: change.kind, on: change.kind === 'forget' || change.on,
      count: mutated.count, label: change.kind === 'label' ? change.label : '', at: Date.now(), until: null, reach: null,
    };
    this.#done.push(deed);
    this.done.emit(deed);
    return mutated;
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
  async learn(): Promise<void> {
    const { undoable, spreading } = await this.engine.status();
    this.#spreading = spreading;
    const open = new Map(undoable.map((forget) => [forget.op, forget]));
    const known = this.#done.filter((deed) => deed.kind !== 'forget' || open.has(deed.op));
    const strange = undoable.filter((forget) => !known.some((deed) => deed.op === forget.op))
      .map(({ op, count, at, until, gone, of }): Deed => ({ op, kind: 'forget', on: true, count, label: '', at, until, reach: { gone, of } }));
    const renewed = known.map((deed) => {
      const now = open.get(deed.op);
      return now ? { ...deed, until: now.until, reach: { gone: now.gone, of: now.of } } : deed;
    });
    this.#done = [...strange.sort((a, b) => a.op - b.op), ...renewed];
    this.learned.emit();
  }

  /** Takes the latest deed back; null when there is none. */
  async undoLatest(): Promise<Deed | null> {
    const deed = this.latest;
    if (deed) await this.undo(deed);
    return deed;
  }

  async undo(deed: Deed): Promise<void> {
    const { count } = await this.engine.undo(deed.op);
    this.#drop(deed.op);
    this.undone.emit({ deed, count });
  }

  /** Ends the undo window of forgets at once. */
  async forgetNow(ops: number[]): Promise<void> {
    for (const op of ops) {
      await this.engine.forgetNow(op);
      this.#drop(op);
    }
  }

  #drop(op: number): void {
    this.#done = this.#done.filter((deed) => deed.op !== op);
  }
}
