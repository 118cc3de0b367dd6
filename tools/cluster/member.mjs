/** A process of the cluster: started, killed, started again; its words go into a file. */
import { spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Missing } from '../lib/main.mjs';
import { output } from '../lib/run.mjs';

/** A program's path: the first of `folders`, then of PATH, that has it. */
export function find(name, folders, how) {
  const all = [...folders, ...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
  const folder = all.find((one) => one && existsSync(join(one, name)));
  if (!folder) throw new Missing(`${name} is missing: ${how}`);
  return join(folder, name);
}

/** What a program prints; throws when it fails. */
export async function said(program, args, options) {
  const text = await output(program, args, options);
  if (text === null) throw new Error(`${program} ${args.join(' ')} failed`);
  return text.trim();
}

/** Asks `question` until it is true; throws after a minute. */
export async function until(what, question) {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await question()) return;
    await sleep(100);
  }
  throw new Error(`${what}: not within a minute`);
}

/** Whether somebody listens on a port of this machine. */
export const listens = (port) => new Promise((resolve) => {
  const socket = connect(port, '127.0.0.1', () => { socket.destroy(); resolve(true); });
  socket.on('error', () => resolve(false));
});

export class Member {
  #child;
  #start;

  /** `start`: { program, args, env, user, log, port, stop }: `stop` is the signal that ends it in peace. */
  constructor(name, start) {
    this.name = name;
    this.#start = start;
  }

  async start() {
    const { program, args, env, user, log, port } = this.#start;
    if (await listens(port)) throw new Missing(`port ${port} is taken: is another cluster running?`);
    const out = openSync(log, 'a');
    // A group of its own: Ctrl-C is ours to hear, and the members end in their order.
    this.#child = spawn(program, args, { env: { ...process.env, ...env }, ...user, detached: true, stdio: ['ignore', out, out] });
    this.#child.on('error', () => undefined);
    await until(`${this.name} (${log})`, () => {
      if (this.#child.exitCode !== null) throw new Error(`${this.name} ended:\n${readFileSync(log, 'utf8').slice(-2000)}`);
      return listens(port);
    });
  }

  /** SIGKILL, to all of its processes. */
  async kill() {
    await this.#end('SIGKILL');
  }

  async stop() {
    if (this.#child) await this.#end(this.#start.stop ?? 'SIGTERM');
  }

  async #end(signal) {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => { child.once('exit', resolve); });
    const send = (one) => { try { process.kill(signal === 'SIGKILL' || one === 'SIGKILL' ? -child.pid : child.pid, one); } catch { /* it has ended */ } };
    send(signal);
    const patience = setTimeout(() => send('SIGKILL'), 30_000);
    await ended;
    clearTimeout(patience);
  }
}
