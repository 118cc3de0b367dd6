/** A search that found nothing, with one part less: a button for each. */
import { el } from './dom.js';
import { t } from './i18n.js';

/** More parts than these are a text, not a search. */
const MOST = 8;

/** Nothing for a search of one part; `put` searches for what is left. */
export function fewer(q: string, put: (q: string) => void): HTMLButtonElement[] {
  // What stands in quotes is one part.
  const terms = q.trim().split(/\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/);
  return terms.length < 2 ? [] : terms.slice(0, MOST).map((term, index) =>
    el('button', { type: 'button', class: 'chip', onclick: () => put(terms.filter((_, other) => other !== index).join(' ')) }, t('shared_without', term)));
}
