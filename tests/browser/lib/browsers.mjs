/** Real browsers with the packaged extension, each with a fresh or a given profile, and how to end them. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';
import { executable } from '../../../tools/lib/browser-programs.mjs';
import { fromRoot } from '../../../tools/lib/paths.mjs';
import { trust } from './firefox-inside.mjs';
import { chromiumGround, firefoxGround } from './ground.mjs';
import { until } from './until.mjs';
import { readManifest } from '../../../tools/lib/manifest.mjs';

/** Firefox gives each profile its own random address for an extension; a preference fixes ours. */
const UUID = '7d0e6a52-9c14-4b39-8a5e-2f6b1c3d4e5f';


const CHROME_ARGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--no-default-browser-check',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-default-apps',
  // Plain http is a ground of its own: nothing makes https of it.
  '--disable-features=Translate,OptimizationHints,MediaRouter,HttpsUpgrades,HttpsFirstBalancedMode,HttpsFirstBalancedModeAutoEnable,HttpsFirstModeV2',
  // The tests watch pages that are not in front of anyone.
  '--disable-backgrounding-occluded-windows', '--disable-renderer-backgrounding',
];
const FIREFOX_PREFS = (id) => ({
  'extensions.webextensions.uuids': JSON.stringify({ [id]: UUID }),
  'browser.shell.checkDefaultBrowser': false, 'browser.startup.page': 0, 'datareporting.policy.dataSubmissionEnabled': false,
  'app.update.enabled': false, 'network.captive-portal-service.enabled': false, 'network.connectivity-service.enabled': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false, 'browser.sessionstore.resume_from_crash': false,
  // A temporary add-on leaves when the browser does; what it stored has to be there when it comes again.
  'extensions.webextensions.keepStorageOnUninstall': true, 'extensions.webextensions.keepUuidOnUninstall': true, 'browser.safebrowsing.downloads.enabled': false,
  'browser.aboutwelcome.enabled': false,
  // What a person would be asked, in a bar that no driver reaches, is answered with yes.
  'extensions.webextOptionalPermissionPrompts': false,
  // Processes for pages that may come later cost as much as those that are needed.
  'dom.ipc.processPrelaunch.enabled': false,
});

export class Driven {
  /**
   * Starts `name` ('chrome' or 'firefox') with the extension; `dist` null: without, for a story that installs it as a person or a policy does.
   * `path`: what is started in the browser's place and starts it. `without`: arguments of Chromium's that are left out.
   * `profile`: a folder that is kept; without it a fresh one is made and removed on close. `guarded`: no network but this machine.
   * `site`: whose hosts it finds, and whose certificate it trusts.
   * `welcomed`: a new profile is given back when the welcome page has come to the front, so that it hides no page later.
   */
  static async launch(name, { welcomed = true, profile, dist = fromRoot('dist', name), path = executable(name), headless = true, size = [1280, 800], args = [], without = [], prefs = {}, guarded = true, site = null } = {}) {
    if (!path) throw new Error(`${name} is not installed: set ${name.toUpperCase()} to its path`);
    const driven = new Driven();
    driven.name = name;
    driven.ownProfile = !profile;
    driven.profile = profile ?? mkdtempSync(join(tmpdir(), `webmynd-${name}-`));
    const isNew = !existsSync(driven.profile) || readdirSync(driven.profile).length === 0;
    const common = {
      executablePath: path, headless, userDataDir: driven.profile, defaultViewport: null,
      protocolTimeout: 300_000, handleSIGINT: false,
    };
    const id = readManifest().browser_specific_settings.gecko.id;
    driven.browser = name === 'chrome'
      ? await puppeteer.launch({
        ...common, pipe: true, ignoreDefaultArgs: ['--disable-extensions', ...without],
        args: [
          ...CHROME_ARGS.filter((one) => !without.includes(one)), ...(guarded ? chromiumGround(site) : []), `--window-size=${size.join(',')}`,
          ...(dist ? [`--load-extension=${dist}`, `--disable-extensions-except=${dist}`] : []), ...args,
        ],
      })
      : await puppeteer.launch({
        ...common, browser: 'firefox', protocol: 'webDriverBiDi', extraPrefsFirefox: { ...FIREFOX_PREFS(id), ...firefoxGround(site), ...prefs },
        args: ['--remote-allow-system-access', `--width=${size[0]}`, `--height=${size[1]}`, ...args],
      });
    driven.pid = driven.browser.process().pid;
    // A browser that is killed breaks the pipes it is driven through.
    for (const stream of driven.browser.process().stdio) stream?.on('error', () => undefined);
    driven.extension = name === 'firefox' ? `moz-extension://${UUID}` : dist && await chromeOrigin(driven.browser);
    if (name === 'firefox' && site?.authority) await trust(driven, site.authority);
    if (name === 'firefox' && dist) await driven.browser.installExtension(dist);
    if (isNew && welcomed && dist) await driven.welcome();
    return driven;
  }

