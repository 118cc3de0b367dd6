/** How much time the timeline shows: from half an hour to everything, freely between. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A memory of a moment is shown in as much time as can be read off an axis. */
const LEAST_WHOLE = 10 * MINUTE;
/** Air at either end of the whole memory, as a share of it. */
const AIR = 0.03;

export const LEVELS = [
  { name: 'hour', span: HOUR }, { name: 'day', span: 24 * HOUR }, { name: 'week', span: 168 * HOUR },
  { name: 'month', span: 730 * HOUR }, { name: 'year', span: 8766 * HOUR },
] as const;
export type LevelName = (typeof LEVELS)[number]['name'] | 'all';

/** The span that shows everything, with a little air; never less than ten minutes. */
export function wholeSpan(first: number | null, last: number | null): number {
  return Math.max(LEAST_WHOLE, ((last ?? 0) - (first ?? 0)) * (1 + 2 * AIR));
}

export function clampSpan(span: number, whole: number): number {
  return Math.min(Math.max(span, HOUR / 2), whole);
}

/**
 * The moment in the middle of what is shown: `now`, so that time moves under a needle that stands; but where everything
 * is shown nothing needs to move, and it is the needle that goes.
 */
export function centreOf(now: number, span: number, first: number, last: number): number {
  return span >= wholeSpan(first, last) ? (first + last) / 2 : now;
}

/** The next level in (1) or out (-1) from a span. */
export function stepSpan(span: number, direction: 1 | -1, whole: number): number {
  const spans = [...LEVELS.map((level) => level.span).filter((level) => level < whole), whole];
  if (direction > 0) return [...spans].reverse().find((level) => level < span * 0.95) ?? (spans[0] as number);
  return spans.find((level) => level > span * 1.05) ?? whole;
}

/** The level nearest to a span, by ratio. */
export function levelOf(span: number, whole: number): LevelName {
  if (span >= whole * 0.95) return 'all';
  let best: LevelName = 'hour';
  let least = Infinity;
  for (const level of LEVELS) {
    const away = Math.abs(Math.log(span / level.span));
    if (away < least) [best, least] = [level.name, away];
  }
  return best;
}
