// The stage: bundles the real views over the seeded world, serves them under the extension's CSP, opens them in real browsers.
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import puppeteer from 'puppeteer-core';

const here = dirname(fileURLToPath(import.meta.url));
const extension = join(here, '../../extension');
const PAGES = ['popup', 'settings', 'welcome'];
const AREAS = ['shared', ...PAGES];
/** Stricter than the manifest's: a view that lives under this lives under that. */
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'";
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8' };

export const catalogue = (language) => Object.assign({}, ...AREAS.map((area) => JSON.parse(readFileSync(join(extension, 'locales', language, `${area}.json`), 'utf8'))));

/** The doors of the views, led into the seeded world. */
const seeded = {
  name: 'seeded',
  setup(run) {
    run.onResolve({ filter: /\/browser\.js$/ }, () => ({ path: join(here, 'surfaces-browser.ts') }));
    run.onResolve({ filter: /bridge\/client\.js$/ }, () => ({ path: join(here, 'surfaces-engine.ts') }));
    run.onResolve({ filter: /^catalogues$/ }, () => ({ path: 'catalogues', namespace: 'texts' }));
    run.onLoad({ filter: /.*/, namespace: 'texts' }, () => ({ contents: JSON.stringify({ en: catalogue('en'), de: catalogue('de') }), loader: 'json' }));
  },
};

export async function serveViews() {
  const { outputFiles } = await build({
    entryPoints: PAGES.map((page) => join(extension, `views/${page}/${page}.ts`)), bundle: true, format: 'esm', target: 'es2023',
    outbase: extension, outdir: '/', write: false, plugins: [seeded], logLevel: 'warning',
  });
  const scripts = new Map(outputFiles.map(({ path, text }) => [path, text]));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://here');
    const file = join(extension, pathname);
    const body = scripts.get(pathname) ?? (file.startsWith(extension) && existsSync(file) && extname(file) in TYPES ? readFileSync(file) : null);
    if (body === null) { response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end(); return; }
    response.writeHead(200, { 'content-type': TYPES[extname(pathname)], 'content-security-policy': CSP }).end(body);
  });
  await new Promise((ready) => { server.listen(0, '127.0.0.1', ready); });
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

export const BROWSERS = { chromium: '/usr/bin/chromium', firefox: '/usr/bin/firefox-esr' };

export function launch(name) {
  return puppeteer.launch(name === 'firefox'
    ? { browser: 'firefox', executablePath: BROWSERS.firefox, headless: true, protocol: 'webDriverBiDi', extraPrefsFirefox: { 'intl.accept_languages': 'en-GB' } }
    : { executablePath: BROWSERS.chromium, headless: true, pipe: true, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--lang=en-GB'] });
}

/** Opens a view in a world of the given shape and waits until it has said all it has to say. */
export async function open(browser, origin, page, shape = {}, { width = 1100, height = 800, query = '', hash = '', dark = false } = {}) {
  const tab = await browser.newPage();
  await tab.setViewport({ width, height });
  if (dark) shape = { ...shape, settings: { ...shape.settings, theme: 'dark' } };
  await tab.evaluateOnNewDocument(() => {
    globalThis.refused = [];
    document.addEventListener('securitypolicyviolation', (event) => globalThis.refused.push(`${event.violatedDirective} ${event.blockedURI}`));
    globalThis.addEventListener('error', (event) => globalThis.refused.push(`error ${event.message}`));
    globalThis.addEventListener('unhandledrejection', (event) => globalThis.refused.push(`rejection ${event.reason?.message ?? JSON.stringify(event.reason)}`));
  });
  await tab.goto(`${origin}/views/${page}/${page}.html?fake=${encodeURIComponent(JSON.stringify(shape))}${query}${hash}`);
  await tab.waitForSelector('body[data-settled]', { timeout: 60_000 });
  return tab;
}
