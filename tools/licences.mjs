/** Writes the list of third-party licences of what is in the package: `node tools/licences.mjs [FILE]` (else to the terminal). */
import { readFileSync, writeFileSync } from 'node:fs';
import { completed, linkedInto, listOf, textsOf } from './lib/licences.mjs';
import { fromRoot } from './lib/paths.mjs';
import { output } from './lib/run.mjs';

/** Data of others in the wasm that is no crate: `core/engine/src/words/variants.txt` is made of a dictionary of OpenCC. */
const OPENCC = { name: 'OpenCC (TSCharacters)', version: '1.4.1', license: 'Apache-2.0', repository: 'https://github.com/BYVoid/OpenCC' };

/** The list for both modules of wasm; the scripts of the extension are our own alone (a unit test holds that). */
export async function licences() {
  const said = await output('cargo', ['metadata', '--locked', '--format-version', '1', '--filter-platform', 'wasm32-unknown-unknown']);
  if (said === null) throw new Error('cargo could not tell what the wasm depends on');
  const linked = linkedInto(['webmynd', 'webmynd-keys'], JSON.parse(said)).map((one) => ({ ...one, texts: textsOf(one) }));
  const data = { ...OPENCC, texts: [readFileSync(fromRoot('LICENSE-APACHE'), 'utf8')] };
  return listOf(completed([...linked, data], readFileSync(fromRoot('LICENSE-MIT'), 'utf8')));
}

if (process.argv[1]?.endsWith('licences.mjs')) {
  const list = await licences();
  if (process.argv[2]) writeFileSync(process.argv[2], list);
  else process.stdout.write(list);
}
