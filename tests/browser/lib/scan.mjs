/** Looks for words in everything that the extension keeps in a profile, byte by byte, and in whatever inflates. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { constants, inflateRawSync } from 'node:zlib';
import { filesBelow } from '../../../tools/lib/paths.mjs';

/** What the extension has of a profile, and no web page: the rest is the browser's own history of what was typed and visited. */
function foldersOf(name, profile) {
  if (name === 'chrome') {
    const own = (folder, test) => readdirSync(join(profile, 'Default', folder)).filter(test).map((one) => join(profile, 'Default', folder, one));
    return [join(profile, 'Default', 'File System'), ...own('IndexedDB', (one) => one.startsWith('chrome-extension_')), join(profile, 'Default', 'Local Extension Settings')];
  }
  const storage = join(profile, 'storage', 'default');
  return [...readdirSync(storage).filter((one) => one.startsWith('moz-extension')).map((one) => join(storage, one)), join(profile, 'browser-extension-data')];
}

/** Texts of files are deflated: every place from which something inflates is tried. */
function* inflated(bytes) {
  for (let at = 0; at < bytes.length; at += 1) {
    // A block that is coded by the standard tables or by its own; stored ones lie there as they are.
    const kind = (bytes[at] >> 1) & 3;
    if (kind !== 1 && kind !== 2) continue;
    try {
      const text = inflateRawSync(bytes.subarray(at), { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 1 << 22 });
      if (text.length > 24) yield text;
    } catch { /* Nothing begins here. */ }
  }
}

const isDigit = (byte) => byte >= 48 && byte <= 57;

/** Whether a word stands in some bytes. One of digits alone is no part of a longer number: the time in milliseconds has any six of them in it now and then. */
function stands(bytes, word, encoding) {
  const wanted = Buffer.from(word, encoding);
  const step = encoding === 'utf8' ? 1 : 2;
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1)) {
    if (!/^\d+$/.test(word) || !(isDigit(bytes[at - step]) || isDigit(bytes[at + wanted.length]))) return true;
  }
  return false;
}

/** Which of `words` stand in the files, each with the first place: { word, file }. */
export function scan(name, profile, words) {
  const found = new Map();
  const note = (bytes, file) => {
    for (const word of words) for (const encoding of ['utf8', 'utf16le']) if (!found.has(word) && stands(bytes, word, encoding)) found.set(word, file);
  };
  for (const folder of foldersOf(name, profile)) {
    for (const file of filesBelow(folder)) {
      const bytes = readFileSync(join(folder, file));
      note(bytes, file);
      // Pictures and settings lie in databases, which deflate nothing.
      if (/IndexedDB|Local Extension Settings/.test(folder) || /(?:^|\/)idb\//.test(file)) continue;
      for (const text of inflated(bytes)) note(text, `${file}, inflated`);
    }
  }
  return [...found].map(([word, file]) => ({ word, file }));
}
