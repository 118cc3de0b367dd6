/** What a fake memory is made of, and when each of its frames was seen. */
export interface FakeOptions {
  total: number;
  /** One day in the middle holds this many frames. */
  bigDay?: number;
  /** All frames lie within this many ms before the newest, evenly. */
  within?: number;
  /** Height of the windows the pictures were taken of, which are 1280 wide. */
  height?: number;
  /** Pictures have coloured edges. */
  edged?: boolean;
  /** Frames are asked for and never come. */
  frameless?: boolean;
}

export const DAY = 86_400_000;
const NEWEST = Date.UTC(2026, 2, 3, 16, 40);

/** A number in 0..1 that depends on nothing but its arguments. */
export function noise(seed: number, index: number): number {
  let x = Math.imul(index ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(seed, 0xc2b2ae35);
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39);
  return ((x ^ (x >>> 15)) >>> 0) / 4294967296;
}

export function times(options: FakeOptions, n: number): Float64Array {
  const at = new Float64Array(n);
  const { total, bigDay = 0 } = options;
  const perDay = Math.max(12, Math.ceil(total / 730));
  const big = bigDay > 0 ? Math.floor(total / 3) : -1;
  if (options.within !== undefined) {
    const step = options.within / Math.max(1, total - 1);
    return at.map((_, i) => NEWEST - (total - 1 - i) * step);
  }
  let now = NEWEST + 64 * 90_000;
  let left = 0;
  for (let i = n - 1; i >= 0; i--) {
    if (i <= big && i > big - bigDay) { at[i] = Math.floor(now / DAY) * DAY + ((i - big + bigDay) / bigDay) * (DAY - 2); if (i === big - bigDay + 1) now = Math.floor(now / DAY) * DAY - 1; continue; }
    at[i] = now;
    left++;
    now -= i >= total ? 90_000 : 20_000 + noise(7, i) * 240_000;
    if (left % 9 === 8) now -= 40 * 60_000;
    if (left % perDay === perDay - 1) now = Math.floor(now / DAY) * DAY - DAY * (noise(8, i) < 0.1 ? 3 : 1) + (18 + noise(6, i) * 5) * 3_600_000;
    if (i === big + 1) now = Math.floor(now / DAY) * DAY - 1;
  }
  return at.sort();
}
