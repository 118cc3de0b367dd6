/** Trying again soon what an engine could not do: it was just starting, or the one before it had not let go yet. The alarm comes a minute later. */

/** How long after each try that failed the next one comes, ms. */
const PAUSES: readonly number[] = [1_000, 4_000, 15_000];
/** Whether it is still wanted is looked at this often, ms. */
const LOOK = 100;

/** Tries until an attempt says that it is over, nobody wants it any more, or there were as many tries as there may be. */
export async function tryAgain(attempt: () => Promise<boolean>, goesOn: () => boolean, pauses = PAUSES): Promise<void> {
  if (await attempt()) return;
  for (const pause of pauses) {
    for (let left = pause; left > 0 && goesOn(); left -= LOOK) await new Promise((go) => { setTimeout(go, Math.min(LOOK, left)); });
    if (!goesOn() || await attempt()) return;
  }
}
