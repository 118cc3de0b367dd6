/** The command line as a device beside the browsers: a memory in a folder. */
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { program } from '../../../tools/lib/vault-server.mjs';
import { wordsOf } from './made.mjs';

const jsonLines = (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

export class Shelf {
  /** In a folder of its own; `passphrase` is the account's. */
  static async at(folder, passphrase) {
    mkdirSync(folder, { recursive: true });
    const one = new Shelf();
    Object.assign(one, { folder, passphrase, binary: await program('webmynd') });
    return one;
  }

  /** What a command prints. */
  async run(...args) {
    const env = { ...process.env, WEBMYND_PASSPHRASE: this.passphrase };
    const { stdout } = await promisify(execFile)(this.binary, [...args, '--data', join(this.folder, 'memory')], { env, maxBuffer: 1 << 28 });
    return stdout;
  }

  /** Takes in pages as if it had seen them. */
  async see(origin, numbers) {
    const file = join(this.folder, 'pages.jsonl');
    writeFileSync(file, jsonLines(numbers.map((n) => ({ url: `${origin}/${n}`, title: `Page ${n}`, text: wordsOf(n), time: Date.now() - n }))));
    await this.run('import', file);
  }

  /** Which of the pages it does not find by their words. */
  async misses(numbers) {
    const file = join(this.folder, 'queries.jsonl');
    writeFileSync(file, jsonLines(numbers.map((n) => ({ id: n, text: wordsOf(n) }))));
    const answers = (await this.run('search', '--queries', file, '--json')).trim().split('\n').map((line) => JSON.parse(line));
    return numbers.filter((n, at) => !answers[at].hits.some(({ url }) => url.endsWith(`/${n}`)));
  }
}
