/** The repository tests itself: sizes, walls, words that must not be said, files that must say what they are for. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { test } from 'node:test';
import { readLocales, catalogue } from '../../tools/lib/locales.mjs';
import { ROOT, fromRoot } from '../../tools/lib/paths.mjs';

const tracked = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, maxBuffer: 1 << 26 })
  .toString().split('\0').filter((file) => file && existsSync(fromRoot(file)));
const read = (file) => readFileSync(fromRoot(file), 'utf8');
const code = tracked.filter((file) => /\.(rs|ts|mjs|js|css)$/.test(file));
const typescript = tracked.filter((file) => /^extension\/.*\.ts$/.test(file));
const rust = tracked.filter((file) => file.endsWith('.rs'));

/** Code without its comments and strings, for words that only count when they run. */
const bare = (text) => text.replace(/\/\*[^]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1').replace(/'(?:[^'\\\n]|\\.)*'/g, "''");
const offenders = (files, check) => files.filter((file) => check(read(file), file));

test('no file is longer than 400 lines, half of them are shorter than 120', () => {
  const lines = code.map((file) => [file, read(file).split('\n').length]);
  assert.deepEqual(lines.filter(([, count]) => count > 401), []);
  const sorted = lines.map(([, count]) => count).sort((a, b) => a - b);
  assert.ok(sorted[Math.floor(sorted.length / 2)] < 120, `the median file has ${sorted[Math.floor(sorted.length / 2)]} lines`);
});

/** Functions by their indentation: from a line that opens one to the line that closes it in the same column. */
function longFunctions(text, opens, most) {
  const lines = text.split('\n');
  const found = [];
  lines.forEach((line, from) => {
    const match = opens.exec(line);
    if (!match || !line.trimEnd().endsWith('{')) return;
    const close = `${match[1]}}`;
    const length = lines.slice(from + 1).findIndex((other) => other.startsWith(close)) + 2;
    if (length > most) found.push(`${match[2]}: ${length} lines`);
  });
  return found;
}

test('no function is longer than 60 lines', () => {
  const rustFn = /^(\s*)(?:pub(?:\([a-z]+\))? )?(?:const )?(?:async )?fn (\w+)/;
  const scriptFn = /^(\s*)(?:export )?(?:default )?(?:async )?function\*? (\w+)/;
  const found = code.flatMap((file) => longFunctions(read(file), file.endsWith('.rs') ? rustFn : scriptFn, 60).map((one) => `${file} ${one}`));
  assert.deepEqual(found, []);
});

test('every Rust file says its duty in its first line', () => {
  assert.deepEqual(offenders(rust, (text) => !text.startsWith('//!')), []);
});

/** What is not named is not compiled, and what is not compiled tests nothing. */
test('every Rust test is part of its crate\'s one program, and nothing is tested where nothing is run', () => {
  const suites = rust.filter((file) => file.endsWith('/tests/suite.rs'));
  assert.ok(suites.length >= 4, suites.join());
  for (const suite of suites) {
    const named = [...read(suite).matchAll(/^mod (\w+);/gm)].map(([, name]) => name);
    const beside = rust.map((file) => relative(dirname(suite), file)).filter((file) => /^(?!suite)\w+(?:\/mod)?\.rs$/.test(file));
    const files = beside.map((file) => file.split(/[/.]/)[0]);
    assert.deepEqual(files.filter((name) => !named.includes(name)), [], suite);
    assert.match(read(join(dirname(suite), '../Cargo.toml')), /^autotests = false/m, suite);
  }
  // Targets that Cargo.toml says have no tests.
  const untested = ['crate/src', 'keys/src', 'server/src/main.rs', 'tools/bench-search/native/src', 'tools/wasm/src'];
  assert.deepEqual(offenders(rust.filter((file) => untested.some((place) => file.startsWith(place))), (text) => /#\[(?:tokio::)?test/.test(text)), []);
});

test('the engine forbids unsafe code', () => {
  assert.match(read('core/engine/src/lib.rs'), /#!\[forbid\(unsafe_code\)\]/);
});

test('no Rust is for the browser alone, or not for it: one look of clippy sees all there is', () => {
  assert.deepEqual(offenders(rust, (text) => /cfg\w*!?\([^)]*\b(?:target_arch|target_family|wasm)\b/.test(text)), []);
});

test('only browser.ts speaks to the browser', () => {
  const others = typescript.filter((file) => file !== 'extension/browser.ts');
  assert.deepEqual(offenders(others, (text) => /\b(?:chrome|browser)\.[a-z]\w*/.test(bare(text))), []);
});

test('page text is never markup, nothing is styled or scripted in line, nothing is evaluated', () => {
  const markup = /\.(?:innerHTML|outerHTML)\s*=[^=]|insertAdjacentHTML|document\.write|\beval\(|new Function\(|setAttribute\(\s*['"](?:style|on\w+)/;
  assert.deepEqual(offenders(typescript, (text) => markup.test(text)), []);
  const pages = tracked.filter((file) => /^extension\/.*\.html$/.test(file));
  assert.deepEqual(offenders(pages, (text) => /\sstyle=|<style|\son\w+=|<script(?![^>]*\bsrc=)|(?:src|href)="(?:https?:)?\/\//i.test(text)), []);
});

/** Who may import whom inside the extension: what a room may reach beside itself. */
const MAY_REACH = {
  'browser.ts': [],
  bridge: ['browser.ts'],
  content: ['browser.ts', 'bridge/address.ts', 'bridge/in-time.ts', 'bridge/messages.ts', 'bridge/pace.ts', 'bridge/shot-words.ts', 'bridge/visit-id.ts'],
  host: ['bridge', 'browser.ts'],
  background: ['browser.ts', 'bridge', 'host/host.ts'],
  views: ['browser.ts', 'bridge'],
};
const IMPORT = /^\s*(?:import|export)\b(?:[^'"]*?\bfrom)?\s*['"](\.[^'"]+)['"]|\bimport\(\s*['"](\.[^'"]+)['"]/gm;

test('one file asks the network, one the browser\'s own icons, and one the extension\'s own code', () => {
  const asking = ['extension/host/remote.ts', 'extension/background/favicon.ts', 'extension/host/code.ts'];
  const others = typescript.filter((file) => !asking.includes(file));
  assert.deepEqual(offenders(others, (text) => /\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon/.test(bare(text))), []);
});

test('a room imports only what it may reach', () => {
  const found = [];
  for (const file of typescript) {
    const inside = file.replace('extension/', '');
    const room = inside.includes('/') ? inside.split('/')[0] : inside;
    for (const [, first, second] of read(file).matchAll(IMPORT)) {
      const target = normalize(join(dirname(inside), first ?? second)).replace(/\.js$/, '.ts');
      const own = target === room || target.startsWith(`${room}/`);
      // The bindings of the wasm are built, not written.
      const built = room === 'host' && target.startsWith('../out/wasm/');
      if (!own && !built && !MAY_REACH[room]?.some((door) => target === door || target.startsWith(`${door}/`))) found.push(`${inside} -> ${target}`);
    }
  }
  assert.deepEqual(found, []);
});

test('the server can read nothing: it links neither the crypto nor the engine', () => {
  const server = read('server/Cargo.toml').split(/^\[dev-dependencies\]/m)[0];
  const protocol = read('core/protocol/Cargo.toml').split(/^\[dev-dependencies\]/m)[0];
  for (const manifest of [server, protocol]) assert.doesNotMatch(manifest, /^webmynd-(?:crypto|engine|cli)\b/m);
  assert.match(server, /^webmynd-protocol\b/m);
});

test('the engine and its face keep to their floors', () => {
  const engine = read('core/engine/Cargo.toml');
  for (const crate of ['wasm-bindgen', 'web-sys', 'js-sys', 'rexie', 'clap', 'tempfile']) {
    const needed = engine.split(/^\[dev-dependencies\]/m)[0];
    assert.doesNotMatch(needed, new RegExp(`^${crate}\\b`, 'm'), `the engine needs no ${crate}`);
  }
});

test('every language has the same sentences with the same places', () => {
  const locales = readLocales();
  const merged = Object.fromEntries(Object.entries(locales).map(([lang, areas]) => [lang, catalogue(areas)]));
  const places = (text) => [...new Set(text.match(/\$\d/g) ?? [])].sort().join();
  for (const [lang, messages] of Object.entries(merged)) {
    assert.deepEqual(Object.keys(messages).sort(), Object.keys(merged.en).sort(), lang);
    for (const [key, { message }] of Object.entries(messages)) {
      assert.ok(message.trim(), `${lang} ${key} is empty`);
      // A singular may leave its number out.
      if (!key.endsWith('_one')) assert.equal(places(message), places(merged.en[key].message), `${lang} ${key}`);
    }
  }
});

test('a request that panics does not end the released server', () => {
  assert.match(read('Cargo.toml'), /\[profile\.release\][^[]*panic = "unwind"/);
  assert.match(read('server/src/api.rs'), /CatchPanicLayer/);
});

test('links in the texts lead somewhere', () => {
  const found = [];
  for (const file of tracked.filter((name) => name.endsWith('.md'))) {
    for (const [, target] of read(file).matchAll(/\]\((?!https?:|mailto:|#)([^)\s#]+)/g)) {
      if (!existsSync(fromRoot(dirname(file), target))) found.push(`${file} -> ${target}`);
    }
  }
  assert.deepEqual(found, []);
});
