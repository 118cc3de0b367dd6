/**
 * Prints what an upload and a read cost our server and, where there is one, Atuin's: `node tools/bench-server.mjs [--seconds=10] [--clients=8]`.
 * `ATUIN_SERVER` names its program, else the first `atuin-server` of PATH is taken. Everything on this machine, clients too, so what counts is the
 * seconds of a core that the server's process used. It prints and never fails for being slow.
 */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { atuin, atuinServer } from './bench-server/atuin.mjs';
import { ours } from './bench-server/ours.mjs';
import { fromRoot } from './lib/paths.mjs';
import { flag } from './lib/run.mjs';
import { program } from './lib/vault-server.mjs';

/** A page's text, compressed and sealed, and how many a small round uploads. */
const [PAGE, PAGES] = [6_000, 4];
const seconds = Number(flag('seconds') ?? 10);
const clients = Number(flag('clients') ?? 8);

/** Everybody does `what` again and again for a while; how often, and what it cost the server. */
async function measure(server, people, what) {
  const [start, cpu, times] = [performance.now(), server.cpu(), []];
  await Promise.all(people.map(async (person) => {
    while (performance.now() - start < seconds * 1_000) {
      const one = performance.now();
      await what(person);
      times.push(performance.now() - one);
    }
  }));
  const [used, took] = [server.cpu() - cpu, (performance.now() - start) / 1_000];
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.floor(times.length * share)];
  return { times: times.length, second: times.length / took, core: times.length / used, p50: at(0.5), p99: at(0.99) };
}

async function bench(kind) {
  const folder = fromRoot('out', 'bench-server');
  rmSync(folder, { recursive: true, force: true });
  const server = await kind.start(folder);
  try {
    await sleep(2_000);
    const idle = server.memory('VmRSS');
    const people = [];
    for (let nth = 0; nth < clients; nth += 1) people.push(await kind.signUp(server.origin, nth));
    const count = new Map(people.map((person) => [person, 0]));
    const upload = async (person) => {
      await kind.upload(person, Array.from({ length: PAGES }, () => randomBytes(PAGE)));
      count.set(person, count.get(person) + PAGES);
    };
    const uploads = await measure(server, people, upload);
    const reads = await measure(server, people, (person) => kind.read(person, Math.floor(Math.random() * count.get(person)), PAGES, PAGE));
    const most = server.memory('VmHWM');
    for (const { client } of people) client.close();
    return { name: kind.name, idle, uploads, reads, most };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function line(name, { second, core, p50, p99, times }) {
  const figures = [second, core].map((value) => value.toFixed(0).padStart(10)).concat([p50, p99].map((value) => value.toFixed(1).padStart(10)));
  console.log(`${name.padEnd(32)}${figures.join('')}   (n = ${times})`);
}

const rival = atuinServer();
// Built to the end before anything is measured.
await program('webmynd-server', { build: true, profile: 'release' });
const kinds = rival ? [ours, atuin(rival, true), atuin(rival, false)] : [ours];
const all = [];
for (const kind of kinds) all.push(await bench(kind));
console.log(`\n${clients} people at once, uploads of ${PAGES} pages of ${PAGE} bytes, SQLite, durable when answered`);
for (const what of ['uploads', 'reads']) {
  console.log(`\n${what.padEnd(32)}${['a second', 'per core', 'p50 ms', 'p99 ms'].map((head) => head.padStart(10)).join('')}`);
  for (const one of all) line(one.name, one[what]);
  for (const one of all.slice(1)) console.log(`  per core, ${ours.name} / ${one.name}: ${(all[0][what].core / one[what].core).toFixed(2)}`);
}
console.log(`\n${'memory, MB'.padEnd(32)}${['at rest', 'at most'].map((head) => head.padStart(10)).join('')}`);
for (const { name, idle, most } of all) console.log(`${name.padEnd(32)}${idle.toFixed(1).padStart(10)}${most.toFixed(1).padStart(10)}`);
if (!rival) console.log('\nAtuin\'s server was not there (ATUIN_SERVER, or atuin-server in PATH): skipped.');
