/** Serves the contract page, the wasm it tests and the picture corpora on a free port of 127.0.0.1. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join } from 'node:path';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm', '.json': 'application/json' };

/** @param {{ roots: string[], corpus: string }} folders Files are looked for in one root after the other. */
export async function serve(folders) {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://127.0.0.1').pathname);
    if (path === '/corpus.json') return send(response, '.json', JSON.stringify(listCorpus(folders.corpus)));
    const file = locate(folders, path);
    if (!file) return response.writeHead(404).end();
    return send(response, extname(file), readFileSync(file));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

function locate({ roots, corpus }, path) {
  if (path.split('/').includes('..')) return null;
  if (path.startsWith('/corpus/')) return join(corpus, path.slice('/corpus/'.length));
  return roots.map((root) => join(root, path)).find((file) => existsSync(file) && statSync(file).isFile());
}

function send(response, extension, body) {
  response.writeHead(200, { 'content-type': TYPES[extension] ?? 'application/octet-stream' }).end(body);
}

const listCorpus = (corpus) => ({ good: readdirSync(join(corpus, 'good')), malformed: readdirSync(join(corpus, 'malformed')) });

/** A small corpus of our own for where the real one is not, in `folder`: the pictures of the documentation, and halves of them. */
export function makeCorpus(folder, pictures) {
  for (const kind of ['good', 'malformed']) mkdirSync(join(folder, kind), { recursive: true });
  for (const name of readdirSync(pictures)) {
    const bytes = readFileSync(join(pictures, name));
    writeFileSync(join(folder, 'good', name), bytes);
    writeFileSync(join(folder, 'malformed', `half of ${name}`), bytes.subarray(0, bytes.length / 2));
  }
  return folder;
}

/** The picture corpora: in WEBMYND_CORPUS, or looked for beside the project and above it. */
export function findCorpus(from) {
  const { WEBMYND_CORPUS } = process.env;
  if (WEBMYND_CORPUS) return existsSync(join(WEBMYND_CORPUS, 'images')) ? join(WEBMYND_CORPUS, 'images') : null;
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    const corpus = join(folder, 'shared/corpus/images');
    if (existsSync(corpus)) return corpus;
  }
  return null;
}
