/** Builds the real views, the engine's host and worker as the package has them, and serves them from this machine under strict policies. */
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { build } from 'esbuild';
import { readManifest } from '../../../tools/lib/manifest.mjs';
import { fromRoot } from '../../../tools/lib/paths.mjs';

const EXTENSION = fromRoot('extension');
const STAGE = fromRoot('tests', 'views', 'stage');
const VIEWS = ['popup', 'panel', 'settings', 'welcome', 'gone', 'memory'];
const AREAS = ['shared', 'page', 'past', 'playback', ...VIEWS];
/** Stricter than the manifest's: a view that lives under this lives under that. */
const OF_VIEWS = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'";
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.wasm': 'application/wasm' };

export const catalogue = (language) => Object.assign({}, ...AREAS.map((area) => JSON.parse(readFileSync(join(EXTENSION, 'locales', language, `${area}.json`), 'utf8'))));

/** The doors of the views, led onto the stage. */
const staged = {
  name: 'staged',
  setup(run) {
    run.onResolve({ filter: /\/browser\.js$/ }, () => ({ path: join(STAGE, 'door.ts') }));
    run.onResolve({ filter: /bridge\/client\.js$/ }, ({ importer }) => (importer === join(STAGE, 'overlay.ts') ? undefined : { path: join(STAGE, 'overlay.ts') }));
    run.onResolve({ filter: /^\.\/engine\.js$/ }, ({ importer }) => (importer === join(EXTENSION, 'background', 'past.ts') ? { path: join(STAGE, 'background-engine.ts') } : undefined));
    run.onResolve({ filter: /^catalogues$/ }, () => ({ path: 'catalogues', namespace: 'texts' }));
    run.onLoad({ filter: /.*/, namespace: 'texts' }, () => ({ contents: JSON.stringify({ en: catalogue('en'), de: catalogue('de') }), loader: 'json' }));
  },
};

/** The scripts of some entries by the paths they are served at. */
async function scripts(entryPoints, plugins = []) {
  const { outputFiles } = await build({
    entryPoints, bundle: true, format: 'esm', target: ['chrome128', 'firefox140'], outdir: '/', write: false, logLevel: 'warning', plugins,
  });
  return outputFiles.map(({ path, text }) => [path, text]);
}

async function built() {
  const ofViews = Object.fromEntries(VIEWS.map((view) => [`views/${view}/${view}`, join(EXTENSION, `views/${view}/${view}.ts`)]));
  const all = await Promise.all([
    scripts({ ...ofViews, 'views/playback/main': join(STAGE, 'playback.ts') }, [staged]),
    // The same page over frames that are counted, not remembered.
    scripts({ 'counted/views/playback/main': fromRoot('tests', 'views', 'fake', 'playback.ts') }, [staged]),
    scripts({ host: join(STAGE, 'host.ts'), 'host/worker': join(STAGE, 'worker.ts'), 'host/keys-worker': join(EXTENSION, 'host/keys-worker.ts') }),
  ]);
  return new Map(all.flat());
}

const isFile = (path, folder) => path.startsWith(folder) && extname(path) in TYPES && existsSync(path);

/** Where what is not built lies; null for what there is not. */
function fileOf(path) {
  if (path === '/host.html') return join(STAGE, 'host.html');
  const wasm = normalize(fromRoot('out', path));
  if (path.startsWith('/wasm/')) return isFile(wasm, fromRoot('out', 'wasm')) ? wasm : null;
  const file = normalize(join(EXTENSION, path.replace(/^\/counted\//, '/')));
  return isFile(file, EXTENSION) ? file : null;
}

/** { url, close } of a server at a free port. */
export async function serve() {
  if (!existsSync(fromRoot('out', 'wasm', 'webmynd_bg.wasm'))) throw new Error('out/wasm is not there: npm run build makes it');
  const made = await built();
  const ofHost = readManifest().content_security_policy.extension_pages;
  made.set('/blank.html', '<!doctype html><title>Nothing</title>');
  const answer = async (pathname) => {
    const file = fileOf(pathname);
    const body = made.get(pathname) ?? (file && await readFile(file));
    // A package does not change while it runs: what is not the page itself is asked for once.
    const kept = extname(pathname) === '.html' ? 'no-store' : 'max-age=3600, immutable';
    return body && { body, head: { 'content-type': TYPES[extname(pathname)], 'cache-control': kept, 'content-security-policy': pathname.includes('/views/') ? OF_VIEWS : ofHost } };
  };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://here');
    answer(pathname).then((found) => {
      if (found) response.writeHead(200, found.head).end(found.body);
      else response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
    }, (error) => response.writeHead(500).end(String(error)));
  });
  await new Promise((ready) => { server.listen(0, '127.0.0.1', ready); });
  return { url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
