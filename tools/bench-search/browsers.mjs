/** One engine after another in a real browser: with a fresh profile it takes the corpus in; the browser is started again for it to be asked. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withBrowser } from '../../tests/contract/browsers.mjs';
import { RIVALS, rivals } from './rivals.mjs';
import { serve } from './site.mjs';

/** Pages that are taken in one by one, each with more than 15 s of quiet after it. */
const SINGLES = 4;
/** The longest (ms) that any of it may take. */
const LONGEST = 3_600_000;
const TITLES = { chrome: 'Chromium', firefox: 'Firefox' };

const inPage = (browser, profile, url, what, wish) => withBrowser(browser, async (page) => {
  await page.goto(url);
  await page.waitForFunction('window.bench');
  // The driver's own patience is shorter: the page works by itself, and is looked at now and then.
  await page.evaluate((name, args) => { window.bench[name](args).then((ok) => { window.done = { ok }; }, (error) => { window.done = { error: String(error?.stack ?? error?.fact ?? error) }; }); }, what, wish);
  const until = Date.now() + LONGEST;
  let done = null;
  while (!done) {
    if (Date.now() > until) throw new Error(`${what} took longer than ${LONGEST / 60_000} minutes`);
    await sleep(1_000);
    done = await page.evaluate('window.done');
  }
  const { ok, error } = done;
  if (error) throw new Error(error);
  return ok;
}, { profile });

async function one(browser, name, { url, count }, textBytes) {
  const profile = mkdtempSync(join(tmpdir(), `webmynd-bench-${browser}-`));
  try {
    console.error(`${TITLES[browser]}: ${name} takes in`);
    const { slices, ...filled } = await inPage(browser, profile, url, 'fill', { name, count, singles: SINGLES });
    console.error(`${TITLES[browser]}: ${name} is asked`);
    const asked = await inPage(browser, profile, url, 'ask', { name });
    const peakBytes = Math.max(filled.peakBytes ?? 0, asked.afterBytes ?? 0) || undefined;
    const idle = slices.length > 0 ? { longestSliceMs: Math.max(...slices), slicesOver50: slices.filter((ms) => ms > 50).length } : {};
    return { name: name === 'webmynd' ? 'WebMynd' : RIVALS[name], browser, textBytes, ...filled, ...asked, ...idle, peakBytes };
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
}

/** Measures all engines, or those of `only`, in a browser. One that fails is named and the others go on. */
export async function inBrowser(browser, { corpus, queries, textBytes, only }) {
  const names = ['webmynd', ...Object.keys(RIVALS)].filter((name) => !only || only.split(',').includes(name));
  const site = await serve({ corpus, queries, modules: names.some((name) => name !== 'webmynd') ? await rivals() : null });
  const results = [];
  try {
    for (const name of names) {
      try {
        results.push(await one(browser, name, site, textBytes));
      } catch (error) {
        console.error(`${TITLES[browser]}: ${name} failed: ${error.message}`);
      }
    }
  } finally {
    site.close();
  }
  return results;
}
