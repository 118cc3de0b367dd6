/** Runs of found text as nodes: the words that were found are marked. */
import type { Hit, Span } from '../../bridge/engine.js';
import { oneLine, readableSpans } from '../../bridge/title.js';
import { el } from './dom.js';
import { readableAddress } from './readable.js';

/** A passage of a page. */
export const spans = (runs: readonly Span[]): Node[] =>
  runs.map(({ text, lit }) => (lit ? el('mark', {}, oneLine(text)) : document.createTextNode(oneLine(text))));

/** What a found page is called: its title, or its address where that says nothing. */
export function nameSpans({ title, url }: Pick<Hit, 'title' | 'url'>): Node[] {
  const shown = readableSpans(title);
  return shown.length > 0 ? spans(shown) : [document.createTextNode(readableAddress(url))];
}
