/** The trail of a frame: where one came from and where one went, with what is said of each step. */
import type { Caption, Ordinal } from '../../../bridge/engine.js';
import type { Playback } from './playback.js';

export interface TrailSteps { of: Ordinal; before: Caption[]; here: Caption | null; after: Caption[] }

/** At most 64 captions come at once: 24 on either side and the frame itself. */
export async function readTrail({ engine }: Playback, of: Ordinal): Promise<TrailSteps> {
  const { before, after } = await engine.trail(of);
  const captions = before.length + after.length === 0 ? [] : await engine.captions([...before, of, ...after]);
  const named = new Map(captions.map((caption) => [caption.ordinal, caption]));
  const known = (ordinals: Ordinal[]): Caption[] => ordinals.flatMap((ordinal) => named.get(ordinal) ?? []);
  return { of, before: known(before), here: named.get(of) ?? null, after: known(after) };
}
