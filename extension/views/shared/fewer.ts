/** A search that found nothing, with one part less: a button for each that finds something as it stands there. */
import type { Engine } from '../../bridge/engine.js';
import { filterNames, pagesOf, understood } from './asking.js';
import { el } from './dom.js';
import { t } from './i18n.js';
import { fewerOf, isQuotable, perhapsDates, wholeFilter } from './terms.js';

/** More parts than these are a text, not a search. */
const MOST = 8;

/** Nothing for a search of one part; `put` searches for what is left. */
export async function fewer(q: string, engine: Pick<Engine, 'search' | 'operators'>, put: (q: string) => void): Promise<HTMLButtonElement[]> {
  const all = await partsLess(q, engine);
  const buttons: HTMLButtonElement[] = [];
  for (const { text, rest } of all.length < 2 ? [] : all.slice(0, MOST)) {
    // Near words in the place of those that stand nowhere are not what is left.
    const pages = await pagesOf(engine, rest, { counting: false }).catch(() => 0);
    if (pages > 0) buttons.push(el('button', { type: 'button', class: 'chip', onclick: () => put(rest) }, t('shared_without', text)));
  }
  return buttons;
}

/** Dates are whole, as the engine has them. */
async function partsLess(q: string, engine: Pick<Engine, 'search' | 'operators'>): Promise<{ text: string; rest: string }[]> {
  const names = await filterNames(engine).catch(() => new Map<string, string>());
  const dates = await understood(engine, perhapsDates(q, names).map((value) => wholeFilter('on', value)).filter(isQuotable)).catch(() => new Map<string, boolean>());
  return fewerOf(q, names, (value) => dates.get(wholeFilter('on', value)) ?? false);
}
