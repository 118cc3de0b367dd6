/** The keyboard of the reeler. Left is older, right is newer; in a right-to-left page the film runs the other way. */
import type { Playback } from '../model/playback.js';
import type { Jump } from '../model/jump.js';
import { chord } from '../shell/keys.js';
import type { ReelView } from './reel-view.js';

function jumps(rtl: boolean): Record<string, Jump> {
  const left = rtl ? 1 : -1;
  const right = rtl ? -1 : 1;
  return {
    ArrowUp: { kind: 'site', direction: -1 }, ArrowDown: { kind: 'site', direction: 1 },
    'Ctrl+ArrowLeft': { kind: 'session', direction: left }, 'Ctrl+ArrowRight': { kind: 'session', direction: right },
    PageUp: { kind: 'day', direction: 1 }, PageDown: { kind: 'day', direction: -1 },
    'Shift+PageUp': { kind: 'month', direction: 1 }, 'Shift+PageDown': { kind: 'month', direction: -1 },
    n: { kind: 'hit', direction: 1 }, 'Shift+n': { kind: 'hit', direction: -1 },
    b: { kind: 'star', direction: 1 }, 'Shift+b': { kind: 'star', direction: -1 },
  };
}

export class ReelKeys {
  constructor(readonly playback: Playback, readonly reel: ReelView, readonly open: () => void) {}

  /** True when the key was one of ours. */
  handle(event: KeyboardEvent): boolean {
    const keys = chord(event);
    const rtl = document.documentElement.dir === 'rtl';
    const leap = jumps(rtl)[keys];
    if (leap) {
      void this.reel.jump(leap);
      return true;
    }
    const act = this.#acts(rtl)[keys];
    act?.();
    return act !== undefined;
  }

  #acts(rtl: boolean): Record<string, () => void> {
    const { reel } = this;
    const { overview, total } = this.playback.memory;
    const day = this.playback.memory.dayOf(reel.ordinal);
    const play = (): void => reel.film.toggle();
    return {
      ArrowLeft: () => reel.step(rtl ? 1 : -1), ArrowRight: () => reel.step(rtl ? -1 : 1),
      Home: () => reel.glide(overview.dayStart[day] ?? 0), End: () => reel.glide((overview.dayStart[day + 1] ?? 1) - 1),
      'Ctrl+Home': () => reel.glide(0), 'Ctrl+End': () => reel.glide(total - 1),
      '+': () => reel.timeline.zoom(1), '=': () => reel.timeline.zoom(1), '-': () => reel.timeline.zoom(-1), 0: () => reel.timeline.zoom(0),
      c: () => void reel.walk(-1), w: () => void reel.walk(1),
      ' ': play, p: play, Enter: () => this.open(), 'Ctrl+Enter': () => this.open(),
    };
  }
}
