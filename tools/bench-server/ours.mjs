/** Our server as the benchmark uses it: an upload is an entry with the pack that it adds; a read is a range of a pack. */
import { createHash, randomBytes } from 'node:crypto';
import { program } from '../lib/vault-server.mjs';
import { freePort } from '../lib/free-port.mjs';
import { Client, Process } from './process.mjs';

const text = (bytes) => bytes.toString('base64url');
const sha256 = (bytes) => createHash('sha256').update(bytes).digest();

export const ours = {
  name: 'WebMynd, a pack',

  async start(folder) {
    const port = await freePort();
    return Process.start(await program('webmynd-server', { profile: 'release' }), [], { WEBMYND_SERVER_DATA: folder, WEBMYND_SERVER_LISTEN: `127.0.0.1:${port}` }, port);
  },

  async signUp(origin, nth) {
    const client = new Client(origin);
    const [auth, device] = [text(randomBytes(32)), text(randomBytes(16))];
    const keys = { generation: 1, passphrase: text(randomBytes(97)), recovery: text(randomBytes(97)), keyring: text(randomBytes(300)) };
    const account = `person ${nth}`;
    await client.json('POST', '/v1/accounts', [201], { account, id: text(randomBytes(16)), seed: text(randomBytes(16)), kdf: { memory: 65_536, passes: 3, lanes: 1 }, auth, keys });
    const { token } = await client.json('POST', '/v1/sessions', [201], { account, auth, device });
    client.headers = { authorization: `Bearer ${token}` };
    return { client, device, seq: 0, packs: [] };
  },

  /** The answer says: durable. */
  async upload(person, pages) {
    const bytes = Buffer.concat(pages);
    const id = text(sha256(bytes));
    const row = { id, kind: 'text', class: 'history', day: 20_000, epoch: 1, wrappedKey: text(randomBytes(72)) };
    const entry = { prev: text(randomBytes(32)), epoch: 1, sealed: text(randomBytes(1_064)), signature: text(randomBytes(64)), adds: [row], dels: [], packs: [text(bytes)] };
    person.seq += 1;
    await person.client.json('PUT', `/v1/log/${person.device}/${person.seq}`, [201], entry);
    person.packs.push(id);
  },

  /** One page of an upload. */
  async read(person, page, of, size) {
    const pack = person.packs[Math.floor(page / of)];
    const first = (page % of) * size;
    const bytes = await person.client.ask('GET', `/v1/packs/${pack}`, [206], undefined, { range: `bytes=${first}-${first + size - 1}` });
    if (bytes.length !== size) throw new Error(`${bytes.length} bytes`);
  },
};
