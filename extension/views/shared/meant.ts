/** What was meant by a query of which nothing is remembered as it was typed: the words that were found in its words' place. Pure. */
import type { Hit, Span } from '../../bridge/engine.js';
import { partsOf } from './terms.js';

/** Hits whose found words count, and edits by which a word may differ from what was typed. */
const HITS = 8;
const EDITS = 2;

/** The query with the words that were found in it; null where none stands so near a typed one that it was meant. */
export function meant(q: string, hits: readonly Hit[]): string | null {
  const words = [...new Set(hits.slice(0, HITS).flatMap(({ title, snippet }) => [...title, ...snippet].filter(isLit).map(({ text }) => text.toLocaleLowerCase())))];
  let changed = '';
  let [end, any] = [0, false];
  for (const { text, from, to } of partsOf(q)) {
    const mended = isSaid(text) ? text.replace(WORDS, (word) => nearestTo(word.toLocaleLowerCase(), words) ?? word) : text;
    changed += q.slice(end, from) + mended;
    any ||= mended !== text;
    end = to;
  }
  return any ? changed + q.slice(end) : null;
}

const isLit = ({ lit }: Span): boolean => lit;
/** Words of a part, the signs around and within them left as they are. */
const WORDS = /(?<![\p{L}\p{M}\p{N}])[\p{L}\p{M}\p{N}]{3,40}(?![\p{L}\p{M}\p{N}])/gu;
/** No filter and no address, nothing negated, quoted or in a group: what is meant by these is what stands there. */
const isSaid = (text: string): boolean => !/^[-("“„«]|[:/@*]/u.test(text);

/** The word that differs by the fewest edits from one that is not among them. */
function nearestTo(typed: string, words: string[]): string | null {
  if (words.some((word) => word.startsWith(typed) || typed.startsWith(word))) return null;
  const [best] = words.map((word) => ({ word, edits: editsBetween(typed, word) })).filter(({ edits }) => edits <= EDITS).sort((a, b) => a.edits - b.edits);
  return best?.word ?? null;
}

/** Letters put in, taken out, changed or swapped, as people mistype (optimal string alignment). */
function editsBetween(a: string, b: string): number {
  let [before, last] = [[] as number[], Array.from({ length: b.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] as number) + 1 : Infinity;
      row.push(Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + same, swapped));
    }
    [before, last] = [last, row];
  }
  return last[b.length] as number;
}
