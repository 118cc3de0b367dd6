/** The keyboard of the reeler. Left is older, right is newer; in a right-to-left page the film runs the other way. */
import type { Playback } from '../model/playback.js';
import type { Jump } from '../model/jump.js';
import { toggleDay } from '../model/day-selection.js';
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
    const act = this.#moves(rtl)[keys] ?? this.#acts()[keys];
    if (leap) void this.reel.jump(leap);
    else if (act) act();
    else return this.#extend(keys, rtl);
    return true;
  }

  /** With Shift a move takes with it what it passes. */
  #extend(keys: string, rtl: boolean): boolean {
    const plain = keys.replace('Shift+', '');
    const [leap, move] = [jumps(rtl)[plain], this.#moves(rtl)[plain]];
    if (plain === keys || (!leap && !move)) return false;
    const from = this.reel.ordinal;
    if (leap) void this.reel.jump(leap).then((moved) => { if (moved) this.playback.selection.reach(from, this.reel.ordinal); });
    else {
      move?.();
      this.playback.selection.reach(from, this.reel.ordinal);
    }
    return true;
  }

  #moves(rtl: boolean): Record<string, () => void> {
    const { reel } = this;
    const { memory } = this.playback;
    const { dayStart } = memory.overview;
    const day = memory.dayOf(reel.ordinal);
    return {
      ArrowLeft: () => reel.step(rtl ? 1 : -1), ArrowRight: () => reel.step(rtl ? -1 : 1),
      Home: () => reel.glide(memory.nearest(dayStart[day] ?? 0, 1)), End: () => reel.glide(memory.nearest((dayStart[day + 1] ?? 1) - 1, -1)),
      'Ctrl+Home': () => reel.glide(0), 'Ctrl+End': () => reel.glide(memory.total - 1),
    };
  }

  #acts(): Record<string, () => void> {
    const { playback, reel } = this;
    const play = (): void => reel.film.toggle();
    return {
      '+': () => reel.timeline.zoom(1), '=': () => reel.timeline.zoom(1), '-': () => reel.timeline.zoom(-1), 0: () => reel.timeline.zoom(0),
      c: () => void reel.walk(-1), w: () => void reel.walk(1),
      // What plays is stopped by the largest key, whatever is selected.
      ' ': () => { if (playback.selection.size > 0 && !reel.film.playing) playback.selection.toggle(reel.ordinal); else play(); },
      'Shift+ ': () => toggleDay(playback, playback.memory.dayOf(reel.ordinal)), 'Ctrl+a': () => playback.selectAll(),
      p: play, Enter: () => this.open(), 'Ctrl+Enter': () => this.open(),
    };
  }
}
