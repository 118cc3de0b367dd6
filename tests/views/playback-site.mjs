/** Serves the playback page over the fake engine from this machine, under the strictest policy the extension lives with. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'";
const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css', '.js': 'text/javascript', '.json': 'application/json' };

/** The harness in one script, and the pure modules in another for tests without a browser. */
export async function bundle(entry, options = {}) {
  const built = await build({ entryPoints: [join(root, entry)], bundle: true, write: false, format: 'esm', target: 'es2023', logLevel: 'warning', ...options });
  return built.outputFiles[0].text;
}

async function words(lang) {
  const areas = await Promise.all(['shared', 'playback'].map((area) => readFile(join(root, 'extension/locales', lang === 'de' ? 'de' : 'en', `${area}.json`), 'utf8')));
  return JSON.stringify(Object.assign({}, ...areas.map((area) => JSON.parse(area))));
}

/** { url, close } of a server at a free port. */
export async function serve(port = 0) {
  const script = await bundle('tests/views/playback-harness.ts');
  const answer = async (url) => {
    if (url.pathname.endsWith('/main.js')) return ['.js', script];
    if (url.pathname.endsWith('/messages.json')) return ['.json', await words(url.searchParams.get('lang'))];
    const path = normalize(join(root, 'extension', url.pathname));
    if (!path.startsWith(join(root, 'extension'))) throw new Error('outside');
    return [extname(path), await readFile(path)];
  };
  const server = createServer((request, response) => {
    answer(new URL(request.url, 'http://localhost')).then(
      ([type, body]) => response.writeHead(200, { 'content-type': TYPES[type] ?? 'application/octet-stream', 'content-security-policy': POLICY }).end(body),
      () => response.writeHead(404).end());
  });
  await new Promise((done) => server.listen(port, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${server.address().port}/views/playback/playback.html`, close: () => server.close() };
}
