/**
 * Writes the weights that `core/engine/src/extract/language/model.rs` uses, out of those of the whichlang crate:
 * `node tools/language-model.mjs`, after whichlang was changed. 32-bit floats of 16 languages become bytes of eleven.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runMain } from './lib/main.mjs';
import { fromRoot } from './lib/paths.mjs';
import { output } from './lib/run.mjs';

/** Those written in Latin or Cyrillic, in whichlang's order; the script tells the others. */
const LANGUAGES = ['Deu', 'Eng', 'Fra', 'Ita', 'Nld', 'Por', 'Rus', 'Spa', 'Swe', 'Tur', 'Vie'];
/** Half of the weights are within 0.3, one of a thousand is beyond 14: a byte counts eighths up to 16. */
const STEPS = 8;

/** The numbers or names of a constant array. */
function array(source, name) {
  const found = new RegExp(`const ${name}: \\[[^\\]]*\\] = \\[([^\\]]*)\\]`).exec(source);
  if (!found) throw new Error(`whichlang has no ${name}`);
  return found[1].split(',').map((one) => one.trim()).filter(Boolean);
}

async function main() {
  const { packages } = JSON.parse(await output('cargo', ['metadata', '--locked', '--format-version', '1']));
  const { manifest_path: manifest, version } = packages.find((one) => one.name === 'whichlang');
  const source = readFileSync(join(dirname(manifest), 'src', 'weights.rs'), 'utf8');
  const all = array(source, 'LANGUAGES').map((name) => name.replace('Lang::', ''));
  const [weights, intercepts] = [array(source, 'WEIGHTS').map(Number), array(source, 'INTERCEPTS').map(Number)];
  const columns = LANGUAGES.map((name) => all.indexOf(name));
  const buckets = weights.length / all.length;
  const bytes = Int8Array.from({ length: buckets * columns.length }, (_, i) => {
    const weight = weights[Math.floor(i / columns.length) * all.length + columns[i % columns.length]];
    return Math.max(-127, Math.min(127, Math.round(weight * STEPS)));
  });
  writeFileSync(fromRoot('core', 'engine', 'src', 'extract', 'language', 'weights.bin'), bytes);
  console.log(`whichlang ${version}: ${buckets} rows of ${columns.length}; intercepts ${columns.map((column) => intercepts[column]).join(', ')}`);
}

await runMain(main);
