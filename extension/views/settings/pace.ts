/** How long the space lasts at the pace so far. Pure. */
const DAY = 86_400_000;

/** Whole days that `free` bytes last when `used` bytes came together since `firstAt`; null in the first day, or with nothing used. */
export function daysLeft(used: number, free: number, firstAt: number | null, now: number): number | null {
  const days = firstAt === null ? 0 : (now - firstAt) / DAY;
  return days < 1 || used <= 0 ? null : Math.floor(free / (used / days));
}
