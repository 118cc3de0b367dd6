/** What was meant by a query of which nothing is remembered as it was typed: the words that were found in its words' place. Pure. */
import type { Hit, Span } from '../../../bridge/engine.js';
import { partsOf } from './terms.js';

/** Hits whose found words count, and edits by which a word may differ from what was typed. */
const HITS = 8;
const EDITS = 2;

/** The query with the words that were found in it; null where none stands so near a typed one that it was meant. */
export function meant(q: string, hits: readonly Hit[]): string | null {
  const found = new Map<string, string>();
  for (const word of hits.slice(0, HITS).flatMap(({ title, snippet }) => [...title, ...snippet].filter(isLit).map(({ text }) => text.toLocaleLowerCase()))) found.set(word, word);
  let changed = '';
  let [end, any] = [0, false];
  for (const { text, from, to } of partsOf(q)) {
    const nearest = isWord(text) ? nearestTo(text.toLocaleLowerCase(), [...found.keys()]) : null;
    changed += q.slice(end, from) + (nearest ?? text);
    any ||= nearest !== null;
    end = to;
  }
  return any ? changed + q.slice(end) : null;
}

const isLit = ({ lit }: Span): boolean => lit;
const isWord = (text: string): boolean => /^[\p{L}\p{M}\p{N}]{3,40}$/u.test(text);

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
