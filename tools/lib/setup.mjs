/** Everything that must be there before a build: looked for, fetched where we may, named in a clear sentence where not. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { Missing } from './main.mjs';
import { fromRoot } from './paths.mjs';
import { output, run } from './run.mjs';

const step = (what) => console.log(`set-up: ${what}`);

/** npm's packages, as the lock file says. */
export async function npmPackages() {
  const installed = fromRoot('node_modules', '.package-lock.json');
  const fresh = existsSync(installed) && statSync(installed).mtimeMs >= statSync(fromRoot('package-lock.json')).mtimeMs;
  if (fresh) return;
  step('npm ci');
  if (await run('npm', ['ci', '--no-audit', '--no-fund']) !== 0) throw new Missing('npm could not install the packages: is the network there?');
}

/** The pinned compiler and the wasm target; rustup fetches both by rust-toolchain.toml. */
export async function rustTarget() {
  if (await output('rustup', ['--version']) === null) {
    throw new Missing('rustup is missing: install it from https://rustup.rs and run this again.');
  }
  const { channel, target } = pinned();
  const has = async () => (await output('rustup', ['target', 'list', '--installed', '--toolchain', channel]))?.split('\n').includes(target);
  if (await has()) return;
  step(`rust ${channel} with ${target}`);
  await run('rustup', ['toolchain', 'install', channel, '--profile', 'minimal', '--component', 'rustfmt', '--component', 'clippy', '--target', target, '--no-self-update']);
  await run('rustup', ['target', 'add', target, '--toolchain', channel]);
  if (!(await has())) throw new Missing(`rustup could not add ${target} to Rust ${channel}: is the network there?`);
}

function pinned() {
  const text = readFileSync(fromRoot('rust-toolchain.toml'), 'utf8');
  const take = (pattern) => pattern.exec(text)?.[1] ?? '';
  return { channel: take(/channel\s*=\s*"([^"]+)"/), target: take(/targets\s*=\s*\[\s*"([^"]+)"/) };
}

const PACKAGES = { chrome: 'chromium', firefox: 'firefox-esr' };

/** A browser, by apt-get where that is allowed without asking. */
export async function browser(name, find) {
  if (find(name)) return;
  const said = `${name} is missing: install ${PACKAGES[name]} (Debian: apt-get install ${PACKAGES[name]}) or set ${name.toUpperCase()} to its path.`;
  const root = process.getuid?.() === 0;
  if (await output('apt-get', ['--version']) === null || !(root || await output('sudo', ['-n', 'true']) !== null)) throw new Missing(said);
  step(`apt-get install ${PACKAGES[name]}`);
  const apt = (args) => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    return root ? run('apt-get', args, { env }) : run('sudo', ['-n', 'apt-get', ...args], { env });
  };
  await apt(['update', '-q']);
  await apt(['install', '-y', '-q', '--no-install-recommends', PACKAGES[name], 'fonts-dejavu-core']);
  if (!find(name)) throw new Missing(said);
}

/** rustc's own linker for the host needs a C compiler's. */
export async function linker() {
  if (await output('cc', ['--version']) === null) throw new Missing('A C linker is missing (Debian: apt-get install build-essential).');
}
