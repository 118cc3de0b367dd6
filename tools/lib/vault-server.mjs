/** The vault's server as a process of its own: built when it is not there, started on a loopback port, stopped or killed. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { NATIVE_CRATES, cargo } from './cargo.mjs';
import { fromRoot } from './paths.mjs';
import { run } from './run.mjs';

/** A program of the workspace as one of cargo's profiles leaves it: `quick`, or `release` where it is measured; without `build` only when it is not there. */
export async function program(name, { build = false, profile = 'quick' } = {}) {
  const path = fromRoot('target', profile, process.platform === 'win32' ? `${name}.exe` : name);
  if (build || !existsSync(path)) {
    const code = await run(cargo, ['build', '--locked', '--profile', profile, ...NATIVE_CRATES, '--bin', name]);
    if (code !== 0) throw new Error(`${name} could not be built`);
  }
  return path;
}

export class VaultServer {
  /** Starts over the folder `data`; `port` 0 takes a free one. Resolves when it listens. */
  static async start({ data, port = 0, env = {}, profile }) {
    const server = new VaultServer();
    const path = await program('webmynd-server', { profile });
    server.child = spawn(path, [], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, WEBMYND_SERVER_DATA: data, WEBMYND_SERVER_LISTEN: `127.0.0.1:${port}`, ...env },
    });
    server.said = '';
    server.child.stderr.on('data', (part) => { server.said += part; });
    server.ended = new Promise((resolve) => { server.child.on('close', resolve); });
    server.origin = await new Promise((resolve, reject) => {
      let text = '';
      server.child.stdout.on('data', (part) => {
        text += part;
        const found = /http:\/\/[\d.]+:\d+/.exec(text);
        if (found) resolve(found[0]);
      });
      server.child.on('error', reject);
      server.child.on('close', (code) => reject(new Error(`webmynd-server ended with ${code}: ${server.said}`)));
    });
    return server;
  }

  get port() { return Number(new URL(this.origin).port); }

  /** Ends it, by default as a power cut would. */
  async stop(signal = 'SIGKILL') {
    this.child.kill(signal);
    await this.ended;
  }
}
