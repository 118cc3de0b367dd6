/** The cluster's object store: a Garage of several nodes, each of which has every object. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { fromRoot } from '../lib/paths.mjs';
import { Member, find, said, until } from './member.mjs';

const HOW = 'cargo install garage --version 2.5.0 --locked --root out/garage --no-default-features --features bundled-libs,lmdb';
const BUCKET = 'webmynd';

const configuration = (folder, ports, nodes, secret) => `metadata_dir = "${folder}/meta"
data_dir = "${folder}/data"
db_engine = "lmdb"
metadata_fsync = true
data_fsync = true
replication_factor = ${nodes}
rpc_bind_addr = "127.0.0.1:${ports.rpc}"
rpc_public_addr = "127.0.0.1:${ports.rpc}"
rpc_secret = "${secret}"

[s3_api]
s3_region = "garage"
api_bind_addr = "127.0.0.1:${ports.s3}"
`;

/** A secret that is made once and kept. */
function kept(file, fresh) {
  if (!existsSync(file)) writeFileSync(file, fresh());
  return readFileSync(file, 'utf8');
}

export const garageProgram = () => find('garage', [fromRoot('out/garage/bin')], HOW);

export function garage(folder, port, nodes) {
  const program = garageProgram();
  const secret = kept(join(folder, 'garage.secret'), () => randomBytes(32).toString('hex'));
  const configs = [];
  const members = Array.from({ length: nodes }, (_, nth) => {
    const own = join(folder, `garage-${nth + 1}`);
    mkdirSync(own, { recursive: true });
    const ports = { rpc: port + nth, s3: port + 10 + nth };
    configs.push(join(own, 'garage.toml'));
    writeFileSync(configs[nth], configuration(own, ports, nodes, secret));
    return new Member(`garage-${nth + 1}`, {
      program, args: ['-c', configs[nth], 'server'], env: { RUST_LOG: 'warn' }, log: `${own}.log`, port: ports.s3, stop: 'SIGINT',
    });
  });
  const ask = (...args) => said(program, ['-c', configs[0], ...args]);
  return { members, s3: members.map((_, nth) => port + 10 + nth), bucket: BUCKET, furnish: () => furnish(folder, program, configs, ask) };
}

/** Nodes that know each other, a layout, a bucket and a key to it; where they are there already, the key alone. */
async function furnish(folder, program, configs, ask) {
  const file = join(folder, 'garage.key');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const ids = [];
  for (const config of configs) ids.push((await said(program, ['-c', config, 'node', 'id', '-q'])).split('\n').at(-1));
  for (const id of ids.slice(1)) await ask('node', 'connect', id);
  for (const id of ids) await ask('layout', 'assign', '-z', 'here', '-c', '10G', id.slice(0, 16));
  await ask('layout', 'apply', '--version', '1');
  await until('the layout', async () => ask('bucket', 'create', BUCKET).then(() => true, () => false));
  const told = await ask('key', 'create', BUCKET);
  const value = (name) => new RegExp(`${name}:\\s*(\\S+)`, 'i').exec(told)[1];
  const key = { id: value('key id'), secret: value('secret key') };
  await ask('bucket', 'allow', '--read', '--write', BUCKET, '--key', key.id);
  writeFileSync(file, JSON.stringify(key), { mode: 0o600 });
  return key;
}
