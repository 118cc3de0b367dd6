/** A server under measurement: a process, what it costs in time and memory (from /proc, so Linux alone), and how it is asked. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { listens, until } from '../cluster/member.mjs';
import { coreSeconds } from '../lib/core-seconds.mjs';

export class Process {
  /** Starts `program` and waits until it listens on `port`. */
  static async start(program, args, env, port) {
    const one = new Process();
    one.child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] });
    one.ended = new Promise((resolve) => { one.child.on('close', resolve); });
    one.origin = `http://127.0.0.1:${port}`;
    await until(program, () => {
      if (one.child.exitCode !== null) throw new Error(`${program} ended with ${one.child.exitCode}`);
      return listens(port);
    });
    return one;
  }

  /** Seconds of a core that it has used so far. */
  cpu() {
    return coreSeconds(this.child.pid) ?? 0;
  }

  /** Megabytes: `VmRSS` now, `VmHWM` at most. */
  memory(what) {
    return Number(new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync(`/proc/${this.child.pid}/status`, 'utf8'))[1]) / 1024;
  }

  async stop() {
    this.child.kill('SIGTERM');
    await this.ended;
  }
}

/** A client with one connection that is kept; `headers` go with each request. */
export class Client {
  #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(origin, headers = {}) {
    this.origin = origin;
    this.headers = headers;
  }

  /** The body of the answer, as bytes; throws when its status is not one of `good`. */
  ask(method, path, good, body, headers = {}) {
    return new Promise((resolve, reject) => {
      const sent = request(this.origin + path, { method, agent: this.#agent, headers: { ...this.headers, ...headers, 'content-length': body?.length ?? 0 } }, (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('error', reject);
        answer.on('end', () => {
          const bytes = Buffer.concat(parts);
          if (good.includes(answer.statusCode)) resolve(bytes);
          else reject(new Error(`${method} ${path}: ${answer.statusCode} ${bytes}`));
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  async json(method, path, good, value) {
    const body = value && Buffer.from(JSON.stringify(value));
    const bytes = await this.ask(method, path, good, body, body && { 'content-type': 'application/json' });
    return bytes.length > 0 ? JSON.parse(bytes) : null;
  }

  close() { this.#agent.destroy(); }
}
