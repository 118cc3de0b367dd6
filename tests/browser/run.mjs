/**
 * Runs the stories in real browsers: `node tests/browser/run.mjs [--browser=chrome|firefox] [--only=WORD] [--long]`.
 * Fresh profile for each story, local pages only, no retries. Needs `npm run build` before.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flag } from '../../tools/lib/run.mjs';
import { filesBelow, fromRoot } from '../../tools/lib/paths.mjs';
import { BROWSERS, Driven, executable } from './lib/browsers.mjs';
import { CORPUS } from './lib/pages.mjs';
import { Site } from './lib/server.mjs';

/** Thrown by a story that cannot be played on this machine. */
class Skipped extends Error {}

/** What a story is given. */
async function stage(browser, long) {
  const [open, folders, ends] = [[], [], []];
  const site = await Site.open();
  return {
    browser, long, site, assert,
    skip: (why) => { throw new Skipped(why); },
    note: (text) => console.log(`      ${text}`),
    /** A browser that is closed when the story ends, however it ends; `name` for another than the story's. */
    launch: async ({ name = browser, ...options } = {}) => {
      const driven = await Driven.launch(name, { site, ...options });
      open.push(driven);
      return driven;
    },
    /** A profile's folder that several browsers of a story use one after another. */
    profile: () => {
      const folder = mkdtempSync(join(tmpdir(), `webmynd-${browser}-kept-`));
      folders.push(folder);
      return folder;
    },
    /** What else has to be ended. */
    strikes: (end) => ends.push(end),
    strike: async () => {
      for (const end of ends) await Promise.resolve(end()).catch(() => undefined);
      for (const driven of open) await driven.close().catch(() => undefined);
      for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
      site.close();
    },
  };
}

async function play(story, browser, long) {
  const start = performance.now();
  const set = await stage(browser, long);
  let limit;
  try {
    const tooLong = new Promise((_, reject) => {
      const minutes = story.minutes ?? 4;
      limit = setTimeout(() => reject(new Error(`took longer than ${minutes} minutes`)), minutes * 60_000 * (long ? 10 : 1));
    });
    await Promise.race([story.run(set), tooLong]);
    console.log(`ok    ${browser}: ${story.name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
    return true;
  } catch (error) {
    if (error instanceof Skipped) {
      console.log(`skip  ${browser}: ${story.name}: ${error.message}`);
      return null;
    }
    console.log(`FAIL  ${browser}: ${story.name} (${((performance.now() - start) / 1000).toFixed(1)} s)\n${error?.stack ?? error}`);
    return false;
  } finally {
    clearTimeout(limit);
    await set.strike();
  }
}

const folder = fromRoot('tests', 'browser', 'stories');
const stories = [];
for (const file of filesBelow(folder).filter((name) => name.endsWith('.mjs'))) {
  stories.push(...(await import(`${folder}/${file}`)).default);
}
const long = Boolean(flag('long'));
const only = flag('only');
const [passed, failed] = [[], []];
if (!CORPUS) console.log('The corpus is not here (WEBMYND_CORPUS): the stories use the sample site.');
for (const browser of flag('browser') ? [flag('browser')] : BROWSERS) {
  if (!executable(browser) || !existsSync(fromRoot('dist', browser))) {
    console.log(`FAIL  ${browser} or dist/${browser} is not there`);
    failed.push(browser);
    continue;
  }
  for (const story of stories) {
    if ((only && !story.name.includes(only)) || (story.browsers && !story.browsers.includes(browser))) continue;
    const good = await play(story, browser, long);
    if (good !== null) (good ? passed : failed).push(story.name);
  }
}
console.log(`${passed.length} passed, ${failed.length} failed`);
process.exit(failed.length > 0 ? 1 : 0);
