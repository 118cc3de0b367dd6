/**
 * Prints what it takes a new device to join an account with a long memory: `node tools/bench-join.mjs [--pages=100000] [--days=365] [--delay=50]`.
 * One command line imports made-up pages and sends them; another one joins, near the server and behind a line that delays each answer by `delay` ms. Beside
 * it stands the import of the same pages, which is indexing alone. It prints and never fails for being slow.
 */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { coreSeconds } from './lib/core-seconds.mjs';
import { fromRoot } from './lib/paths.mjs';
import { flag } from './lib/run.mjs';
import { VaultServer, program } from './lib/vault-server.mjs';

const [PAGES, DAYS, DELAY] = [Number(flag('pages') ?? 100_000), Number(flag('days') ?? 365), Number(flag('delay') ?? 50)];
/** Words of a page, and different words in all: 2.3 kB a page, as the texts of PROOF's corpus. */
const [WORDS, VOCABULARY] = [330, 40_000];
const DAY = 86_400_000;

let state = 7;
/** 0..1, the same in each run. */
const dice = () => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
};
/** A word whose rank is about as frequent as in a language. */
const word = () => (Math.floor(VOCABULARY ** dice()) * 7_919 + 1_000).toString(36);

async function write(path) {
  const file = createWriteStream(path);
  const newest = Date.now() - DAY;
  for (let n = 0; n < PAGES; n += 1) {
    const text = Array.from({ length: WORDS }, word).join(' ');
    const line = { url: `https://site${n % 997}.example/${n}`, title: `${word()} ${word()} ${n}`, text, time: newest - Math.floor((n * DAYS) / PAGES) * DAY - n };
    if (!file.write(`${JSON.stringify(line)}\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

/** Runs the command line; what it printed, how long it took and how much of a core it used, in s. */
async function webmynd(args, passphrase) {
  const start = performance.now();
  const env = { ...process.env, ...(passphrase === undefined ? {} : { WEBMYND_PASSPHRASE: passphrase }) };
  const child = spawn(await program('webmynd', { profile: 'release' }), [...args, '--json'], { stdio: ['ignore', 'pipe', 'pipe'], env });
  let [text, wrong, busy] = ['', '', 0];
  child.stdout.on('data', (part) => { text += part; });
  child.stderr.on('data', (part) => { wrong += part; });
  const look = setInterval(() => { busy = coreSeconds(child.pid) ?? busy; }, 100);
  const [code] = await once(child, 'close');
  clearInterval(look);
  if (code !== 0) throw new Error(`webmynd ${args[0]} ended with ${code}: ${wrong}`);
  return { said: JSON.parse(text.trim().split('\n').at(-1)), took: (performance.now() - start) / 1_000, busy };
}

/** A line to the server that holds each answer back for `delay` ms, and counts the requests. */
async function line(origin) {
  const on = { delay: 0, requests: 0 };
  const proxy = createServer((asked, answer) => {
    on.requests += 1;
    const passed = request(new URL(asked.url, origin), { method: asked.method, headers: asked.headers }, (got) => {
      setTimeout(() => { answer.writeHead(got.statusCode, got.headers); got.pipe(answer); }, on.delay);
    });
    passed.on('error', () => answer.destroy());
    asked.pipe(passed);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  on.origin = `http://127.0.0.1:${proxy.address().port}`;
  on.close = () => { proxy.closeAllConnections(); proxy.close(); };
  return on;
}

const folder = fromRoot('out', 'bench-join');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const at = (name) => join(folder, name);
const show = (name, { took, busy }, more = '') => console.log(`${name.padEnd(48)}${took.toFixed(1).padStart(8)} s, ${busy.toFixed(1)} s of a core${more}`);

await write(at('pages.jsonl'));
const server = await VaultServer.start({ data: at('server'), profile: 'release' });
// Its address is part of what the passphrase is stretched with: all come by the same one.
const far = await line(server.origin);
try {
  show(`${PAGES} pages imported: indexing alone`, await webmynd(['import', at('pages.jsonl'), '--data', at('first')]));
  const { said: made } = await webmynd(['login', far.origin, '--account', 'ada', '--data', at('first'), '--new']);
  show('sent', await webmynd(['sync', '--data', at('first')]), `, ${far.requests} requests`);
  for (const delay of [0, DELAY]) {
    far.delay = delay;
    const data = at(`joined-${delay}`);
    await webmynd(['login', far.origin, '--account', 'ada', '--data', data], made.passphrase);
    far.requests = 0;
    const joined = await webmynd(['sync', '--data', data]);
    const waited = (far.requests * delay) / 1_000;
    show(`joined, each answer ${delay} ms away`, joined, `, ${far.requests} requests (${waited.toFixed(1)} s on their way), ${joined.said.received} visits`);
  }
} finally {
  far.close();
  await server.stop('SIGTERM');
}
