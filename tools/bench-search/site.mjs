/** Bundles the benchmark's page and workers, and serves them with corpus and queries on a free port of 127.0.0.1. */
import { copyFileSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { fromRoot } from '../lib/paths.mjs';
import { linesOf } from './corpus.mjs';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json' };
/** Isolated pages have a fine clock, and are told how much memory they take. */
const HEADERS = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp', 'cross-origin-resource-policy': 'same-origin' };
const PAGE = '<!doctype html><meta charset="utf-8"><title>Searching, measured</title><script type="module" src="page.js"></script>';

/** @param modules The folder of the other engines, or null without them. */
async function bundle(modules) {
  const outdir = fromRoot('out', 'bench-search', 'site');
  const here = (name) => fileURLToPath(new URL(`browser/${name}`, import.meta.url));
  const rivals = modules ? { 'rivals/worker': here('rival-worker.mjs') } : {};
  await build({
    bundle: true, format: 'esm', outdir, logLevel: 'warning', target: ['chrome128', 'firefox140'], nodePaths: modules ? [modules] : [],
    entryPoints: { page: here('page.mjs'), 'host/worker': here('engine-worker.mjs'), ...rivals },
  });
  if (modules) {
    mkdirSync(join(outdir, 'rivals'), { recursive: true });
    copyFileSync(join(modules, '@sqlite.org/sqlite-wasm/dist/sqlite3.wasm'), join(outdir, 'rivals', 'sqlite3.wasm'));
  }
  return outdir;
}

/** Serves; `close` ends it. */
export async function serve({ corpus, queries, modules }) {
  const roots = [await bundle(modules), fromRoot('out')];
  const lines = [];
  for await (const line of linesOf(corpus)) lines.push(line);
  const answer = (path) => {
    const part = /^\/documents\/(\d+)\/(\d+)$/.exec(path);
    if (part) return ['.json', lines.slice(Number(part[1]), Number(part[2])).join('\n')];
    if (path === '/') return ['.html', PAGE];
    if (path === '/queries.json') return ['.json', readFileSync(queries)];
    const file = path.split('/').includes('..') ? null : roots.map((root) => join(root, path)).find((name) => existsSync(name) && statSync(name).isFile());
    return file ? [extname(file), readFileSync(file)] : null;
  };
  const server = createServer((request, response) => {
    const [extension, body] = answer(new URL(request.url, 'http://127.0.0.1').pathname) ?? [];
    if (!extension) response.writeHead(404, HEADERS).end();
    else response.writeHead(200, { ...HEADERS, 'content-type': TYPES[extension] ?? 'application/octet-stream' }).end(body);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return { url: `http://127.0.0.1:${server.address().port}/`, count: lines.length, close: () => server.close() };
}
