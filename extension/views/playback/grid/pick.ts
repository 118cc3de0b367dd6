/** Selecting in the grid: by check, Space, Ctrl and Shift, in both directions. */
import { followRemembered } from '../../shared/open.js';
import type { Playback } from '../model/playback.js';
import { toggleDay } from '../model/day-selection.js';
import type { GridView } from './grid-view.js';

export class Pick {
  /** `leave`: a link is about to be followed. */
  constructor(readonly playback: Playback, readonly grid: GridView, readonly open: (item: number) => void, readonly leave: () => void) {
    const { rows } = grid.scroller;
    rows.addEventListener('click', (event) => this.#click(event));
    rows.addEventListener('auxclick', (event) => this.#middle(event));
  }

  /** Adds or takes away the item in focus. */
  toggle(item: number): void {
    const ordinal = this.grid.source.ordinalOf(item);
    if (ordinal >= 0) this.playback.selection.toggle(ordinal);
  }

  /** Draws the range from where it began to `item`, in the order the grid shows. */
  extend(item: number, from: number): void {
    const { selection } = this.playback;
    const { source } = this.grid;
    const begun = selection.anchor ?? source.ordinalOf(from);
    const anchor = source.itemOf(begun);
    if (anchor < 0 || begun < 0) return this.toggle(item);
    const ranges = source.ranges(Math.min(anchor, item), Math.max(anchor, item) + 1);
    const [only, ...more] = ranges;
    if (only && more.length === 0) selection.extend(begun, { from: only[0], to: only[1] });
    else selection.extend(begun, ranges.flatMap(([a, b]) => Array.from({ length: b - a }, (_, i) => a + i)));
  }

  /** The day of an item, or nothing of it where all of it is selected. */
  day(item: number): void {
    const ordinal = this.grid.source.ordinalOf(item);
    if (ordinal >= 0) toggleDay(this.playback, this.playback.memory.dayOf(ordinal));
  }

  #click(event: MouseEvent): void {
    const item = this.grid.itemOfElement(event.target);
    if (item < 0 || event.button !== 0) return;
    const before = this.grid.item;
    this.grid.goto(item);
    const link = event.shiftKey ? null : this.linkOf(item);
    event.preventDefault();
    if (link) return this.#follow(event, item, link);
    // Read from the event: a flag kept by hand sticks when the window loses the keyboard.
    if (event.shiftKey) this.extend(item, before);
    else if (event.ctrlKey || event.metaKey || this.playback.selection.size > 0) this.toggle(item);
    else this.open(item);
  }

  /** A result is a link as any; null where a press is about a selection. */
  linkOf(item: number): HTMLElement | null {
    const { source } = this.grid;
    if (source.kind !== 'results' || this.playback.selection.size > 0 || source.ordinalOf(item) < 0) return null;
    const link = this.grid.cellAt(item)?.link;
    return link?.hasAttribute('href') ? link : null;
  }

  /** In the place of this page, or behind it with Ctrl or the middle button. */
  #follow(event: MouseEvent, item: number, link: HTMLElement): void {
    this.leave();
    followRemembered(event, this.grid.source.ordinalOf(item), 'here', link);
  }

  #middle(event: MouseEvent): void {
    const item = this.grid.itemOfElement(event.target);
    const link = event.button === 1 && item >= 0 && !event.shiftKey ? this.linkOf(item) : null;
    if (link) this.#follow(event, item, link);
  }
}
