/**
 * `node tools/cluster.mjs`: several servers behind HAProxy, over one PostgreSQL and a Garage of three nodes, all on this machine
 * and in `out/cluster`. Ctrl-C stops it; started again it has what it had.
 *
 * `--servers=3`, `--port=7460` (the next 50 are used too). `--test`: on fresh data, people at work (`WEBMYND_USERS`,
 * `WEBMYND_PAGES`) while one of each is killed and started again. `--kills=N`: on fresh data, the servers' test of being killed,
 * N times. Both end by themselves, with the test's exit code. `--check`: says what is missing, if anything, and does nothing else.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROFILE, cargo } from './lib/cargo.mjs';
import { Missing, runMain } from './lib/main.mjs';
import { fromRoot } from './lib/paths.mjs';
import { flag, run } from './lib/run.mjs';
import { garage, garageProgram } from './cluster/garage.mjs';
import { haproxy, haproxyProgram } from './cluster/haproxy.mjs';
import { Member, until } from './cluster/member.mjs';
import { postgres, postgresProgram } from './cluster/postgres.mjs';

const CARGO = [...PROFILE, '-p', 'webmynd-server'];
/** All tests of the server are one program: which of them is said behind it. */
const SUITE = ['--test', 'suite'];
const NODES = 3;
const test = flag('test');
const kills = flag('kills');

const configuration = (places, own) => `listen = "127.0.0.1:${own.port}"
metrics = "127.0.0.1:${own.metrics}"
base = "http://127.0.0.1:${places.port}"
client_header = "x-forwarded-for"
database = "${places.database}"
blobs = "${places.blobs}"

[blob_options]
${Object.entries(places.options).map(([name, value]) => `${name} = "${value}"`).join('\n')}
`;

function server(folder, places, own, nth) {
  const file = join(folder, `server-${nth + 1}.toml`);
  writeFileSync(file, configuration(places, own), { mode: 0o600 });
  return new Member(`server-${nth + 1}`, { program: fromRoot('target/quick/webmynd-server'), args: ['--config', file], log: join(folder, `server-${nth + 1}.log`), port: own.port });
}

/** Starts everything, in the order of who needs whom; `members` fills as it goes, so that what was started can be stopped. */
async function start(folder, members) {
  const port = Number(flag('port') ?? 7460);
  const up = async (member) => { members.push(member); await member.start(); };
  const database = await postgres(folder, port + 2);
  const store = garage(folder, port + 30, NODES);
  await up(database.member);
  await database.database('webmynd');
  for (const node of store.members) await up(node);
  const key = await store.furnish();
  const servers = Array.from({ length: Number(flag('servers') ?? 3) }, (_, nth) => ({ port: port + 10 + nth, metrics: port + 20 + nth }));
  const door = haproxy(folder, { port, s3: port + 1, servers, stores: store.s3 });
  await up(door);
  const options = {
    aws_endpoint: `http://127.0.0.1:${port + 1}`, aws_allow_http: 'true', aws_region: 'garage',
    aws_access_key_id: key.id, aws_secret_access_key: key.secret,
  };
  const places = { port, database: database.url('webmynd'), blobs: `s3://${store.bucket}/vault`, options };
  for (const [nth, own] of servers.entries()) await up(server(folder, places, own, nth));
  const origin = `http://127.0.0.1:${port}`;
  await until('the servers', () => fetch(`${origin}/.well-known/webmynd`).then((answer) => answer.ok, () => false));
  return { origin, database, places };
}

/** Kills one of each in turn, and starts it again after a while, until `done`. */
async function killInTurn(members, done) {
  for (let turn = 0; !done(); turn += 1) {
    const kinds = ['server', 'garage', 'postgres', 'haproxy'];
    const kind = members.filter((member) => member.name.startsWith(kinds[turn % kinds.length]));
    const member = kind[Math.floor(turn / kinds.length) % kind.length];
    await sleep(4000);
    if (done()) return;
    console.log(`killed: ${member.name}`);
    await member.kill();
    await sleep(3000);
    await member.start();
    console.log(`back: ${member.name}`);
  }
}

const suite = (name, env) => run(cargo, ['test', ...CARGO, ...SUITE, `${name}::`, '--', '--nocapture'], { env: { ...process.env, ...env } });

async function testPeople({ origin }, members) {
  let done = false;
  const people = suite('load', { WEBMYND_ORIGIN: origin }).finally(() => { done = true; });
  await killInTurn(members, () => done);
  return people;
}

async function testKills({ database, places }) {
  await database.database('kills');
  const env = { WEBMYND_KILLS: String(kills), WEBMYND_BETWEEN_MS: '4000', WEBMYND_SERVER_DATABASE: database.url('kills'), WEBMYND_SERVER_BLOBS: places.blobs.replace('vault', 'kills') };
  // In quotation marks, so that "true" stays a word.
  for (const [name, value] of Object.entries(places.options)) env[`WEBMYND_SERVER_BLOB_OPTIONS__${name.toUpperCase()}`] = `"${value}"`;
  return suite('kills', env);
}

async function main(members) {
  if (flag('check')) { postgresProgram(); garageProgram(); haproxyProgram(); return 0; }
  const folder = fromRoot('out', 'cluster', ...(test || kills ? ['test'] : []));
  if (test || kills) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // The tests bring the program with them: built once, not once with and once without what tests need.
  const built = test || kills ? ['test', ...CARGO, ...SUITE, '--no-run'] : ['build', ...CARGO];
  if (await run(cargo, built) !== 0) throw new Missing('The server does not build.');
  const cluster = await start(folder, members);
  if (test) return testPeople(cluster, members);
  if (kills) return testKills(cluster);
  console.log(`${cluster.origin} is served by ${members.map((member) => member.name).join(', ')}. Ctrl-C stops them.`);
  return new Promise(() => setInterval(() => undefined, 60_000));
}

const members = [];
let stopping;
const stop = () => (stopping ??= (async () => { for (const member of members.reverse()) await member.stop(); })());
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => { stop().then(() => process.exit(130)); });
await runMain(() => main(members));
await stop();
process.exit();
