/** Finds words by which one page can be told from the others. */

/** Whole words with single spaces between them: no part of a hyphenated word or of a number. */
const SPACED = /(?<![\p{L}\p{N}\p{M}'’_-])\p{L}[\p{L}\p{M}'’]*(?: \p{L}[\p{L}\p{M}'’]*){4,6}(?![\p{L}\p{N}\p{M}'’_-])/gu;
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Hangul}]{8,14}/gu;

/** Phrases of a text, those of its longest lines first: that is where the page speaks and the menu does not. */
export function phrases(text, most = 400) {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line.length > 12).sort((a, b) => b.length - a.length);
  const found = [];
  for (const line of lines) {
    for (const [phrase] of [...line.matchAll(SPACED), ...line.matchAll(UNSPACED)]) {
      if (phrase.length >= 8 && phrase.length <= 80) found.push(phrase);
      if (found.length >= most) return found;
    }
  }
  return found;
}

const plain = (text) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ');

/** For each text a phrase that stands in no other of them, or null. */
export function ownPhrases(texts) {
  const all = texts.map(plain);
  return texts.map((text, i) => phrases(text).find((phrase) => {
    const wanted = plain(phrase);
    return all.every((other, j) => j === i || !other.includes(wanted));
  }) ?? null);
}
