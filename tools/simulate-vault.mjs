/**
 * Fills a vault's database with many accounts and their years, and says what everything that the server asks of it costs:
 * `node tools/simulate-vault.mjs [--on=sqlite,postgres] [--accounts=1000] [--packs=1000000] [--entries=10000000] [--purge[=SERVERS]] [--moves] [--profile=quick]`.
 * `--purge`: lets all history end at once, and purges it while others commit. `--moves`: a dump and its restore, and the tables of version 4 taken on.
 * It prints and never fails for being slow. A million packs and ten million entries want 25 GB of disk below `out`.
 */
import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cargo } from './lib/cargo.mjs';
import { freePort } from './lib/free-port.mjs';
import { fromRoot } from './lib/paths.mjs';
import { flag, output, run } from './lib/run.mjs';
import { postgres } from './cluster/postgres.mjs';

const FOLDER = fromRoot('out', 'simulate-vault');
/** PostgreSQL's own word on what was slow, with plans; the rest is what a machine of this size gets. */
const SETTINGS = [
  'session_preload_libraries=auto_explain', 'auto_explain.log_min_duration=20', 'auto_explain.log_analyze=on', 'auto_explain.log_timing=off',
  'auto_explain.log_buffers=on', 'shared_buffers=1GB', 'max_wal_size=8GB',
];
const shape = ['accounts', 'packs', 'entries'].flatMap((name) => (flag(name) ? [`--${name}=${flag(name)}`] : []));
const asked = (name) => flag(name) !== undefined;

/** The program that fills and asks, built. */
async function simulation() {
  const args = ['build', '--locked', '--profile', flag('profile') ?? 'quick', '-p', 'webmynd-server', '--bench', 'simulate', '--message-format=json-render-diagnostics'];
  const text = await output(cargo, args);
  const made = (text ?? '').split('\n').filter(Boolean).map((line) => JSON.parse(line)).find(({ executable, target }) => executable && target.name === 'simulate');
  if (!made) throw new Error('the simulation could not be built');
  return made.executable;
}

/** Runs `what`, and says how long it took. */
async function timed(name, what) {
  const begun = performance.now();
  const code = await what();
  if (code !== 0 && code !== undefined) throw new Error(`${name} ended with ${code}`);
  console.log(`${name}: ${((performance.now() - begun) / 1_000).toFixed(1)} s`);
}

/** The slowest plan in PostgreSQL's log since `from`. */
function slowestPlan(log, from) {
  const plans = readFileSync(log).subarray(from).toString().split(/^[^\n]*duration: /m).slice(1);
  const worst = plans.filter((plan) => plan.includes('plan:')).sort((a, b) => parseFloat(b) - parseFloat(a))[0];
  return worst ? `${worst.split(/\n(?!\s)/)[0].slice(0, 3_000)}` : 'none took 20 ms';
}

async function measure(program, url, moves, plan) {
  const ask = (...args) => run(program, [url, ...args]);
  await timed('filled', () => ask('fill', ...shape));
  await ask('sizes');
  if (asked('moves')) await moves();
  const before = plan();
  if (asked('purge')) {
    const servers = flag('purge') === true ? 1 : flag('purge');
    await timed('purged', () => ask('purge', ...shape, `--servers=${servers}`));
  } else {
    await timed('asked', () => ask('ask', ...shape));
    await timed('the largest has left', () => ask('leave'));
  }
  if (before) console.log(`\nthe slowest by PostgreSQL's own word: ${before()}`);
  await ask('sizes');
}

async function onSqlite(program) {
  const file = join(FOLDER, 'vault.db');
  await measure(program, `sqlite:${file}`, async () => {
    const copy = join(FOLDER, 'copy.db');
    await timed('VACUUM INTO', () => run('sqlite3', [file, `VACUUM INTO '${copy}'`]));
    console.log(`${(statSync(copy).size / 1e6).toFixed(0)} MB`);
    await run(program, [`sqlite:${copy}`, 'back']);
    await timed('tables of version 4 taken on', () => run(program, [`sqlite:${copy}`, 'open']));
    rmSync(copy);
  }, () => null);
}

async function onPostgres(program) {
  const database = await postgres(FOLDER, await freePort(), SETTINGS);
  const [log, url] = [join(FOLDER, 'postgres.log'), database.url('vault')];
  await database.member.start();
  try {
    await database.database('vault');
    const tool = (name, ...args) => run(join(database.programs, name), [...database.where, ...args]);
    await measure(program, url, async () => {
      const dump = join(FOLDER, 'vault.dump');
      await timed('pg_dump', () => tool('pg_dump', '-Fc', '-Z1', '-f', dump, 'vault'));
      console.log(`${(statSync(dump).size / 1e6).toFixed(0)} MB`);
      await database.database('restored');
      await timed('pg_restore', () => tool('pg_restore', '-d', 'restored', '-j', '2', dump));
      rmSync(dump);
      await run(program, [database.url('restored'), 'back']);
      await timed('tables of version 4 taken on', () => run(program, [database.url('restored'), 'open']));
      await tool('dropdb', 'restored');
    }, () => { const from = statSync(log).size; return () => slowestPlan(log, from); });
  } finally {
    await database.member.stop();
  }
}

const program = await simulation();
for (const kind of String(flag('on') ?? 'sqlite,postgres').split(',')) {
  console.log(`\n## ${kind}\n`);
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  await (kind === 'sqlite' ? onSqlite(program) : onPostgres(program));
}
rmSync(FOLDER, { recursive: true, force: true });
