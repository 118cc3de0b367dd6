/**
 * One browser a process, with two tabs: the engine's host, and the view under test. WEBMYND_BROWSER says which browser, chrome by
 * itself. A test opens a view over a memory that is the same each time, and looks at it until it is done.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe } from 'node:test';
import puppeteer from 'puppeteer-core';
import { executable } from '../../../tools/lib/browser-programs.mjs';
import { serve } from './site.mjs';

export const BROWSER = process.env.WEBMYND_BROWSER ?? 'chrome';
const KINDS = {
  chrome: {
    pipe: true, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
      '--disable-sync', '--disable-renderer-backgrounding', '--disable-backgrounding-occluded-windows', '--lang=en-GB'],
  },
  firefox: {
    browser: 'firefox', protocol: 'webDriverBiDi',
    // For what its accessibility service has of a page.
    args: ['--remote-allow-system-access'],
    // Fingers are heard where there is no screen to touch, too.
    extraPrefsFirefox: { 'intl.accept_languages': 'en-GB', 'dom.w3c_touch_events.enabled': 1 },
  },
};
/** One hour ahead of UTC, all the year. */
const ZONE = 'Africa/Lagos';

/** Tests of views in this process's browser; without it one line says so. */
export function views(name, tests) {
  ended ??= after(close) ?? true;
  if (executable(BROWSER)) return describe(`${name} in ${BROWSER}`, tests);
  return console.log(`skipped: ${name}: ${BROWSER} is not installed`);
}

let stage = null;
let opened = 0;
let ended = null;
/** The browser, its tabs and the server, set up by whoever asks first. */
const staged = () => (stage ??= setUp());

async function setUp() {
  const site = await serve();
  const profile = mkdtempSync(join(tmpdir(), `webmynd-views-${BROWSER}-`));
  const browser = await puppeteer.launch({
    headless: true, executablePath: executable(BROWSER), userDataDir: profile, protocolTimeout: 120_000, env: { ...process.env, TZ: ZONE }, ...KINDS[BROWSER],
  });
  const host = await browser.newPage();
  await host.goto(`${site.url}/host.html`);
  await host.waitForFunction('globalThis.ready');
  return { site, profile, browser, host, tab: await newTab(browser) };
}

/** A tab that notes what is refused or thrown in it. */
async function newTab(browser) {
  const tab = await browser.newPage();
  tab.setDefaultTimeout(60_000);
  await tab.evaluateOnNewDocument(() => {
    // What an earlier page left with the browser is gone.
    for (const left of [localStorage, sessionStorage]) left.clear();
    globalThis.refused = [];
    document.addEventListener('securitypolicyviolation', (event) => globalThis.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
    globalThis.addEventListener('error', (event) => globalThis.refused.push(`error ${event.message}`));
    globalThis.addEventListener('unhandledrejection', (event) => globalThis.refused.push(`rejection ${event.reason?.message ?? JSON.stringify(event.reason)}`));
  });
  return tab;
}

/** Ends the browser and the server; tests do so by themselves, see `views`. */
export async function close() {
  if (!stage) return;
  const { site, browser, profile } = await stage;
  stage = null;
  await browser.close();
  site.close();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
}

/** Gives the engine the memory of this name; the page of the test before must not look on. */
async function remember({ site, host, tab }, memory) {
  if (memory === 'as it is' || await host.evaluate((name) => globalThis.holds(name), memory)) return;
  // Not about:blank: there Firefox gives the keyboard to its own address bar, and leaves it there.
  await tab.goto(`${site.url}/blank.html`);
  await host.evaluate((name) => globalThis.restore(name), memory);
}

/** Puts an address into the tab, as large and as dark as it is asked for; false when the keyboard is not with it. */
async function put(tab, url, { width, height, dark, pixels }) {
  await tab.setViewport({ width, height, deviceScaleFactor: pixels });
  if (BROWSER === 'chrome') await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }, { name: 'prefers-reduced-motion', value: 'no-preference' }]);
  await tab.goto(url);
  return tab.evaluate(() => document.hasFocus());
}

/** Opens a page of the stage. `memory`: its name in memory.ts, or 'as it is'; null for a page that has none. `pixels`: of the screen, for each of a style sheet. */
async function show(path, { memory = 'home', width = 1280, height = 800, pixels = 1, dark = false, query = '', hash = '', ready }) {
  const set = await staged();
  if (memory !== null) await remember(set, memory);
  // A number of its own, or an address that differs in its hash alone would open nothing.
  const url = `${set.site.url}${path}?${query}&opened=${++opened}${hash}`;
  if (!await put(set.tab, url, { width, height, dark, pixels })) {
    // Tab led out of the page before, into the browser's own bars, and the keyboard stays there.
    const old = set.tab;
    set.tab = await newTab(set.browser);
    await old.close();
    await put(set.tab, url, { width, height, dark, pixels });
  }
  await set.tab.waitForFunction(`${ready} && document.hasFocus()`, { polling: 20 });
  return set.tab;
}

const shaped = (shape) => `shape=${encodeURIComponent(JSON.stringify(shape))}`;

/** Playback over the real engine. */
export const playback = (hash = '#/grid', { shape = {}, ...options } = {}) =>
  show('/views/playback/playback.html', { ...options, hash, query: shaped(shape), ready: 'globalThis.harness !== undefined' });

/** Playback over frames that are counted and not remembered: `total=1000000`. */
export const counted = (query, hash = '#/grid', options = {}) =>
  show('/counted/views/playback/playback.html', { ...options, memory: null, hash, query, ready: 'globalThis.harness !== undefined' });

/** Popup, settings or welcome in a world of the given shape, when it has said all that it has to say. */
export const surface = (view, shape = {}, { width = 1100, height = 800, dark = false, query = '', ...options } = {}) =>
  show(`/views/${view}/${view}.html`, {
    ...options, width, height, dark, query: `${shaped(dark ? { ...shape, settings: { ...shape.settings, theme: 'dark' } } : shape)}${query}`,
    ready: 'document.body?.dataset.settled !== undefined',
  });

/** The engine's host, for what happens while a view looks on. */
export const host = async () => (await staged()).host;
