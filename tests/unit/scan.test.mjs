/** The scan of a profile finds what is there: plain, in two bytes a letter, deflated in the middle of a file; and nothing that a web page or the browser keeps. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { deflateRawSync, deflateSync } from 'node:zlib';
import { scan } from '../browser/lib/scan.mjs';

const SECRET = 'correct-Horse7battery';
const text = (words) => `${'It is said of a page that it goes on for a while. '.repeat(40)}${words}${' And so on and so forth.'.repeat(20)}`;
const around = (bytes) => Buffer.concat([Buffer.from([0, 1, 2, 3, 250, 9]), bytes, Buffer.alloc(64)]);
const FORMS = [
  ['as it is', Buffer.from(text(SECRET))], ['in two bytes a letter', Buffer.from(text(SECRET), 'utf16le')],
  ['deflated', around(deflateRawSync(text(SECRET)))], ['deflated with a head', around(deflateSync(text(SECRET)))],
];
const PLACES = { chrome: ['Default/File System/000/t/00/00000001', 'Default/History'], firefox: ['storage/default/moz-extension+++7d0e/fs/a', 'places.sqlite'] };

function scanned(browser, file, bytes, words = [SECRET, 'not there']) {
  const profile = mkdtempSync(join(tmpdir(), 'webmynd-scan-'));
  try {
    for (const folder of ['Default/IndexedDB', 'Default/Local Extension Settings', 'storage/default']) mkdirSync(join(profile, folder), { recursive: true });
    mkdirSync(dirname(join(profile, file)), { recursive: true });
    writeFileSync(join(profile, file), bytes);
    return scan(browser, profile, words).map(({ word }) => word);
  } finally {
    rmSync(profile, { recursive: true });
  }
}

for (const [browser, [own, others]] of Object.entries(PLACES)) {
  for (const [name, bytes] of FORMS) test(`${browser}: a word that lies there ${name} is found`, () => assert.deepEqual(scanned(browser, own, bytes), [SECRET]));
  test(`${browser}: a code is found, and is no part of a longer number`, () => {
    const of = (text) => scanned(browser, own, Buffer.from(text), ['789096']);
    assert.deepEqual([of('at 1795789096123'), of('id 7890961'), of('Your code is 789096.'), of('789096'), of('1795789096123 and 789096')], [[], [], ['789096'], ['789096'], ['789096']]);
  });
  test(`${browser}: the browser's own files are not asked`, () => assert.deepEqual(scanned(browser, others, FORMS[0][1]), []));
}
