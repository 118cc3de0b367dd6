/**
 * `npm test`: everything that must hold on each change. `--long` for the long forms, `--only=WORD` for the steps whose
 * name has it. Ends with a plain line "N passed, N failed".
 */
import { readdirSync } from 'node:fs';
import { browser, linker, npmPackages, rustTarget } from './lib/setup.mjs';
import { CLUSTER, LONG } from './lib/long.mjs';
import { Missing } from './lib/main.mjs';
import { Suite } from './lib/suite.mjs';
import { fromRoot } from './lib/paths.mjs';
import { pythonWith } from './lib/python.mjs';
import { flag, run } from './lib/run.mjs';

const long = Boolean(flag('long'));
const only = flag('only');
const node = process.execPath;

/** Returns the names of the browsers; what needs the packages is loaded when they are there. */
async function setUp() {
  await linker();
  await npmPackages();
  await rustTarget();
  const { BROWSERS, executable } = await import('../tests/browser/lib/browsers.mjs');
  for (const name of BROWSERS) await browser(name, executable);
  return BROWSERS;
}

/** Only the steps that were asked for. */
const chosen = (suite) => ({
  command: (name, ...rest) => (only && !name.includes(only) ? Promise.resolve(true) : suite.command(name, ...rest)),
});

const testFiles = (folder) => readdirSync(fromRoot(...folder.split('/'))).filter((file) => file.endsWith('.test.mjs')).map((file) => `${folder}/${file}`);

/** The server by its unit, where a systemd of its own can be started. */
async function systemd(suite, steps) {
  if (await run(node, ['tools/systemd.mjs', '--check']) !== 0) return suite.skip('systemd', 'no systemd of its own can be started here');
  return steps.command('systemd', node, ['tools/systemd.mjs']);
}

/** Several servers, killed, over PostgreSQL and Garage, where these are installed. */
async function cluster(suite, steps) {
  const there = await run(node, ['tools/cluster.mjs', '--check']);
  if (there !== 0) return suite.skip('cluster', 'PostgreSQL, HAProxy or Garage is not here');
  await steps.command('cluster: servers killed', node, ['tools/cluster.mjs', `--kills=${CLUSTER.kills}`]);
  return steps.command('cluster: one of each killed', node, ['tools/cluster.mjs', '--test'], CLUSTER.people);
}

async function main() {
  const browsers = await setUp();
  const { lint, types } = await import('./lint.mjs');
  const suite = new Suite();
  const steps = chosen(suite);
  const env = long ? LONG : {};
  await steps.command('tidy', node, ['--test', ...testFiles('tests/tidy')]);
  await lint(steps);
  await steps.command('unit', node, ['--test', ...testFiles('tests/unit')]);
  await steps.command('native', 'cargo', ['test', '--workspace', '--locked', '--profile', 'quick'], env);
  await systemd(suite, steps);
  if (long) await cluster(suite, steps);
  const python = pythonWith('core/crypto/tests/vectors/requirements.txt', ['cryptography', 'argon2'], long);
  if (python) await steps.command('vectors by other libraries', python, [fromRoot('core', 'crypto', 'tests', 'vectors', 'check.py')]);
  else suite.skip('vectors by other libraries', 'Python with cryptography and argon2-cffi is not here');
  await steps.command('docs', node, ['tools/docs.mjs']);
  const built = await steps.command('package', node, ['tools/package.mjs']);
  await types(steps);
  await steps.command('measuring build', node, ['tools/build.mjs', '--measure', '--out=out/measure', '--skip-wasm']);
  if (await steps.command('wasm of the contracts', node, ['tools/build-wasm.mjs', '--contract'])) {
    // Side by side: they wait more than they work.
    await Promise.all(browsers.map((browser) => steps.command(`contracts in ${browser}`, node, ['tests/contract/run.mjs', `--browser=${browser}`], env)));
  }
  await steps.command('views', node, ['--test', '--test-concurrency=1', ...testFiles('tests/views')], env);
  // One after the other: a browser that waits for a core is slower than any person.
  if (built) for (const browser of browsers) await steps.command(`stories in ${browser}`, node, ['tests/browser/run.mjs', `--browser=${browser}`, ...(long ? ['--long'] : [])]);
  else suite.skip('stories', 'there is no package');
  return suite.end();
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Missing ? error.message : error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