  /** The first run opens a tab of its own when it is ready; whatever is in front by then is not seen any more. */
  async welcome() {
    const url = `${this.extension}/views/welcome/welcome.html`;
    // The pages themselves are asked: Firefox tells a driver no address of an extension's page.
    const isThere = (page) => page.evaluate((there) => location.href === there && document.visibilityState === 'visible', url).catch(() => false);
    const anyThere = async () => (await Promise.all((await this.browser.pages()).map(isThere))).includes(true);
    await until(anyThere, { what: 'the welcome page did not come' }).catch(async ({ message }) => {
      const seen = await Promise.all((await this.browser.pages()).map((page) => page.evaluate(() => `${location.href} ${document.visibilityState}`).catch(String)));
      throw new Error(`${message}; there are ${seen.join(', ')}`);
    });
  }

  async page() {
    const page = await this.browser.newPage();
    // On a busy machine a page may take its time; a story as a whole has a limit of its own.
    page.setDefaultTimeout(120_000);
    return page;
  }

  /** An open page of the extension itself; by default one without a script of its own. */
  async own(path = 'manifest.json') {
    const page = await this.page();
    const url = `${this.extension}/${path}`;
    // Firefox never tells a driver that an extension's page has loaded: look whether it has.
    const going = page.goto(url, { timeout: this.name === 'firefox' ? 1 : 120_000 }).catch((error) => error);
    if (this.name === 'chrome') await going;
    // Without the place in it, which a view may have said in its own words by then.
    const [there] = url.split('#');
    await until(() => page.evaluate((at) => location.href.startsWith(at) && document.readyState === 'complete', there).catch(() => false), { what: `${path} did not come` });
    return page;
  }

  async close() {
    await this.browser.close().catch(() => undefined);
    if (this.ownProfile) rmSync(this.profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }

  /** Ends the browser as a power cut would: SIGKILL to it and everything it started. The profile stays. */
  async kill() {
    const group = descendants(this.pid);
    for (const pid of group) try { process.kill(pid, 'SIGKILL'); } catch { /* gone already */ }
    await until(() => group.every(isGone), { every: 10, what: 'the browser outlived its end' });
    // The driver then puts back what it had put aside in Firefox's profile: a browser that is started there before that has its files taken away.
    await until(() => !readdirSync(this.profile).some((file) => file.endsWith('.puppeteer')), { every: 10, what: 'the profile was never put in order' });
    this.browser.disconnect().catch?.(() => undefined);
  }
}

/** A process and all below it, the deepest last; each of its threads may have started some. */
function descendants(pid) {
  try {
    const started = readdirSync(`/proc/${pid}/task`).flatMap((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim().split(' '));
    return [pid, ...started.filter(Boolean).flatMap((child) => descendants(Number(child)))];
  } catch {
    // Ended meanwhile.
    return [pid];
  }
}

/** Whether nothing of the process runs any more; somebody may still have to be told of its end. */
function isGone(pid) {
  try {
    return /^\d+ \(.*\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}

async function chromeOrigin(browser) {
  const own = await browser.waitForTarget((target) => target.url().startsWith('chrome-extension://'), { timeout: 60_000 });
  return own.url().split('/').slice(0, 3).join('/');
}
