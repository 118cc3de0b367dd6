/** A search that found nothing, with one part less: a button for each that finds something as it stands there. */
import type { Engine } from '../../bridge/engine.js';
import { el } from './dom.js';
import { t } from './i18n.js';
import { fewerOf } from './terms.js';

/** More parts than these are a text, not a search. */
const MOST = 8;

/** Nothing for a search of one part; `put` searches for what is left. */
export async function fewer(q: string, engine: Pick<Engine, 'search'>, put: (q: string) => void): Promise<HTMLButtonElement[]> {
  const all = fewerOf(q);
  const buttons: HTMLButtonElement[] = [];
  for (const { text, rest } of all.length < 2 ? [] : all.slice(0, MOST)) {
    if (await finds(engine, rest)) buttons.push(el('button', { type: 'button', class: 'chip', onclick: () => put(rest) }, t('shared_without', text)));
  }
  return buttons;
}

/** Near words in the place of those that stand nowhere are not what is left. */
async function finds(engine: Pick<Engine, 'search'>, q: string): Promise<boolean> {
  const now = Date.now();
  const answer = await engine.search({ q, sort: 'best', limit: 1, offset: 0, now, offsetMin: -new Date(now).getTimezoneOffset(), counting: false }).catch(() => null);
  return answer !== null && answer.total > 0 && !answer.forgiving;
}
