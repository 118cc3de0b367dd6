/** Waits for what must come true; nothing in the tests sleeps and hopes. */

export const sleep = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** Asks until the answer is truthy and returns it; throws after `within` ms, saying what was waited for. */
export async function until(ask, { within = 60_000, every = 50, what = 'it never came true' } = {}) {
  const end = performance.now() + within;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (performance.now() > end) throw new Error(`after ${within} ms: ${what}`);
    await sleep(every);
  }
}
