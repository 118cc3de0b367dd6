/** The steps of `npm test`, of its long form and of `npm run lint`: what each runs, reads, needs and leaves. */
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { BROWSERS, PLACES } from './browser-programs.mjs';
import { BUILD_TESTS, BUILD_TOOL, EXAMPLES, LINT, RUST, SETTINGS, TOOL_FILE, WASM, cargo, testPrograms } from './cargo.mjs';
import { CLUSTER, FUZZING, LONG, SESSION } from './long.mjs';
import { fromRoot } from './paths.mjs';
import { pythonWith } from './python.mjs';
import { run } from './run.mjs';

const node = process.execPath;
/** One thing at a time is built or tested natively: two would wait for each other. */
const NATIVE = { lanes: ['native'], rust: true };
/** What the engine with the contract suites is made of. */
const CONTRACTS = [...WASM, 'core/contract'];
/** What the packaged extension is made of. */
const EXTENSION = [...WASM, 'extension', 'manifest.json', 'LICENSE-MIT', 'LICENSE-APACHE'];
const within = (folder, without) => readdirSync(fromRoot(folder)).filter((name) => !without.includes(name)).map((name) => `${folder}/${name}`);
const extensionWithout = (...rooms) => [...WASM, 'manifest.json', ...within('extension', rooms)];
/** Rooms of the views, each with the pages that its tests never open. */
const VIEWS = { playback: ['popup', 'panel', 'settings', 'welcome'], surfaces: ['playback'] };
const testFiles = (folder) => readdirSync(fromRoot(...folder.split('/'))).filter((file) => file.endsWith('.test.mjs')).map((file) => `${folder}/${file}`);

/** Steps without a compiler or a browser. */
const plain = () => [
  { name: 'set-up', program: node, args: ['tools/setup.mjs'] },
  { name: 'tidy', program: node, args: ['--test', ...testFiles('tests/tidy')], after: ['set-up'], reads: ['.'] },
  { name: 'unit', program: node, args: ['--test', ...testFiles('tests/unit')], after: ['set-up'], reads: ['tests/unit', 'tests/browser/lib', 'extension', 'manifest.json', 'deny.toml', ...RUST] },
  { name: 'views without a browser', program: node, args: ['tests/views/run.mjs', '--browser=none'], after: ['set-up'], reads: ['tests/views', 'extension'] },
];

/** What makes bindings for wasm: built first and then taken as it is, for whoever builds natively has cargo's lock for minutes. */
const TOOL = { WEBMYND_WASM_TOOL: fromRoot(TOOL_FILE) };
const bindings = () => ({ name: 'wasm-tool', program: cargo, args: BUILD_TOOL, reads: ['tools/wasm', ...SETTINGS], makes: [TOOL_FILE], ...NATIVE });

/** Format; lints and what rustdoc says of the documentation. */
export const lints = () => [
  { name: 'format', program: cargo, args: ['fmt', '--all', '--check'], reads: RUST, rust: true },
  { name: 'lints', program: cargo, ...LINT, reads: [...RUST, 'tools/lint-driver.mjs'], background: true, ...NATIVE },
];

/** The types of the engine's face come out of its build, which is the step `built`. */
export const types = (built) => ({
  name: 'types', program: node, args: [fromRoot('node_modules', 'typescript', 'bin', 'tsc'), '-p', '.'], after: [built],
  reads: ['extension', 'tests', 'tsconfig.json', ...WASM],
});

/**
 * For test programs: glibc keeps what was freed instead of giving it back to the system. Every commit of an index takes some large
 * pieces, and thousands of short lives would have each of them mapped and cleared anew, for twice the time of what is tested.
 * https://www.gnu.org/software/libc/manual/html_node/Malloc-Tunable-Parameters.html
 */
const KEEP_MEMORY = { MALLOC_MMAP_THRESHOLD_: String(2 ** 30), MALLOC_TRIM_THRESHOLD_: String(2 ** 31), MALLOC_TOP_PAD_: String(2 ** 26) };

/** What tests start where it is installed: they are run again when it is. */
const SERVERS = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'].flatMap((folder) => ['slapd', 'openssl', 'postgres'].map((name) => join(folder, name))).filter(existsSync)
  .concat('/usr/lib/postgresql');

/** The test programs are steps of their own: each is run again when it, or what its package keeps, has changed. */
const native = (env) => ({
  name: 'native tests, built', program: cargo, args: BUILD_TESTS, after: ['wasm-tool'], ...NATIVE,
  more: (out) => testPrograms(out).map(({ executable, folder, name }) => ({
    name: `native: ${name}`, program: executable, args: [], env: { ...KEEP_MEMORY, ...env }, folder, programs: [executable, ...SERVERS], reads: [folder, ...(folder.endsWith('core/engine') ? ['fuzz/corpus'] : [])], ...NATIVE,
  })),
});

const examples = () => ({ name: 'examples of the documentation', program: cargo, args: EXAMPLES, reads: RUST, background: true, ...NATIVE });

/** The extension as it is shipped, as the stories have it, and the engine with the contract suites. */
const builds = () => [
  { name: 'package', program: node, args: ['tools/package.mjs'], after: ['set-up', 'wasm-tool'], reads: EXTENSION, rust: true, makes: ['dist', 'out/package', 'out/wasm'], lanes: ['wasm'], env: TOOL },
  { name: 'wasm of the contracts', program: node, args: ['tools/build-wasm.mjs', '--contract'], after: ['package'], reads: CONTRACTS, rust: true, makes: ['out/contract/wasm'], lanes: ['wasm'], env: TOOL },
  { name: 'brisk build', program: node, args: ['tools/build.mjs', '--brisk', '--skip-wasm'], after: ['package'], reads: EXTENSION, rust: true, makes: ['out/brisk'] },
];

