/** A search that found nothing, with one part less: a button for each. */
import { el } from './dom.js';
import { t } from './i18n.js';
import { fewerOf } from './terms.js';

/** More parts than these are a text, not a search. */
const MOST = 8;

/** Nothing for a search of one part; `put` searches for what is left. */
export function fewer(q: string, put: (q: string) => void): HTMLButtonElement[] {
  const all = fewerOf(q);
  return all.length < 2 ? [] : all.slice(0, MOST).map(({ text, rest }) =>
    el('button', { type: 'button', class: 'chip', onclick: () => put(rest) }, t('shared_without', text)));
}
