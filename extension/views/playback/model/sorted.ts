/** Binary searches over ascending numbers. */

/** The first index whose value is >= `value`; the length when there is none. */
export function lowerBound(values: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last index whose value is <= `value`; -1 when there is none. */
export function floorIndex(values: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export function includes(values: ArrayLike<number>, value: number): boolean {
  return values[lowerBound(values, value)] === value;
}

/** The next value after (or before) `from`; null at the end. */
export function step(values: ArrayLike<number>, from: number, direction: 1 | -1): number | null {
  const index = direction > 0 ? lowerBound(values, from + 1) : lowerBound(values, from) - 1;
  return values[index] ?? null;
}
