/** What a story is given, and how it is played: fresh profiles, local pages only, no retries. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BRISK } from '../../../tools/lib/brisk.mjs';
import { fromRoot } from '../../../tools/lib/paths.mjs';
import { Driven } from './browsers.mjs';
import { Common } from './common.mjs';
import { Site } from './server.mjs';

/** Thrown by a story that cannot be played on this machine. */
class Skipped extends Error {}

/** Where the brisk build of a browser lies, and the package as people get it. */
export const briskOf = (name) => fromRoot(BRISK, name);
export const shippedOf = (name) => fromRoot('dist', name);

/** The stories of one browser. */
export class Stage {
  #site;
  #common;

  static async open(browser, long) {
    const stage = new Stage();
    Object.assign(stage, { browser, long });
    stage.#site = await Site.open();
    stage.#common = new Common(() => stage.#launch());
    return stage;
  }

  #launch({ name = this.browser, ...options } = {}) { return Driven.launch(name, { site: this.#site, dist: briskOf(name), ...options }); }

  async close() {
    await this.#common.end();
    this.#site.close();
  }

  /** Plays a story: { outcome: 'ok', 'skipped' or 'FAIL', why, seconds }. */
  async play(story) {
    const start = performance.now();
    const set = this.#set();
    const minutes = (story.minutes ?? 4) * (this.long ? 10 : 1);
    const played = await withinMinutes(minutes, story.run(set)).then(() => ({ outcome: 'ok' }), asOutcome);
    const after = await this.#common.giveBack(played.outcome !== 'FAIL').then(() => played, asOutcome);
    await set.strike();
    return { ...(played.outcome === 'FAIL' ? played : after), seconds: (performance.now() - start) / 1000 };
  }

  #set() {
    const [open, folders, ends] = [[], [], []];
    return {
      browser: this.browser, long: this.long, site: this.#site, assert,
      skip: (why) => { throw new Skipped(why); },
      note: (text) => console.log(`      ${text}`),
      /** The browser that stories share, with nothing in its memory. It is not to be closed, killed or restarted. */
      common: () => this.#common.take(),
      /** A browser of its own that is closed when the story ends, however it ends; `name` for another than the story's. */
      launch: async (options) => {
        const driven = await this.#launch(options);
        open.push(driven);
        return driven;
      },
      /** A profile's folder that several browsers of a story use one after another. */
      profile: () => {
        const folder = mkdtempSync(join(tmpdir(), `webmynd-${this.browser}-kept-`));
        folders.push(folder);
        return folder;
      },
      /** What else has to be ended. */
      strikes: (one) => ends.push(one),
      strike: async () => {
        for (const one of ends.splice(0)) await Promise.resolve(one()).catch(() => undefined);
        for (const driven of open.splice(0)) await driven.close().catch(() => undefined);
        for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
        this.#site.forget();
      },
    };
  }
}

const asOutcome = (error) => (error instanceof Skipped ? { outcome: 'skipped', why: error.message } : { outcome: 'FAIL', why: error?.stack ?? String(error) });

async function withinMinutes(minutes, work) {
  let limit;
  try {
    const tooLong = new Promise((_, reject) => { limit = setTimeout(() => reject(new Error(`took longer than ${minutes} minutes`)), minutes * 60_000); });
    await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(limit);
  }
}
