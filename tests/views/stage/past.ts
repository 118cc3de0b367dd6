/** In the background's place: the same run, over the history and the bookmarks of the stage. */
import { begin, goOn } from '../../../extension/background/past/run.js';
import { readPast, writePast, type PastKind } from '../../../extension/bridge/past.js';
import { engine } from './overlay.js';

const wanted = new Set<PastKind>();

export async function past(kind: PastKind, on: boolean): Promise<{ ok: true }> {
  if (on) {
    wanted.add(kind);
    const standing = await begin(kind, { engine }, Date.now());
    await writePast(kind, standing);
    await goOn(kind, standing, { engine, goesOn: () => wanted.has(kind) });
    return { ok: true };
  }
  wanted.delete(kind);
  const standing = await readPast(kind);
  if (standing) await writePast(kind, { ...standing, at: 'stopped' });
  return { ok: true };
}
