/** Runs of found text as nodes: the words that were found are marked. */
import type { Span } from '../../bridge/engine.js';
import { el } from './dom.js';

export const spans = (runs: Span[]): Node[] =>
  runs.map(({ text, lit }) => (lit ? el('mark', {}, text) : document.createTextNode(text)));
