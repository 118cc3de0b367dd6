/** What is selected, by the names of its visits: it is found again when ordinals mean something else, for older pages came in. */
import type { Ordinal } from '../../../bridge/engine.js';
import type { Memory } from './memory.js';
import { count, fromOrdinals, type Ranges } from './ranges.js';
import type { Selection } from './selection.js';

/** More are not held by name: each is looked for by itself. */
const MOST = 500;

type Name = { id: string } | { at: number };

export class HeldSelection {
  /** Null where something of it has no name here, or it is too much. */
  #names: Name[] | null = null;

  constructor(readonly memory: Memory, readonly selection: Selection) {
    memory.renumbering.on(() => { this.#names = this.#named(selection.ranges); });
  }

  /** Selects what was selected before; resolves to how many visits could not be found again. */
  async restore(): Promise<number> {
    const { size } = this.selection;
    const names = this.#names;
    this.#names = null;
    this.selection.clear();
    if (size === 0) return 0;
    const found = (await Promise.all((names ?? []).map((name) => this.#find(name)))).filter((ordinal) => ordinal !== null);
    this.selection.put(fromOrdinals(found), true);
    return size - this.selection.size;
  }

  #named(ranges: Ranges): Name[] | null {
    const names: Name[] = [];
    if (count(ranges) > MOST) return null;
    for (const [from, to] of ranges) {
      for (let ordinal = from; ordinal < to; ordinal++) {
        const id = this.memory.captions.get(ordinal)?.id;
        const at = this.memory.frames.get(ordinal)?.at;
        if (id !== undefined) names.push({ id });
        else if (at !== undefined) names.push({ at });
        else return null;
      }
    }
    return names;
  }

  async #find(name: Name): Promise<Ordinal | null> {
    const { engine } = this.memory;
    if ('id' in name) return engine.ordOf(name.id).catch(() => null);
    const there = await engine.ordAt(name.at).catch(() => null);
    return there?.exact ? there.ordinal : null;
  }
}