/**
 * Applications of other people's, and twenty minutes of browsing: with the delays of the web, on the package as people get it. The short form walks
 * through two of them.
 */
const ofTheWeb = (browser, long, common) => {
  const others = { reads: [...EXTENSION, 'tests/apps', 'tests/browser/lib', 'tests/site'], ...common };
  const apps = (...args) => ({ name: `applications in ${browser}`, program: node, args: ['tests/apps/run.mjs', `--browser=${browser}`, ...args], after: ['package'], ...others });
  if (!long) return [apps('--small', `--ground=${browser === 'chrome' ? 'plain' : 'safe'}`)];
  return [
    apps(),
    { name: `session in ${browser}`, program: node, args: ['tests/apps/session.mjs', `--browser=${browser}`, `--minutes=${SESSION}`], after: ['package'], ...others },
  ];
};

/** What is tried in one browser, one thing after the other; the other browser is at it at the same time. */
const inBrowser = (browser, { long, env }) => {
  const common = { lanes: [browser], programs: PLACES[browser], rust: true, env };
  const stories = (room, others) => ({
    name: `stories of ${room} in ${browser}`, program: node, args: ['tests/browser/run.mjs', `--browser=${browser}`, `--room=${room}`, ...(long ? ['--long'] : [])],
    after: ['package', 'brisk build'], ...common, ...others, reads: ['tests/browser/lib', `tests/browser/stories/${room}`, 'tests/browser/run.mjs', 'tests/site', ...others.reads],
  });
  return [
    { name: `contracts in ${browser}`, program: node, args: ['tests/contract/run.mjs', `--browser=${browser}`, ...(long ? ['--kills=60'] : [])], after: ['wasm of the contracts'], reads: [...CONTRACTS, 'extension/bridge', 'extension/host', 'extension/browser.ts', 'tests/contract', 'docs/pictures'], ...common },
    ...Object.entries(VIEWS).map(([room, others]) => ({
      name: `views of ${room} in ${browser}`, program: node, args: ['tests/views/run.mjs', `--browser=${browser}`, `--room=${room}`], after: ['package'], ...common,
      reads: [...extensionWithout('background', 'content', 'views'), ...within('extension/views', others), 'tests/views', 'tests/browser/lib'],
    })),
    stories('capture', { reads: extensionWithout('views') }),
    stories('views', { reads: EXTENSION }),
    stories('web', { reads: EXTENSION }),
    ...ofTheWeb(browser, long, common),
    // They wait for servers more than they work, and those of one browser start the other, too.
    stories('vault', { reads: [...EXTENSION, 'core', 'server', 'cli'], lanes: ['vault'], programs: Object.values(PLACES).flat(), after: ['package', 'brisk build', 'native tests, built'] }),
  ];
};

/** The cryptography's test vectors by other people's libraries, where Python has them. */
function addVectors(suite, make) {
  const name = 'vectors by other libraries';
  const python = pythonWith('core/crypto/tests/vectors/requirements.txt', ['cryptography', 'argon2'], make);
  if (!python) return suite.skip(name, 'Python with cryptography and argon2-cffi is not here');
  return suite.add({ name, program: python, args: [fromRoot('core', 'crypto', 'tests', 'vectors', 'check.py')], reads: ['core/crypto/tests/vectors'] });
}

/** What wants more of a machine than a browser and a compiler: the unit's systemd, a container, the history, several servers over PostgreSQL and Garage. */
async function addMachines(suite) {
  const machines = [
    ['systemd', 'tools/systemd.mjs', [], 'no systemd of its own can be started here'],
    ['container', 'tools/container.mjs', [], 'no engine for containers is here'],
    ['an old client', 'tools/old-client.mjs', [], 'the history is not here'],
    ['cluster: servers killed', 'tools/cluster.mjs', [`--kills=${CLUSTER.kills}`], 'PostgreSQL, HAProxy or Garage is not here'],
    ['cluster: one of each killed', 'tools/cluster.mjs', ['--test'], 'PostgreSQL, HAProxy or Garage is not here'],
  ];
  for (const [name, tool, args, missing] of machines) {
    if (await run(node, [tool, '--check']) !== 0) suite.skip(name, missing);
    else suite.add({ name, program: node, args: [tool, ...args], after: ['native tests, built'], env: CLUSTER.people, ...NATIVE });
  }
}

/** Each fuzz target for an hour: what it finds stays in `fuzz/artifacts`. Wants cargo-fuzz and a nightly compiler. */
async function addFuzzing(suite) {
  const name = (target) => `fuzzing: ${target}`;
  const targets = readdirSync(fromRoot('fuzz', 'targets')).map((file) => file.replace('.rs', ''));
  const isHere = await run(cargo, ['+nightly', 'fuzz', '--version']).then((code) => code === 0, () => false);
  for (const target of targets) {
    if (!isHere) suite.skip(name(target), 'cargo-fuzz or a nightly compiler is not here');
    else suite.add({ name: name(target), program: cargo, args: ['+nightly', 'fuzz', 'run', '--sanitizer=none', target, '--', `-max_total_time=${FUZZING}`], after: ['native tests, built'], ...NATIVE });
  }
}

/** All steps, the long form's too where it is asked for. What is waited for longest comes first. */
export async function addSteps(suite, { long = false } = {}) {
  const env = long ? LONG : {};
  const all = [...plain(), bindings(), ...builds(), native(env), ...BROWSERS.flatMap((browser) => inBrowser(browser, { long, env })), types('package'), ...lints(), examples()];
  for (const step of all) suite.add(step);
  addVectors(suite, long);
  if (!long) return;
  await addMachines(suite);
  await addFuzzing(suite);
}
