/** An installed copy updates itself from a group's own index of builds: served by the vault's server behind TLS. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest } from '../../../../tools/lib/manifest.mjs';
import { VaultServer } from '../../../../tools/lib/vault-server.mjs';
import { managedChromium, unmanageable } from '../../lib/chromium-managed.mjs';
import { inside, trust } from '../../lib/firefox-inside.mjs';
import { putVersion } from '../../lib/packaged.mjs';
import { NO_CERTIFICATE, tlsFront } from '../../lib/tls.mjs';
import { until } from '../../lib/until.mjs';

const [BEFORE, AFTER] = ['0.0.1', '0.0.2'];
/** Asked for by the index. Nobody is there to type it: it stands in the addresses, where its password's signs mean something else. */
const [NAME, PASSWORD] = ['group', 'open sesame/@:'];

/** A server with an empty index at `updates`, and `put`, which puts a version of the built extension there. */
async function index({ browser, profile, strikes, skip }) {
  const folder = profile();
  const [builds, key] = [join(folder, 'builds'), join(folder, 'webmynd.pem')];
  mkdirSync(builds);
  writeFileSync(key, generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const front = await tlsFront(folder) ?? skip(NO_CERTIFICATE);
  strikes(() => front.close());
  const server = await VaultServer.start({ data: join(folder, 'data'), env: {
    WEBMYND_SERVER_BASE: front.origin, WEBMYND_SERVER_EXTENSION__FOLDER: builds, WEBMYND_SERVER_EXTENSION__LOGIN: `${NAME}:${PASSWORD}`,
  } });
  strikes(() => server.stop());
  front.passTo(server.origin);
  const updates = `${front.origin.replace('//', `//${NAME}:${encodeURIComponent(PASSWORD)}@`)}/extension`;
  const guest = (await fetch(`${server.origin}/extension/updates.xml`)).status;
  const manifest = () => fetch(`${server.origin}/extension/updates.xml`, { headers: { authorization: `Basic ${btoa(`${NAME}:${PASSWORD}`)}` } });
  return { folder, updates, authority: front.authority, guest, manifest, put: (version) => putVersion(browser, version, { updates, folder: builds, key }) };
}

/** Leaves something in each place where the extension keeps things. */
const leave = (own) => own.evaluate(async () => {
  const api = globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome;
  await api.storage.local.set({ left: 'in the settings' });
  const file = await (await navigator.storage.getDirectory()).getFileHandle('left', { create: true });
  const writing = await file.createWritable();
  await writing.write('in a file');
  await writing.close();
});

/** What an installed copy says of itself, and what it finds of what was left. */
const found = (own) => own.evaluate(async () => {
  const api = globalThis.browser?.runtime ? globalThis.browser : globalThis.chrome;
  const file = await (await (await navigator.storage.getDirectory()).getFileHandle('left')).getFile();
  return { version: api.runtime.getManifest().version, settings: (await api.storage.local.get('left')).left, file: await file.text() };
});
const KEPT = { version: AFTER, settings: 'in the settings', file: 'in a file' };

/** Firefox's own tasks; each runs inside Firefox. */
const FIREFOX = {
  install: async (url) => {
    const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
    await (await AddonManager.getInstallForURL(url)).install();
  },
  state: async (id) => {
    const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
    const { version, isActive, temporarilyInstalled } = await AddonManager.getAddonByID(id);
    return { version, isActive, temporarilyInstalled };
  },
  /** What its clock calls once a day. */
  daily: async () => { Cc['@mozilla.org/addons/integration;1'].getService(Ci.nsITimerCallback).notify(null); },
};

/** In Chromium the copy asks, and learns when what came is ready; Chromium itself asks every few hours in the same way. */
const askForUpdate = (own) => own.evaluate(async () => {
  const { runtime } = globalThis.chrome;
  const ready = new Promise((resolve) => { runtime.onUpdateAvailable.addListener(({ version }) => resolve(version)); });
  const { status } = await runtime.requestUpdateCheck();
  return { status, ready: await Promise.race([ready, new Promise((resolve) => { setTimeout(resolve, 30_000, null); })]) };
});

export default [{
  name: 'updates: an installed Firefox copy becomes the next version by itself and keeps what it had',
  browsers: ['firefox'],
  async run(set) {
    const { assert, launch } = set;
    const { id } = readManifest().browser_specific_settings.gecko;
    const { updates, authority, guest, put } = await index(set);
    assert.equal(guest, 401);
    const before = await put(BEFORE);
    // Mozilla's signature is the one thing that cannot be had here; puppeteer turns updates off.
    const driven = await launch({ dist: null, prefs: { 'xpinstall.signatures.required': false, 'extensions.update.enabled': true } });
    await trust(driven, authority);
    await inside(driven, FIREFOX.install, `${updates}/${before}`);
    assert.deepEqual(await inside(driven, FIREFOX.state, id), { version: BEFORE, isActive: true, temporarilyInstalled: false });
    await driven.welcome();
    await leave(await driven.own());

    await put(AFTER);
    await inside(driven, FIREFOX.daily);
    await until(async () => (await inside(driven, FIREFOX.state, id)).version === AFTER, { within: 20_000, every: 200, what: 'it did not update itself' });
    assert.deepEqual(await inside(driven, FIREFOX.state, id), { version: AFTER, isActive: true, temporarilyInstalled: false });
    assert.deepEqual(await found(await driven.own()), KEPT);
  },
}, {
  name: 'updates: a Chromium copy that a policy installed becomes the next version when nobody looks at it and keeps what it had',
  browsers: ['chrome'],
  // The alarm that it waits for comes after half a minute.
  waits: true,
  async run(set) {
    const { assert, launch, profile, skip } = set;
    const why = unmanageable();
    if (why) skip(why);
    const { folder, updates, authority, guest, manifest, put } = await index(set);
    assert.equal(guest, 401);
    await put(BEFORE);
    const id = /appid='([a-p]{32})'/.exec(await (await manifest()).text())[1];
    const path = managedChromium(folder, {
      ExtensionInstallForcelist: [`${id};${updates}/updates.xml`],
      CACertificates: [authority],
      // Otherwise nobody may look into what a policy installed, not even a test.
      DeveloperToolsAvailability: 1,
    });
    const driven = await launch({ path, profile: profile(), dist: null, without: ['--disable-background-networking'] });
    driven.extension = `chrome-extension://${id}`;
    const ours = (target) => target.url().startsWith(driven.extension);
    await driven.browser.waitForTarget(ours, { timeout: 20_000 });
    await driven.welcome();
    const own = await driven.own();
    await leave(own);

    await put(AFTER);
    assert.deepEqual(await askForUpdate(own), { status: 'update_available', ready: AFTER });
    // A page of ours is open, and the engine's document is never idle.
    assert.deepEqual(await found(own), { ...KEPT, version: BEFORE });
    await driven.browser.newPage();
    // The engine's document goes with the version; a background may also go to sleep.
    const ended = new Promise((resolve) => { driven.browser.on('targetdestroyed', (target) => { if (target.url().endsWith('/offscreen.html')) resolve(); }); });
    for (const page of await driven.browser.pages()) if (ours(page.target())) await page.close();
    await ended;
    await driven.browser.waitForTarget(ours, { timeout: 20_000 });
    assert.deepEqual(await found(await driven.own()), KEPT);
  },
}];
