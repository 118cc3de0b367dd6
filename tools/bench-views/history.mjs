/** The browser's own history taken in, with the browser killed half way. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Driven } from '../../tests/browser/lib/browsers.mjs';
import { engineOf } from '../../tests/browser/lib/engine.mjs';
import { addHistory, api, done, past, press } from '../../tests/browser/lib/past.mjs';
import { sleep, until } from '../../tests/browser/lib/until.mjs';
import { PREFS, extension } from './profile.mjs';

const KEY = 'pastHistory';
/** Browsers write what they know ten seconds later. */
const WRITTEN = 12_000;
const PATIENCE = 900_000;

/** Presses the button, and waits until so many were looked at: gives the ms from the click, and stands by. */
async function takenIn(driven, own, looked) {
  const begun = performance.now();
  await (await press(driven, '#history')).close();
  await until(async () => { const one = await past(own, KEY); return one?.looked >= looked; }, { every: 20, within: PATIENCE, what: 'not half was taken in' });
  return performance.now() - begun;
}

/** After a kill: goes on by itself, or by a click where what was given to an extension for a test is gone; ms until it is done. */
async function takenUp(driven, own) {
  const begun = performance.now();
  if (!await api(own, (browser) => browser.permissions.contains({ permissions: ['history'] }))) {
    await until(async () => (await past(own, KEY)).at === 'stopped', { what: 'it goes on without the permission' });
    await (await press(driven, '#history')).close();
  }
  await done(own, KEY, PATIENCE);
  return performance.now() - begun;
}

export async function history(browser, count) {
  const profile = mkdtempSync(join(tmpdir(), `webmynd-bench-history-${browser}-`));
  const options = { profile, dist: extension(browser), prefs: PREFS };
  let driven = await Driven.launch(browser, options);
  try {
    let own = await driven.own();
    // Before there is a history: where the permission has to be given, it comes with the first click.
    await (await press(driven, '#history')).close();
    await done(own, KEY);
    await addHistory(own, 'https://www.many.example', count);
    await sleep(WRITTEN);
    const beforeMs = await takenIn(driven, own, count / 2);
    const { looked } = await past(own, KEY);
    await driven.kill();
    driven = await Driven.launch(browser, options);
    own = await driven.own();
    const from = (await past(own, KEY)).looked;
    const afterMs = await takenUp(driven, own);
    const { visits, pages } = await engineOf(own).status();
    return { count, beforeMs, killedAt: looked, wentOnFrom: from, afterMs, visits, pages };
  } finally {
    await driven.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
}
