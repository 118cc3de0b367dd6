/**
 * One browser for all stories that want no more than an empty memory: between them it is made as it was when it was new, and looked at whether
 * it is. What a story leaves behind in spite of that is that story's fault, and the next one gets a new browser.
 */
import assert from 'node:assert/strict';
import { engineOf, tell } from './engine.mjs';

/** What is kept in the extension's storage. */
const kept = (own, area) => own.evaluate((where) => (globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome).storage[where].get(null), area);
const keep = (own, area, values) => own.evaluate(async (where, all) => {
  const storage = (globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome).storage[where];
  await storage.clear();
  await storage.set(all);
}, area, values);

/** The browser itself is asked for its tabs: of those of extensions Firefox tells a driver little. */
const otherTabs = (own) => own.evaluate(async () => {
  const { tabs } = globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome;
  const { id: mine } = await tabs.getCurrent();
  return (await tabs.query({})).filter(({ id }) => id !== mine).map(({ id, url }) => ({ id, url }));
});
async function closeOthers(own) {
  const ids = (await otherTabs(own)).map(({ id }) => id);
  await own.evaluate((all) => (globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome).tabs.remove(all), ids);
}

export class Common {
  #launch;
  #driven = null;
  /** A page of the extension that stays open: a browser whose last tab is closed ends. */
  #own = null;
  #settings = null;

  /** `launch` starts the browser. */
  constructor(launch) { this.#launch = launch; }

  async take() {
    if (this.#driven) return this.#driven;
    this.#driven = await this.#launch();
    this.#own = await this.#driven.own();
    this.#settings = await kept(this.#own, 'local');
    return this.#driven;
  }

  /** After each story. Throws when something of it is still there. */
  async giveBack(wasGood) {
    if (!this.#driven) return;
    try {
      if (wasGood) await this.#empty();
    } catch (error) {
      await this.end();
      throw error;
    }
    if (!wasGood) await this.end();
  }

  async #empty() {
    const own = this.#own;
    const engine = engineOf(own);
    // A page that is left is read once more: nothing may come of that.
    await tell(own, { kind: 'pause', until: 'always' });
    await closeOthers(own);
    await engine.clear();
    await keep(own, 'session', {});
    await keep(own, 'local', this.#settings);
    const { visits, webmarks, undoable } = await engine.status();
    assert.deepEqual({ visits, webmarks, undoable, vault: await engine.vault() }, { visits: 0, webmarks: 0, undoable: [], vault: null }, 'it left something behind');
    // A page that was left out a moment ago may still be counted.
    const { withheld: _, ...settings } = await kept(own, 'local');
    assert.deepEqual({ settings, tabs: await otherTabs(own) }, { settings: this.#settings, tabs: [] }, 'it left something behind');
  }

  async end() {
    const driven = this.#driven;
    this.#driven = null;
    await driven?.close();
  }
}
