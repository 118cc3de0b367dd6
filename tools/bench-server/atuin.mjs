/**
 * Atuin's sync server (`cargo install atuin-server`), which keeps sealed records of people's shells: an upload is one request with a record a
 * page, or all pages in one record; a read is a record. Over SQLite, as ours; its records are text, so the bytes are base64, as its own client sends them.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { find } from '../cluster/member.mjs';
import { freePort } from '../lib/free-port.mjs';
import { Client, Process } from './process.mjs';

/** Its path, or null. */
export function atuinServer() {
  if (process.env.ATUIN_SERVER) return process.env.ATUIN_SERVER;
  try { return find('atuin-server', [], ''); } catch { return null; }
}

/** `apart`: a record a page; else one record for all. */
export const atuin = (program, apart) => ({
  name: apart ? 'Atuin, a record a page' : 'Atuin, one record',

  async start(folder) {
    const port = await freePort();
    mkdirSync(folder, { recursive: true });
    const env = { ATUIN_CONFIG_DIR: folder, ATUIN_DB_URI: `sqlite://${join(folder, 'atuin.db')}`, ATUIN_OPEN_REGISTRATION: 'true', ATUIN_HOST: '127.0.0.1', ATUIN_PORT: String(port) };
    return Process.start(program, ['start', '--host', '127.0.0.1', '--port', String(port)], env, port);
  },

  async signUp(origin, nth) {
    const client = new Client(origin);
    const { session } = await client.json('POST', '/register', [200], { email: `person${nth}@example.org`, username: `person${nth}`, password: 'a passphrase' });
    client.headers = { authorization: `Token ${session}` };
    return { client, host: randomUUID(), idx: 0 };
  },

  async upload(person, pages) {
    const records = (apart ? pages : [Buffer.concat(pages)]).map((bytes) => ({
      id: randomUUID(), idx: person.idx++, host: { id: person.host, name: '' }, timestamp: Date.now() * 1e6, version: 'v0', tag: 'history',
      data: { data: `v4.local.${bytes.toString('base64url')}`, content_encryption_key: JSON.stringify({ wpk: randomBytes(100).toString('base64url'), kid: randomBytes(33).toString('base64url') }) },
    }));
    await person.client.json('POST', '/api/v0/record', [200], records);
  },

  /** A page, or all that were uploaded with it: there are no parts of records. */
  async read(person, page, of, size) {
    const start = apart ? page : Math.floor(page / of);
    const [record] = await person.client.json('GET', `/api/v0/record/next?host=${person.host}&tag=history&start=${start}&count=1`, [200]);
    const want = Math.ceil((apart ? size : size * of) * 4 / 3);
    if (record.data.data.length < want) throw new Error(`${record.data.data.length} characters`);
  },
});
