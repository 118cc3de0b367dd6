/**
 * Builds dist/chrome and dist/firefox: `node tools/build.mjs [--browser=chrome|firefox] [--skip-wasm] [--fast] [--out=DIR] [--measure] [--brisk] [--update-url=ADDRESS]`.
 * `--measure`: pages tell what they pay. `--brisk`: so do they, and nothing on a page's way is waited for as long; into out/brisk, for the stories.
 * Pages keep their place under extension/; the script a page names as `x.js` is bundled from the `x.ts` beside it, its style sheets become one. A page is
 * opened by three requests: each takes a browser as long as much code of ours.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { licences } from './licences.mjs';
import { BRISK, HASTE } from './lib/brisk.mjs';
import { FORMS, SIZES, icon } from './lib/icons.mjs';
import { catalogue, readLocales } from './lib/locales.mjs';
import { BROWSERS, filesNamed, manifestFor } from './lib/manifest.mjs';
import { filesBelow, fromRoot } from './lib/paths.mjs';
import { flag, runNode } from './lib/run.mjs';

const source = fromRoot('extension');
const brisk = Boolean(flag('brisk'));

/** Module entries: background, the workers' scripts, and every script a page names. `out` is the path in the package. */
function entries() {
  const found = [{ in: 'background/main.ts', out: 'background' }];
  for (const file of filesBelow(source)) {
    if (/^host\/[\w-]*worker\.ts$/.test(file)) found.push({ in: file, out: file.replace(/\.ts$/, '') });
    if (!file.endsWith('.html')) continue;
    const page = readFileSync(join(source, file), 'utf8');
    for (const [, script] of page.matchAll(/<script[^>]+src="([^"]+)\.js"/g)) {
      const out = join(dirname(file), script).split('\\').join('/');
      found.push({ in: `${out}.ts`, out });
    }
  }
  const once = new Map(found.map((entry) => [entry.out, entry]));
  return [...once.values()].map(({ in: path, out }) => ({ in: join(source, path), out }));
}

async function scripts(target) {
  const common = {
    bundle: true, outdir: target, target: ['chrome128', 'firefox140'], charset: 'utf8', legalComments: 'none',
    minifySyntax: true, logLevel: 'warning', define: { MEASURE: String(Boolean(flag('measure') || brisk)), HASTE: String(brisk ? HASTE : 1) },
  };
  await build({ ...common, entryPoints: entries(), format: 'esm' });
  await build({ ...common, entryPoints: [{ in: join(source, 'content/main.ts'), out: 'content' }], format: 'iife' });
  // The last value of a script is what it answers to whoever had it run.
  await build({ ...common, entryPoints: [{ in: join(source, 'content/frame.ts'), out: 'frame' }], format: 'iife', globalName: 'webmyndFrame', footer: { js: 'webmyndFrame.default();' } });
}

function put(target, path, content) {
  mkdirSync(dirname(join(target, path)), { recursive: true });
  writeFileSync(join(target, path), content);
}

let drawn = null;
const terms = await licences();
const SHEETS = /[ \t]*<link rel="stylesheet" href="([^"]+)">\n/g;
/** A page with one style sheet in the place of its own, beside it. */
function putPage(target, file) {
  const page = readFileSync(join(source, file), 'utf8');
  const sheets = [...page.matchAll(SHEETS)].map(([, sheet]) => readFileSync(join(source, dirname(file), sheet), 'utf8'));
  if (sheets.some((sheet) => /@import|url\((?!"data:)/.test(sheet))) throw new Error(`${file}: a style sheet names another file, which it would look for beside the page`);
  const all = basename(file).replace('.html', '.css');
  let left = sheets.length;
  put(target, file, page.replace(SHEETS, () => ((left -= 1) === 0 ? `  <link rel="stylesheet" href="${all}">\n` : '')));
  if (sheets.length > 0) put(target, join(dirname(file), all), sheets.join('\n'));
}

/** Pages, styles, pictures, icons, words, wasm, licences and the manifest. */
function files(target, browser) {
  for (const file of filesBelow(source)) {
    if (file.endsWith('.html')) putPage(target, file);
    else if (/\.(svg|png|woff2)$/.test(file)) put(target, file, readFileSync(join(source, file)));
  }
  drawn ??= FORMS.flatMap((form) => SIZES.map((size) => [`icons/${form}-${size}.png`, icon(form, size)]));
  for (const [path, bytes] of drawn) put(target, path, bytes);
  for (const [lang, areas] of Object.entries(readLocales())) {
    put(target, `_locales/${lang}/messages.json`, JSON.stringify(catalogue(areas), null, 1));
  }
  const wasm = fromRoot('out', 'wasm');
  for (const file of filesBelow(wasm).filter((name) => name.endsWith('.wasm'))) {
    mkdirSync(join(target, 'wasm'), { recursive: true });
    cpSync(join(wasm, file), join(target, 'wasm', file));
  }
  put(target, 'licences.txt', terms);
  put(target, 'manifest.json', JSON.stringify(manifestFor(browser, undefined, flag('update-url')), null, 2));
}

const missing = (target, browser) =>
  filesNamed(manifestFor(browser)).filter((file) => !existsSync(join(target, file)));

if (!flag('skip-wasm')) await runNode('tools/build-wasm.mjs', flag('fast') ? ['--fast'] : []);
for (const browser of flag('browser') ? [flag('browser')] : BROWSERS) {
  const target = fromRoot(flag('out') ?? (brisk ? BRISK : 'dist'), browser);
  rmSync(target, { recursive: true, force: true });
  await scripts(target);
  files(target, browser);
  for (const file of missing(target, browser)) {
    console.error(`${browser}: the manifest names ${file}, which is not there: no browser would load this`);
    process.exitCode = 1;
  }
  console.log(`${browser}: ${filesBelow(target).length} files`);
}
