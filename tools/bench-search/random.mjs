/** Chance that is the same each time: a generator by a seed (mulberry32), and what is done with it. */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const below = (random, end) => Math.floor(random() * end);
export const oneOf = (random, list) => list[below(random, list.length)];

/** Puts a list into another order, in place. */
export function shuffle(random, list) {
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = below(random, last + 1);
    [list[last], list[other]] = [list[other], list[last]];
  }
  return list;
}
