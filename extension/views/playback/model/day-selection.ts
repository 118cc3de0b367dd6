/** A day of the grid as something that is selected whole, or not: by its button and by key. */
import type { Ordinal } from '../../../bridge/engine.js';
import type { Playback } from './playback.js';
import { within } from './ranges.js';

type Parts = Pick<Playback, 'memory' | 'selection'>;

/** The ordinals of the engine's `day`-th day. */
export function rangeOfDay({ memory }: Pick<Playback, 'memory'>, day: number): { from: Ordinal; to: Ordinal } {
  const { dayStart } = memory.overview;
  return { from: dayStart[day] ?? 0, to: dayStart[day + 1] ?? 0 };
}

/** Whether all of it that is remembered is selected. */
export function isDaySelected({ memory, selection }: Parts, day: number): boolean {
  const { from, to } = rangeOfDay({ memory }, day);
  const shown = memory.shown(from, to);
  return shown > 0 && within(selection.ranges, from, to) === shown;
}

export function toggleDay(parts: Parts, day: number): void {
  const { from, to } = rangeOfDay(parts, day);
  parts.selection.put([[from, to]], !isDaySelected(parts, day));
}
