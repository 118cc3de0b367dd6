/** The disk runs full while pages are visited: it is said, the pages wait, and nothing is lost. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, rmdirSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineOf, everything, remembered, tabId, tell } from '../../lib/engine.mjs';
import { pageOf, wordsOf } from '../../lib/made.mjs';
import { until } from '../../lib/until.mjs';

/** Room for a browser's profile and some pages. */
const DISK = '160m';
/** A text that no room is left for, also when the browser gives up some of its own: a megabyte that nothing makes smaller. */
const LONG = Array.from({ length: 4000 }, () => `<p>${randomBytes(192).toString('base64')}</p>`).join('');

/** A disk of its own in memory; null where this process may not mount one. */
function smallDisk() {
  const folder = mkdtempSync(join(tmpdir(), 'webmynd-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK}`, 'webmynd-test', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    rmdirSync(folder);
    return null;
  }
}

function unmount(folder) {
  execFileSync('umount', ['--lazy', folder]);
  rmdirSync(folder);
}

/** Writes a file until nothing more can be written on its disk. */
function fillDisk(path) {
  const file = openSync(path, 'a');
  try {
    for (let block = Buffer.alloc(1 << 20); ;) {
      try {
        writeSync(file, block);
      } catch (error) {
        if (error.code !== 'ENOSPC') throw error;
        if (block.length <= 4096) return;
        block = block.subarray(0, block.length >> 1);
      }
    }
  } finally {
    closeSync(file);
  }
}

const found = async (engine) => {
  const q = wordsOf(1).split(' ')[0];
  return (await engine.search({ q, sort: 'best', limit: 5, offset: 0, now: Date.now(), offsetMin: 0 })).total;
};

/** Fills the disk again and again while `work` goes on: the browser gives up some room of its own now and then. */
async function keptFull(fill, work) {
  const again = setInterval(fill, 50);
  try {
    fill();
    return await work();
  } finally {
    clearInterval(again);
  }
}

/** A story on a small disk: what it is given as any other, a profile there, and how to fill the disk and empty it. */
const onSmallDisk = (play) => async (set) => {
  const disk = smallDisk();
  // Only the superuser mounts; everywhere the engine is tried with files that refuse as a full disk does (refusals.rs).
  if (!disk) return set.skip('this user may not mount a small disk');
  const ballast = join(disk, 'ballast');
  set.site.serve('/before', pageOf(1));
  set.site.serve('/while', pageOf(2, { body: LONG }));
  try {
    await play({ ...set, profile: join(disk, 'profile'), fill: () => fillDisk(ballast), empty: () => rmSync(ballast) });
  } finally {
    await set.strike();
    unmount(disk);
  }
};

/** Launches the browser and has it remember a page. */
async function begin({ launch, site, profile }) {
  const driven = await launch({ profile });
  const own = await driven.own();
  const engine = engineOf(own);
  await (await driven.page()).goto(`${site.origin}/before`);
  await remembered(engine, `${site.origin}/before`);
  return { driven, own, engine };
}

export default [
  {
    name: 'a full disk is said, pages wait for room, and nothing is lost',
    run: onSmallDisk(async (set) => {
      const { site, launch, assert, note, profile, fill, empty } = set;
      const { driven, own, engine } = await begin(set);
      const page = await driven.page();
      const { id, form, fault, star } = await keptFull(fill, async () => {
        await page.goto(`${site.origin}/while`);
        const id = await tabId(own, `${site.origin}/while`);
        const state = await until(async () => {
          const now = await tell(own, { kind: 'tabState', tabId: id });
          return now.fault && now;
        }, { within: 90_000, what: 'nothing was said of the full disk' });
        return { id, ...state, star: await tell(own, { kind: 'star', tabId: id, on: true }) };
      });
      note(`the star said: ${JSON.stringify(star)}`);
      assert.ok(star.fault, 'a star that cannot be set says so');
      note(`said: ${fault.kind}: ${fault.fact}`);
      assert.equal(form, 'problem');
      assert.equal(fault.kind, 'freeSpace');
      assert.equal((await engine.page(`${site.origin}/while`)).remembered, false);
      assert.equal(await found(engine), 1, 'what was there is found');

      empty();
      await remembered(engine, `${site.origin}/while`, 60_000);
      const after = star.kept ? 'star' : 'hollow';
      await until(async () => (await tell(own, { kind: 'tabState', tabId: id })).form === after, { within: 90_000, what: `the icon did not become ${after}` });
      await driven.close();

      const there = await everything(engineOf(await (await launch({ profile })).own()));
      assert.deepEqual(there.map(({ url }) => url), [`${site.origin}/before`, `${site.origin}/while`]);
    }),
  },
  {
    name: 'a browser that starts on a full disk loses nothing',
    run: onSmallDisk(async (set) => {
      const { launch, assert, note, browser, profile, fill, empty } = set;
      await (await begin(set)).driven.close();
      // Firefox's driver itself writes into a profile before it starts the browser.
      if (browser === 'chrome') fill();
      const engine = engineOf(await (await launch({ profile })).own());
      fill();
      // Chromium reads on; Firefox gives no file out.
      const answer = await found(engine).catch((fault) => fault);
      note(answer === 1 ? 'found on the full disk' : `said: ${answer.message}`);
      if (answer !== 1) assert.equal(answer.kind, 'freeSpace');
      empty();
      await until(async () => await found(engine).catch(() => 0) === 1, { what: 'the page was not found when there was room again' });
    }),
  },
];
