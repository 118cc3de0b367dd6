/** A format has one version: its page in docs/ and the code that writes it say the same number, wherever they say it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fromRoot } from '../../tools/lib/paths.mjs';

const read = (file) => readFileSync(fromRoot(file), 'utf8');
const number = (file, pattern) => {
  const found = [...read(file).matchAll(pattern)].map((match) => Number(match[1]));
  assert.ok(found.length > 0, `${file} says nothing like ${pattern}`);
  return found;
};

const FORMATS = {
  checkpoint: {
    code: ['core/engine/src/catalog/checkpoint/mod.rs', /^const VERSION: u32 = (\d+);/gm],
    docs: [
      ['docs/format.md', /^\| \[checkpoint\].*`WMC1`, (\d+) \|/gm],
      ['docs/format.md', /`WMC1`, version\s+\(u32, now (\d+)\)/g],
    ],
  },
  'search index': {
    code: ['core/engine/src/index/manifest.rs', /^const VERSION: u32 = (\d+);/gm],
    docs: [
      ['docs/format.md', /^\| \[search index\].*`WMINDEX` (\d+) \|/gm],
      ['docs/format-index.md', /^# The index's files, version (\d+)$/gm],
    ],
  },
  export: {
    code: ['core/engine/src/archive/transfer/line.rs', /^pub const VERSION: u32 = (\d+);/gm],
    docs: [
      ['docs/format.md', /^\| \[export\]\(#export\) \| (\d+) \|/gm],
      ['docs/format.md', /\{"type":"head","version":(\d+),/g],
    ],
  },
};

for (const [name, { code, docs }] of Object.entries(FORMATS)) {
  test(`the ${name} has one version`, () => {
    const [version] = number(...code);
    for (const said of docs) {
      for (const one of number(...said)) assert.equal(one, version, `${said[0]}: ${said[1]}`);
    }
  });
}
