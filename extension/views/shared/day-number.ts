/** Days as the engine numbers them: local calendar days where a page was seen, free of time zones from then on. Pure. */

export const DAY_MS = 86_400_000;

/** The number of the day that holds `at`, by a clock that is so many minutes ahead of UTC. */
export const dayNumber = (at: number, offsetMin: number): number => Math.floor((at + offsetMin * 60_000) / DAY_MS);
