/** Jumps to the next page of a kind; what was forgotten is stepped over. */
import type { NeighbourKind, Ordinal } from '../../../bridge/engine.js';
import type { Playback } from './playback.js';

export interface Jump { kind: NeighbourKind | 'hit'; direction: 1 | -1 }

const MOST_FORGOTTEN = 500;

/** Where a jump from `from` leads; null when there is none that way. */
export async function jump(playback: Playback, from: Ordinal, { kind, direction }: Jump): Promise<Ordinal | null> {
  const { engine, memory, search } = playback;
  let here: Ordinal | null = from;
  for (let tries = 0; tries < MOST_FORGOTTEN; tries++) {
    try {
      here = kind === 'hit' ? search.nextHit(here, direction) : await engine.neighbour(here, kind, direction);
    } catch (thrown) {
      memory.report(thrown);
      return null;
    }
    if (here === null || !memory.frames.isForgotten(here)) return here;
  }
  return null;
}
