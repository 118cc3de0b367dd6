/** The keyboard of the grid. */
import { chord } from '../shell/keys.js';
import type { Playback } from '../model/playback.js';
import { TILE_STEPS } from './tile-size.js';
import type { GridView } from './grid-view.js';
import type { Move } from './moves.js';
import type { Pick } from './pick.js';
import { jump, type Jump } from '../model/jump.js';

/** Forward is the reading direction, so the arrows change places in a right-to-left page. */
function moves(rtl: boolean): Record<string, Move> {
  return {
    ArrowRight: rtl ? 'previous' : 'next', ArrowLeft: rtl ? 'next' : 'previous', ArrowUp: 'above', ArrowDown: 'below',
    Home: 'rowStart', End: 'rowEnd', 'Ctrl+Home': 'first', 'Ctrl+End': 'last', PageUp: 'pageUp', PageDown: 'pageDown',
  };
}

/** Days and months run downwards into the past. */
const JUMPS: Record<string, Jump> = {
  'Ctrl+ArrowRight': { kind: 'day', direction: -1 }, 'Ctrl+ArrowLeft': { kind: 'day', direction: 1 },
  'Shift+PageDown': { kind: 'month', direction: -1 }, 'Shift+PageUp': { kind: 'month', direction: 1 },
  b: { kind: 'star', direction: -1 }, 'Shift+b': { kind: 'star', direction: 1 },
};

export class GridKeys {
  constructor(readonly playback: Playback, readonly grid: GridView, readonly pick: Pick, readonly open: (item: number) => void) {}

  /** True when the key was one of ours. */
  handle(event: KeyboardEvent): boolean {
    const keys = chord(event);
    const rtl = document.documentElement.dir === 'rtl';
    const move = moves(rtl)[keys];
    if (move) return this.#moved(() => this.grid.move(move));
    const extended = moves(rtl)[keys.replace('Shift+', '')];
    if (extended && keys.startsWith('Shift+') && !JUMPS[keys]) return this.#extend(extended);
    const leap = JUMPS[keys];
    if (leap && this.grid.source.kind === 'days') return this.#moved(() => void jump(this.playback, this.grid.ordinal, leap).then((to) => { if (to !== null) this.grid.gotoOrdinal(to); }));
    switch (keys) {
      // A result is followed by the browser, as any link is.
      case 'Enter': return this.#moved(() => this.open(this.grid.item), !this.#isLink());
      case 'Ctrl+Enter': return this.#moved(() => void this.playback.open(this.grid.ordinal));
      case ' ': return this.#moved(() => this.pick.toggle(this.grid.item));
      case 'Shift+ ': return this.#moved(() => this.pick.day(this.grid.item), this.grid.source.kind === 'days');
      case 'Ctrl+a': return this.#moved(() => this.playback.selectAll());
      case 'n': return this.#moved(() => this.grid.move('next'), this.grid.source.kind === 'results');
      case 'Shift+n': return this.#moved(() => this.grid.move('previous'), this.grid.source.kind === 'results');
      case '+': case '=': return this.#moved(() => this.grid.setStep(this.grid.step + 1));
      case '-': return this.#moved(() => this.grid.setStep(this.grid.step - 1));
      case '0': return this.#moved(() => this.grid.setStep(Math.floor(TILE_STEPS.length / 2)));
      default: return false;
    }
  }

  #isLink(): boolean {
    const link = this.pick.linkOf(this.grid.item);
    return link !== null && link === document.activeElement;
  }

  #moved(act: () => void, ours = true): boolean {
    if (ours) act();
    return ours;
  }

  #extend(move: Move): boolean {
    const from = this.grid.item;
    this.grid.move(move);
    this.pick.extend(this.grid.item, from);
    return true;
  }
}
