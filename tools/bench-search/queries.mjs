/**
 * Queries out of the texts themselves, the same each time: what is asked was written in some document. Each has its words, for engines with a
 * language of their own, and `typed`, as a person types it to ours. Words are drawn where spaces part them; Chinese and Japanese texts are
 * among what is searched.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { linesOf } from './corpus.mjs';
import { cached, hashOf, madeOnce } from './cache.mjs';
import { below, oneOf, seeded } from './random.mjs';

/** So many are asked of each class, after so many that only warm up. */
const [ASKED, WARM] = [200, 20];
/** So often each class is asked from its first query to its last: the fastest answer counts, so that what else the machine does is left out. */
export const ROUNDS = 3;
/** Documents that queries are drawn from. */
const DRAWN = 20_000;
const WORD = /[\p{L}\p{M}\d]+/gu;
const UNPARTED = new Set(['ja', 'zh']);
/** Words of one class are of these bands in turn: the share of documents that have them, from and below. Rarer ones are in two documents at least. */
const BANDS = [[0, 0.001], [0.001, 0.01], [0.01, 0.2]];

export const wordsOf = (text) => text.toLowerCase().match(WORD) ?? [];
const isWord = (word) => /^\p{L}{3,20}$/u.test(word);

/** Documents of the list with words in bands: [[word, …] for each band]. */
function banded(documents) {
  const counts = new Map();
  for (const { words } of documents) for (const word of new Set(words)) if (isWord(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const inBand = ([from, to]) => [...counts].filter(([, count]) => count > 1 && count >= from * documents.length && count < to * documents.length).map(([word]) => word);
  // The smallest corpora have no words that rare.
  return { bands: BANDS.map(inBand).filter((band) => band.length > 0), counts };
}

/** Some words in a row of one line of a document, or null where it has no such row. */
function row(random, { text }, length) {
  const words = oneOf(random, text.split('\n')).match(/\p{L}+(?: \p{L}+)*/gu)?.flatMap((run) => (run.split(' ').length >= length ? [run.split(' ')] : []));
  if (!words?.length) return null;
  const run = oneOf(random, words);
  const from = below(random, run.length - length + 1);
  return run.slice(from, from + length).map((word) => word.toLowerCase());
}

/** Asks `draw` until it gives something. */
function drawn(draw) {
  for (let tries = 0; tries < 10_000; tries += 1) {
    const found = draw();
    if (found) return found;
  }
  throw new Error('the corpus has nothing to ask for');
}

/** How the queries of each class are made. A space at the end: the last word is whole. */
function classes(random, documents) {
  const { bands, counts } = banded(documents);
  const document = () => oneOf(random, documents);
  const wordOf = ({ words }) => oneOf(random, words.filter((word) => isWord(word) && counts.get(word) > 1));
  const all = (words) => ({ kind: 'all', words, typed: `${words.join(' ')} ` });
  return {
    word: (nth) => all([oneOf(random, bands[nth % bands.length])]),
    'words, 2 or 3': (nth) => drawn(() => {
      const one = document();
      const words = [...new Set(Array.from({ length: 2 + (nth % 2) }, () => wordOf(one)))];
      return words.length === 2 + (nth % 2) && !words.includes(undefined) ? all(words) : null;
    }),
    phrase: (nth) => {
      const words = drawn(() => row(random, document(), 2 + (nth % 2)));
      return { kind: 'phrase', words, typed: `"${words.join(' ')}"` };
    },
    prefix: (nth) => {
      const start = drawn(() => [...wordOf(document()) ?? ''].slice(0, 3 + (nth % 3)).join('') || null);
      return { kind: 'prefix', words: [start], typed: start };
    },
    'site, newest': () => {
      const { site, word } = drawn(() => { const one = document(); const word = wordOf(one); return word && { site: one.site, word }; });
      return { kind: 'all', words: [word], site, typed: `site:${site} ${word} ` };
    },
    sentence: (nth) => all(drawn(() => row(random, document(), 8 + (nth % 5)))),
  };
}

/** Pure: { now, classes: [{ name, sort, warm, asked }] } for documents { url, text, lang, time }, the last the newest. */
export function queriesFor(documents, counts = { asked: ASKED, warm: WARM }) {
  const parted = documents.filter(({ lang }) => !UNPARTED.has(lang)).map(({ url, text }) => ({ text, words: wordsOf(text), site: new URL(url).hostname }));
  const random = seeded(2);
  const made = Object.entries(classes(random, parted)).map(([name, make]) => {
    const all = Array.from({ length: counts.warm + counts.asked }, (_, nth) => make(nth));
    return { name, sort: name.endsWith('newest') ? 'newest' : 'best', warm: all.slice(0, counts.warm), asked: all.slice(counts.warm) };
  });
  return { now: documents.at(-1).time + 60_000, classes: made };
}

/** The file of the queries for a corpus of `count` documents: { rounds, now, classes }. */
export async function queriesOf(file, count, rounds = ROUNDS) {
  const maker = hashOf(readFileSync(new URL('queries.mjs', import.meta.url), 'utf8') + file + rounds);
  return madeOnce(cached('queries', `${maker}.json`), async (into) => {
    const [documents, every] = [[], Math.max(1, Math.floor(count / DRAWN))];
    let nth = 0;
    for await (const line of linesOf(file)) if (nth++ % every === 0 || nth === count) documents.push(JSON.parse(line));
    writeFileSync(into, JSON.stringify({ rounds, ...queriesFor(documents) }));
  });
}
