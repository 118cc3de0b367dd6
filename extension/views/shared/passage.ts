/** A link to the passage of a page that a search found: the browser scrolls to it and lights it, and tells no server. */
import type { Span } from '../../bridge/engine.js';

/** Words that are taken along on either side of the found one: enough to mean this place, few enough to stand in one paragraph. */
const BESIDE = 2;
/** What a sentence ends with, or what was left out of a passage: words behind it may be of another paragraph. A point within a number is no end. */
const END = /[!?…。！？\n]|\.(?!\p{N})/u;

/**
 * The address with text fragments (https://wicg.github.io/scroll-to-text-fragment/) for the first found words of a passage; as it is where there are none. The
 * words beside them may stand in another block, where the first finds nothing: then the second, the found words alone, leads to them.
 */
export function atPassage(link: string, passage: readonly Span[]): string {
  const found = passage.find(({ lit }) => lit)?.text.trim() ?? '';
  const words = wordsAround(passage);
  // In an application the fragment is a route, which it reads itself.
  if (words === '' || /#[/!]/.test(link)) return link;
  const directive = `:~:${[...new Set([words, found])].map((one) => `text=${encodeURIComponent(one).replace(/-/g, '%2D')}`).join('&')}`;
  return link.includes('#') ? `${link}${directive}` : `${link}#${directive}`;
}

/** The first found words, with some beside them of the same sentence. */
function wordsAround(passage: readonly Span[]): string {
  const first = passage.findIndex(({ lit }) => lit);
  const found = passage[first];
  if (!found) return '';
  const before = passage.slice(0, first).map(({ text }) => text).join('');
  const after = passage.slice(first + 1).map(({ text }) => text).join('');
  return `${lastWords(before)}${found.text}${firstWords(after)}`.trim();
}

/** A found word may be a part of one that is written together: that is taken whole. */
function firstWords(text: string): string {
  const [sentence = ''] = text.split(END, 1);
  return sentence.match(new RegExp(`^\\S*(?:\\s+\\S+){0,${BESIDE}}`, 'u'))?.[0].replace(/[\s\p{P}]+$/u, '') ?? '';
}

function lastWords(text: string): string {
  const sentence = text.split(END).at(-1) ?? '';
  return sentence.match(new RegExp(`(?:\\S+\\s+){0,${BESIDE}}\\S*$`, 'u'))?.[0].replace(/^[\s\p{P}]+/u, '') ?? '';
}
