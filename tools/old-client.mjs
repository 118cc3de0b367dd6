/**
 * `node tools/old-client.mjs [--commit=…]`: a command line of an older commit, built from the history, and today's, on one account of today's
 * server: each finds what the other saw, starred and forgot; and where a server speaks its wire no more the old one says that it is to be
 * updated, and keeps its memory. `--check`: says what is missing, if anything, and does nothing else.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cargo } from './lib/cargo.mjs';
import { Missing, runMain } from './lib/main.mjs';
import { fromRoot } from './lib/paths.mjs';
import { flag, output, run } from './lib/run.mjs';
import { VaultServer, program } from './lib/vault-server.mjs';

/** The oldest one that is to be borne: before packs were set apart, vaults moved, and small packs travelled with the log. */
const OLDEST = '37a0083ee1c9da650973a7694d53215c95ea002d';

async function built(commit) {
  const tree = fromRoot('out', 'old-client', 'tree');
  rmSync(tree, { recursive: true, force: true });
  await run('git', ['worktree', 'prune']);
  assert.equal(await run('git', ['worktree', 'add', '--force', '--detach', tree, commit]), 0, 'the commit could not be checked out');
  try {
    const target = fromRoot('out', 'old-client', 'target');
    const done = await run(cargo, ['build', '--locked', '--profile', 'quick', '-p', 'webmynd-cli', '--bin', 'webmynd'], { cwd: tree, env: { ...process.env, CARGO_TARGET_DIR: target } });
    assert.equal(done, 0, 'the old command line could not be built');
    return join(target, 'quick', 'webmynd');
  } finally {
    await run('git', ['worktree', 'remove', '--force', tree]);
  }
}

/** A device: a command line with a memory of its own. */
class Device {
  constructor(path, folder, name) {
    Object.assign(this, { path, name, memory: join(folder, name) });
  }

  async does(...args) {
    const { stdout } = await promisify(execFile)(this.path, [...args, '--data', this.memory, '--json'], { env: { ...process.env, ...this.env } });
    return JSON.parse(stdout);
  }

  async remembers(url, title) {
    const lines = `${this.memory}.jsonl`;
    writeFileSync(lines, JSON.stringify({ url, title, text: `a page that speaks of ${title}` }));
    await this.does('import', lines);
  }

  /** The addresses of all pages. */
  async knows(query) {
    const { hits } = await this.does('search', query);
    return hits.map(({ url }) => url).sort();
  }
}

async function main() {
  const commit = String(flag('commit') ?? OLDEST);
  if (await output('git', ['cat-file', '-t', commit]) === null) throw new Missing('the history is not here: git fetch --unshallow');
  if (flag('check')) return;
  const folder = mkdtempSync(join(tmpdir(), 'webmynd-old-client-'));
  const old = new Device(await built(commit), folder, 'old');
  const now = new Device(await program('webmynd', { build: true }), folder, 'now');
  let server = await VaultServer.start({ data: join(folder, 'server'), env: { WEBMYND_SERVER_PLANS__FREE__HISTORY_DAYS: '3650' } });
  const { port } = server;
  try {
    await old.remembers('https://a.test/old', 'lantern');
    const { passphrase } = await old.does('login', server.origin, '--account', 'ada', '--new');
    now.env = { WEBMYND_PASSPHRASE: passphrase };
    await now.remembers('https://a.test/now', 'lantern');
    await now.does('login', server.origin, '--account', 'ada', '--device', 'now');
    const rounds = async () => { for (const device of [old, now, old, now]) await device.does('sync'); };
    await rounds();
    for (const device of [old, now]) assert.deepEqual(await device.knows('lantern'), ['https://a.test/now', 'https://a.test/old'], device.name);
    await now.does('star', 'https://a.test/old');
    await old.does('star', 'https://a.test/now');
    await rounds();
    for (const device of [old, now]) assert.equal((await device.knows('is:webmark')).length, 2, device.name);
    await now.does('forget', 'https://a.test/old');
    await rounds();
    for (const device of [old, now]) assert.deepEqual(await device.knows('lantern'), ['https://a.test/now'], device.name);
    console.log(`${commit.slice(0, 8)} and today's command line agree on one account of today's server`);

    await server.stop();
    server = null;
    await refused(old, port);
    assert.deepEqual(await old.knows('lantern'), ['https://a.test/now'], 'its memory is as it was');
    console.log('where its wire is spoken no more it says that it is to be updated, and works on');
  } finally {
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** At the server's address somebody speaks another wire. */
async function refused(device, port) {
  const other = createServer((_, answer) => {
    answer.writeHead(426, { 'content-type': 'application/problem+json' });
    answer.end(JSON.stringify({ status: 426, title: 'to be updated', code: 'upgrade' }));
  });
  await new Promise((go) => { other.listen(port, '127.0.0.1', go); });
  try {
    const told = await device.does('sync').then(() => 'nothing', ({ stderr }) => stderr);
    assert.match(told, /update/, told);
  } finally {
    await new Promise((go) => { other.close(go); });
  }
}

await runMain(main);
