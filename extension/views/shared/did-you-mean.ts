/** "Did you mean …?", with the words that were found in place of those that stand nowhere. */
import type { SearchAnswer } from '../../bridge/engine.js';
import { el } from './dom.js';
import { around } from './i18n.js';
import { meant } from './meant.js';

/** The line for an answer to `q`; null where nothing else was meant. `put` searches for what was. */
export function didYouMean(q: string, { forgiving, hits }: SearchAnswer, put: (q: string) => void): (Node | string)[] | null {
  const better = forgiving ? meant(q, hits) : null;
  if (better === null) return null;
  const [before, after] = around('shared_meant');
  return [before, el('button', { type: 'button', class: 'link', dir: 'auto', onclick: () => put(better) }, better), after];
}
