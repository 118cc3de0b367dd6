/** The corpus: so many documents with addresses, titles, texts and times, the same for everybody, as a file of lines that `webmynd import` takes too. */
import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { cached, hashOf, madeOnce } from './cache.mjs';
import { packagesFor, textsOf } from './packages.mjs';
import { seeded, shuffle } from './random.mjs';
import { pieces } from './pieces.mjs';

/**
 * Near so many bytes of text a page is cut to documents; many pages are shorter, so the mean of the first is 2,300. The second is for where
 * there shall be more documents than there are of that length.
 */
export const [USUAL, SHORT] = [3_300, 230];
/** The last page was seen then, the first a year before. */
const [LAST, YEAR] = [Date.UTC(2026, 0, 1), 365 * 86_400_000];

/** The lines of a file, one by one. */
export const linesOf = (file) => createInterface({ input: createReadStream(file, { highWaterMark: 1 << 20 }), crlfDelay: Infinity });

async function* documents(files, size) {
  const all = files.flatMap((file) => readFileSync(file, 'utf8').split('\n').filter(Boolean));
  for (const line of shuffle(seeded(1), all)) {
    const { host, path, title, text, lang } = JSON.parse(line);
    for (const [nth, piece] of pieces(text, size).entries()) {
      const more = nth === 0 ? '' : `/${nth + 1}`;
      yield { url: `https://${host}${path}${more}`, title: nth === 0 ? title : `${title} (${nth + 1})`, text: piece, lang };
    }
  }
}

/** Gives the file of the corpus of `count` documents of at most about `size` bytes; what is missing for it is downloaded. */
export async function corpus(count, size = USUAL) {
  // What cuts and counts them otherwise makes another corpus.
  const maker = hashOf(['corpus.mjs', 'pieces.mjs', 'texts.mjs'].map((name) => readFileSync(new URL(name, import.meta.url), 'utf8')).join('\n'));
  return madeOnce(cached('corpora', `${count}-of-${size}-${maker}.jsonl`), async (into) => {
    const files = [];
    for (const one of packagesFor(count * size)) files.push(await textsOf(one));
    const out = createWriteStream(into);
    let made = 0;
    for await (const document of documents(files, size)) {
      if (made === count) break;
      const time = LAST - YEAR + Math.floor((made / count) * YEAR);
      made += 1;
      if (!out.write(`${JSON.stringify({ ...document, time })}\n`)) await once(out, 'drain');
    }
    out.end();
    await once(out, 'finish');
    if (made < count) throw new Error(`there are ${made} documents of ${size} bytes, not ${count}: ask for fewer`);
  });
}

/** Bytes of titles and texts of a corpus. */
export async function textBytesOf(file) {
  let bytes = 0;
  for await (const line of linesOf(file)) {
    const { title, text } = JSON.parse(line);
    bytes += Buffer.byteLength(title) + Buffer.byteLength(text);
  }
  return bytes;
}
