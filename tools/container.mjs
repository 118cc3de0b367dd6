/**
 * `node tools/container.mjs [--engine=podman]`: builds the server's image and starts it: as a user that owns nothing, on a root that cannot be
 * written. A command line makes an account and sends a page; the container is killed and started again, and knows the page; it ends in
 * peace. `--image=NAME`: one that is there, instead of building it. `--build-with=…`, `--run-with=…`: more arguments for the engine, apart by
 * blanks. `--check`: says what is missing, if anything, and does nothing else.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { find, said, until } from './cluster/member.mjs';
import { freePort } from './lib/free-port.mjs';
import { runMain } from './lib/main.mjs';
import { fromRoot } from './lib/paths.mjs';
import { flag, run } from './lib/run.mjs';
import { program } from './lib/vault-server.mjs';

const more = (name) => String(flag(name) ?? '').split(' ').filter(Boolean);

/** The image's name. */
async function image(engine) {
  const there = flag('image');
  if (there !== undefined) return there;
  const name = 'localhost/webmynd-server:tried';
  const built = await run(engine, ['build', ...more('build-with'), '-f', fromRoot('server', 'packaging', 'Containerfile'), '-t', name, fromRoot()]);
  assert.equal(built, 0, 'the image could not be built');
  return name;
}

async function main() {
  const engine = find(String(flag('engine') ?? 'podman'), [], 'apt-get install podman, or --engine=docker');
  if (flag('check')) return;
  const tried = await image(engine);
  const folder = mkdtempSync(join(tmpdir(), 'webmynd-container-'));
  const [name, port, memory] = [`webmynd-tried-${process.pid}`, await freePort(), join(folder, 'memory')];
  const origin = `http://127.0.0.1:${port}`;
  const answers = () => fetch(`${origin}/.well-known/webmynd`).then(({ ok }) => ok, () => false);
  const webmynd = async (...args) => said(await program('webmynd'), [...args, '--data', memory, '--json']);
  try {
    await said(engine, ['run', '-d', '--name', name, '--network=host', '--read-only', '-v', `${name}:/data`, '-e', `WEBMYND_SERVER_LISTEN=127.0.0.1:${port}`, ...more('run-with'), tried]);
    await until('the server in its container', answers);
    const status = readFileSync(`/proc/${await said(engine, ['inspect', name, '--format', '{{.State.Pid}}'])}/status`, 'utf8');
    assert.match(status, /Uid:\s+65532\s/);
    assert.match(status, /CapEff:\s+0{16}\n/);

    writeFileSync(join(folder, 'page.jsonl'), JSON.stringify({ url: 'https://a.test/1', title: 'Lantern', text: 'a lantern of brass', time: Date.now() }));
    await webmynd('import', join(folder, 'page.jsonl'));
    await webmynd('login', origin, '--account', 'ada', '--new');
    assert.equal(JSON.parse(await webmynd('sync')).sent, 1);
    await said(engine, ['kill', '-s', 'KILL', name]);
    await said(engine, ['start', name]);
    await until('the server after it was killed', answers);
    const { usage } = JSON.parse(await webmynd('status'));
    assert.ok(usage.bytes > 0, 'what was sent is there after a kill');
    await said(engine, ['stop', name]);
    assert.equal(await said(engine, ['inspect', name, '--format', '{{.State.ExitCode}}']), '0');
    console.log('the image holds: no rights, killed and started again with what it had, ended in peace');
  } finally {
    await run(engine, ['rm', '-f', '-v', name]);
    await run(engine, ['volume', 'rm', '-f', name]);
    rmSync(folder, { recursive: true, force: true });
  }
}

await runMain(main);
