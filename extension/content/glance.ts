/** A glance at the page: what came and what was done since the last one, told to those who go by it. */
import type { Framed } from './framed.js';
import type { Page } from './page.js';
import type { Pauses } from './pauses.js';
import type { Stir } from './stir.js';
import type { Untaken } from './untaken.js';

/** `passed`: so long ago was the last one (ms). */
export function glance(page: Page, { stir, untaken, pauses, framed }: { stir: Stir; untaken: Untaken; pauses: Pauses; framed: Framed }, now: number, passed: number): void {
  stir.notice(page.changes(), now, passed);
  if (page.unfolded()) stir.touch(now);
  if (page.pictureCame()) untaken.pictureCame();
  if (page.acted()) {
    stir.touch(now);
    pauses.acted(now);
  }
  if (page.frameStirred()) {
    framed.stir();
    stir.touch(now);
  }
}
