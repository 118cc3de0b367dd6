/** The engine's files are held by something else while pages are seen: they and their stars wait, and are there when it is over. */
import { Finding } from '../../lib/finding.mjs';
import { remembered, tabId, tell } from '../../lib/engine.mjs';
import { pageOf, wordsOf } from '../../lib/made.mjs';
import { pace } from '../../lib/pace.mjs';
import { until } from '../../lib/until.mjs';

/** Runs in a page of the extension's own: ends the engine's worker, and holds its files in its stead. */
async function holdFiles() {
  const api = globalThis.browser ?? globalThis.chrome;
  let release;
  const ours = new Promise((resolve) => {
    // No next worker begins before the files are held.
    void navigator.locks.request('engine', { steal: true }, () => { resolve(); return new Promise((end) => { release = end; }); });
  });
  await ours;
  if (api.offscreen) await api.offscreen.closeDocument();
  else (await api.runtime.getBackgroundPage()).location.reload();
  const files = [];
  const collect = async (folder) => {
    for await (const entry of folder.values()) {
      if (entry.kind === 'directory') await collect(entry);
      else files.push(entry);
    }
  };
  await collect(await navigator.storage.getDirectory());
  const hold = async (file) => {
    // The worker that was ended lets go of its files a moment later.
    for (;;) {
      try {
        return await file.createWritable({ keepExistingData: true });
      } catch (error) {
        if (error.name !== 'NoModificationAllowedError') throw error;
        await new Promise((resolve) => { setTimeout(resolve, 50); });
      }
    }
  };
  globalThis.held = await Promise.all(files.map(hold));
  release();
  return files.length;
}

const letGo = (own) => own.evaluate(() => Promise.all(globalThis.held.map((stream) => stream.abort())));

export default [{
  name: 'pages that cannot be kept and the star on one of them wait, and are there when their time comes',
  async run({ site, launch, assert, note }) {
    const at = (n) => `${site.origin}/wait/${n}`;
    for (const n of [1, 2, 3]) site.serve(`/wait/${n}`, pageOf(n));
    const driven = await launch();
    const own = await driven.own();
    const finding = new Finding(own);
    const page = await driven.page();
    await page.goto(at(1));
    await remembered(finding.engine, at(1));
    note(`${await own.evaluate(holdFiles)} files held`);

    // One page after another in one tab: what waits does not wait in the page.
    let told;
    for (const n of [2, 3]) {
      await page.goto(at(n));
      const id = await tabId(own, at(n));
      await until(async () => (await tell(own, { kind: 'tabState', tabId: id })).fault, { within: 60_000, what: 'nothing was said of the files' });
      if (n === 2) told = await tell(own, { kind: 'star', tabId: id, on: true });
      await new Promise((resolve) => { setTimeout(resolve, 12_000 + pace.rested); });
    }
    assert.equal(told.fault?.kind, 'locked');
    assert.equal(told.kept, true, 'the star is kept');
    await page.close();

    await letGo(own);
    for (const n of [2, 3]) assert.ok(await remembered(finding.engine, at(n), 120_000));
    await until(async () => (await finding.engine.page(at(2))).star, { within: 60_000, what: 'the star was not set' });
    assert.equal((await finding.engine.page(at(3))).star, false);
    for (const n of [1, 2, 3]) assert.deepEqual(await finding.of(wordsOf(n)), [at(n)]);
    assert.equal((await finding.all()).length, 3, 'nothing twice');
  },
}];
