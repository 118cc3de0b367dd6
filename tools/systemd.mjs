/**
 * `node tools/systemd.mjs`: the server's unit under a true systemd, which runs in a container of its own (systemd-nspawn): the programs
 * are this machine's, its configuration and its other services are not there. The server has to come up as a user that owns
 * nothing, to come back when it is killed, with what it had, and to end in peace. `--check`: says what is missing, if anything, and does nothing
 * else. Linux with systemd-container, as root.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { find, until } from './cluster/member.mjs';
import { freePort } from './lib/free-port.mjs';
import { Missing, runMain } from './lib/main.mjs';
import { fromRoot } from './lib/paths.mjs';
import { flag } from './lib/run.mjs';
import { program } from './lib/vault-server.mjs';

const UNIT = 'webmynd-server.service';
const TARGET = 'webmynd-test.target';
const PROGRAM = '/usr/local/bin/webmynd-server';

/** Errors: [`Missing`], with what is not here. */
function nspawn() {
  if (process.platform !== 'linux' || process.getuid() !== 0) throw new Missing('systemd is tried as root, on Linux');
  if (!existsSync('/lib/systemd/systemd')) throw new Missing('systemd is missing');
  return find('systemd-nspawn', [], 'apt-get install systemd-container');
}

/** What is laid over the machine's programs: [where from, where to]. */
async function laid(folder, port) {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  copyFileSync(await program('webmynd-server'), join(bin, 'webmynd-server'));
  const write = (name, text) => { writeFileSync(join(folder, name), text); return join(folder, name); };
  return [
    [bin, '/usr/local/bin'],
    [fromRoot('server', 'packaging', UNIT), `/etc/systemd/system/${UNIT}`],
    [write(TARGET, `[Unit]\nRequires=basic.target ${UNIT}\nAfter=basic.target\n`), `/etc/systemd/system/${TARGET}`],
    [write('server.toml', `listen = "127.0.0.1:${port}"\ndata = "/var/lib/webmynd"\n`), '/etc/webmynd/server.toml'],
    // A machine that is known: otherwise systemd takes this for a first start, and enables all that is installed.
    [write('machine-id', `${randomBytes(16).toString('hex')}\n`), '/etc/machine-id'],
  ];
}

/** The server's process, as this machine numbers it; undefined while it is not there. */
function serverOf(container) {
  const parents = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      parents.set(Number(pid), { parent: Number(/PPid:\s+(\d+)/.exec(status)[1]), status, line: readFileSync(`/proc/${pid}/cmdline`, 'utf8') });
    } catch { /* It ended meanwhile. */ }
  }
  const isBelow = (pid) => pid === container || (parents.has(pid) && isBelow(parents.get(pid).parent));
  const found = [...parents].find(([pid, { line }]) => line.startsWith(PROGRAM) && isBelow(pid));
  return found && { pid: found[0], status: found[1].status };
}

const answers = (origin) => fetch(`${origin}/v1/prelude/ada`).then(({ status }) => status, () => null);

async function main() {
  const command = nspawn();
  if (flag('check')) return;
  const folder = mkdtempSync(join(tmpdir(), 'webmynd-systemd-'));
  const port = await freePort();
  const binds = (await laid(folder, port)).map(([from, to]) => `--bind-ro=${from}:${to}`);
  const log = join(folder, 'log');
  const out = openSync(log, 'w');
  const container = spawn(command, ['--register=no', '--keep-unit', '--quiet', '-D', '/', '--volatile=yes', ...binds, '--boot', `systemd.unit=${TARGET}`], { stdio: ['ignore', out, out] });
  const ended = new Promise((resolve) => { container.on('close', resolve); });
  const origin = `http://127.0.0.1:${port}`;
  try {
    await until(`the server by its unit (${log})`, () => answers(origin));
    const first = serverOf(container.pid);
    const [, user] = /Uid:\s+(\d+)/.exec(first.status);
    assert.ok(Number(user) >= 61_184 && Number(user) <= 65_519, `it runs as ${user}, not as a user made for it`);
    assert.match(first.status, /CapEff:\s+0{16}\n/);
    assert.match(first.status, /Seccomp:\s+2/);
    process.kill(first.pid, 'SIGKILL');
    await until('a server that was killed is started again', async () => {
      const again = serverOf(container.pid);
      return again && again.pid !== first.pid && await answers(origin);
    });
    container.kill('SIGTERM');
    await ended;
    assert.match(readFileSync(log, 'utf8'), /Stopped.*webmynd-server/);
    console.log(`the unit holds: user ${user} without capabilities, started again when killed, ended in peace`);
  } finally {
    container.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
}

await runMain(main);
