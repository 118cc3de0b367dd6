/**
 * `npm start`: sets up what is missing, builds, and opens a real browser with the extension and a profile that is kept.
 * A vault's server runs beside it, with its data in out/vault. `-- --browser=firefox` for Firefox, `-- --tour` (or no display) for the tour without a window, whose `--site=sample` and
 * `--pictures` are passed on.
 */
import { mkdirSync } from 'node:fs';
import { executable } from './lib/browser-programs.mjs';
import { runMain } from './lib/main.mjs';
import { browser as needBrowser, linker, npmPackages, rustTarget } from './lib/setup.mjs';
import { fromRoot } from './lib/paths.mjs';
import { flag, run, runNode } from './lib/run.mjs';
import { VaultServer, program } from './lib/vault-server.mjs';

const name = flag('browser') === 'firefox' ? 'firefox' : 'chrome';
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** The address that people find in the help of the settings. */
const VAULT_PORT = 7447;

/** A server of one's own, whose data are kept; where the port is taken another one. */
async function startVault() {
  const data = fromRoot('out', 'vault');
  mkdirSync(data, { recursive: true });
  const server = await VaultServer.start({ data, port: VAULT_PORT })
    .catch(() => VaultServer.start({ data }));
  console.log(`A vault's server listens on ${server.origin}; its data are in out/vault. Settings, "Vault and devices", makes an account there.`);
  return server;
}

async function open() {
  const { Driven } = await import('../tests/browser/lib/browsers.mjs');
  const profile = fromRoot('out', `profile-${name}`);
  mkdirSync(profile, { recursive: true });
  const server = await startVault();
  // A person may have the window anywhere: nothing waits for what is in front.
  const driven = await Driven.launch(name, { profile, welcomed: false, headless: false, guarded: false, size: [1440, 900] });
  console.log(`${name} is open with WebMynd; its profile is out/profile-${name}. Close the browser to end.`);
  await new Promise((resolve) => { driven.browser.once('disconnected', resolve); });
  await server.stop('SIGTERM');
}

async function main() {
  await linker();
  await npmPackages();
  await rustTarget();
  await needBrowser(name, executable);
  if (!flag('no-build')) await runNode('tools/build.mjs', flag('fast') ? ['--fast'] : []);
  await program('webmynd-server', { build: !flag('no-build') });
  if (hasDisplay && !flag('tour')) return open();
  console.log('There is no display: WebMynd takes its tour without a window.');
  process.exitCode = await run(process.execPath, ['tools/tour.mjs', `--browser=${name}`, ...process.argv.filter((arg) => /^--(?:site|pictures)\b/.test(arg))]);
}

await runMain(main);
