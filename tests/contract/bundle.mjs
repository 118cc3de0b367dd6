/** Bundles the engine's page and worker as the package has them, over the wasm of the contract build. */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));

/** Returns the folder of the bundles; `name` is its own, for two of these may run at a time. */
export async function bundle(wasm, name) {
  const outdir = join(wasm, '..', `site-${name}`);
  await build({
    bundle: true, format: 'esm', outdir, logLevel: 'warning', target: ['chrome128', 'firefox140'],
    entryPoints: { engine: join(here, 'engine.ts'), 'host/worker': join(root, 'extension/host/worker.ts') },
    plugins: [{
      name: 'the contract build of the wasm',
      setup: ({ onResolve }) => onResolve({ filter: /out\/wasm\/webmynd\.js$/ }, () => ({ path: join(wasm, 'webmynd.js') })),
    }],
  });
  return outdir;
}
