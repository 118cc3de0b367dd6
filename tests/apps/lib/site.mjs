/** Serves one application under `http://NAME.test` or https, its data as late as on the web: 300 to 1,500 ms, the same each time for a seed. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createSafe } from 'node:https';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { PLAIN, SAFE_HOST, isOurs, tunnel } from '../../browser/lib/ground.mjs';
import { certified } from '../../browser/lib/tls.mjs';
import { sleep } from '../../browser/lib/until.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.mjs': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.pdf': 'application/pdf', '.woff2': 'font/woff2', '.md': 'text/markdown; charset=utf-8', '.wasm': 'application/wasm', '.xml': 'text/xml',
};
const [SOONEST, LATEST] = [300, 1_500];

/** The file of `folder` at a path, as an answer; null where there is none. `slow`: which paths come late. */
export function fileOf(folder, path, slow = () => false) {
  for (const name of [path, join(path, 'index.html'), `${path}.html`]) {
    const file = join(folder, normalize(`/${decodeURIComponent(name)}`));
    if (statSync(file, { throwIfNoEntry: false })?.isFile()) return { body: readFileSync(file), type: TYPES[extname(file)] ?? 'application/octet-stream', slow: slow(path) };
  }
  return null;
}

export const html = (body, more = {}) => ({ body, type: TYPES['.html'], ...more });
export const json = (value, more = {}) => ({ body: JSON.stringify(value), type: TYPES['.json'], ...more });
export const script = (body) => ({ body, type: TYPES['.js'] });

/** 0 to 1 in steps of the golden ratio: soon and late come in turn, whatever the seed. */
const spread = (seed, count) => (seed * 0.7548776662 + count * 0.6180339887) % 1;

function certificate() {
  const folder = mkdtempSync(join(tmpdir(), 'webmynd-apps-'));
  try { return certified(folder, [SAFE_HOST]); } finally { rmSync(folder, { recursive: true, force: true }); }
}

const listen = (server) => new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(server.address().port)); });

export class AppSite {
  /** What answers: `({ path, query, host, method, headers }, body)` gives `{ body, type, slow, status, headers }` or null. */
  answers = () => null;
  #asked = 0;
  #servers = [];

  static async open({ seed = 1 } = {}) {
    const site = new AppSite();
    const answer = (request, response) => void site.#answer(request, response).catch(() => response.destroy());
    const [made, plain] = [certificate(), createServer(answer)];
    const safe = made && createSafe(made, answer);
    site.#servers.push(...[plain, safe].filter(Boolean));
    Object.assign(site, { seed, port: await listen(plain), safePort: safe && await listen(safe), authority: made?.authority, keyHash: made?.keyHash });
    site.safe = safe && `https://${SAFE_HOST}`;
    site.endTunnels = tunnel(plain, site.safePort);
    return site;
  }

  /** Serves an application from now on. */
  serve(answers) {
    this.answers = answers;
    this.#asked = 0;
  }

  #delay() {
    this.#asked += 1;
    return SOONEST + (LATEST - SOONEST) * spread(this.seed, this.#asked);
  }

  async #answer(request, response) {
    if (!isOurs(request)) { response.writeHead(502).end(); return; }
    let body = '';
    for await (const part of request) body += part;
    const url = new URL(request.url, PLAIN);
    const host = request.headers.host ?? url.host;
    const { method, headers } = request;
    const given = await this.answers({ path: url.pathname, query: url.searchParams, search: url.search, host, method, headers }, body);
    if (given?.slow) await sleep(this.#delay());
    if (response.destroyed) return;
    response.writeHead(given ? given.status ?? 200 : 404, { 'content-type': given?.type ?? 'text/plain', 'cache-control': 'no-store', ...given?.headers });
    response.end(given?.body ?? 'nothing is here');
  }

  close() {
    this.endTunnels();
    for (const server of this.#servers) { server.closeAllConnections(); server.close(); }
  }
}
