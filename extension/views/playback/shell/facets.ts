/** How results are sorted, what narrows the search now, and what may narrow it further: chips that stay until they are taken away. */
import type { Hit, Matches } from '../../../bridge/engine.js';
import { el, fill, set, type Child } from '../../shared/dom.js';
import { number, t } from '../../shared/i18n.js';
import { starIcon } from '../../shared/star.js';
import { AtRest } from '../model/at-rest.js';
import { beat } from '../model/beat.js';
import type { Playback } from '../model/playback.js';
import type { Sort } from '../model/route.js';
import { filterNames, pagesOf, understood } from '../../shared/asking.js';
import { DATES, type FilterNames, filtersIn, isQuotable, narrowed, perhapsDates, type Term, wholeFilter, without } from '../../shared/terms.js';
import { periodsOf } from '../text/periods.js';
import { icon, type IconName } from './icons.js';

/** While letters follow each other nothing is asked. */
const [UNDERSTOOD_MS, COUNT_MS] = [150, 400];
const MOST = { sites: 8, labels: 5, periods: 3, devices: 3 };
/** Signs of what narrows by something that is no word of its own. */
const SIGNS: Record<string, IconName> = { label: 'label', on: 'calendar', after: 'calendar', before: 'calendar', device: 'device' };

export class Facets {
  readonly element = el('section', { class: 'facets', 'aria-label': t('playback_narrow'), hidden: true });
  names: FilterNames = new Map();
  /** What is shown to narrow the search, and how it is sorted. */
  #narrowing = '';
  /** How many pages a chip leads to that the counted matches do not tell. */
  readonly #counts: AtRest<number>;
  /** The engine tells what it does not understand, but nothing of a filter that is still being typed: each is asked as a whole. */
  readonly #understood: AtRest<boolean>;

  constructor(readonly playback: Playback, readonly put: (q: string) => void) {
    const { search, engine } = playback;
    const count = (filter: string): Promise<number> => pagesOf(engine, narrowed(search.q, filter), { forgivingly: search.answer?.forgiving ?? false });
    this.#counts = new AtRest(COUNT_MS, async ([filter = '']) => new Map([[filter, await count(filter)]]));
    this.#understood = new AtRest(UNDERSTOOD_MS, (filters) => understood(engine, filters), Infinity);
    search.changed.on(() => this.#counts.forget());
    for (const news of [playback.search.changed, playback.search.settled, playback.search.counted, this.#counts.news, this.#understood.news]) news.on(() => this.draw());
    playback.place.switched.on(() => this.draw());
    void filterNames(engine).then((names) => { this.names = names; this.draw(); }, () => undefined);
  }

  /** Whether the engine takes it for a date; false until it has said so. */
  readonly isDate = (value: string): boolean => this.#isUnderstood('on', value);

  #isUnderstood(name: string, value: string): boolean {
    return this.#understood.of(wholeFilter(name, value)) ?? false;
  }

  /** Draws in the next frame. */
  draw(): void {
    beat.write(this.#drawn);
  }

  readonly #drawn = (): void => {
    const { search, place } = this.playback;
    const terms = search.active ? this.#terms() : [];
    this.element.hidden = !search.active || place.view !== 'grid' || (search.length === 0 && terms.length === 0);
    if (this.element.hidden) {
      this.#narrowing = '';
      return;
    }
    const narrowing = JSON.stringify([search.sort, terms.map(({ text }) => text)]);
    // What may narrow it further is known a moment behind the answer: until then what stood there stays, and does not come and go with every letter.
    if (search.matches === null && search.length > 0 && narrowing === this.#narrowing) return;
    this.#narrowing = narrowing;
    const focused = this.element.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset['chip'] : undefined;
    fill(this.element, this.#sort('best'), this.#sort('newest'), el('span', { class: 'facets-gap' }),
      ...terms.map((term) => this.#narrowed(term)), ...this.#offers(terms));
    if (focused !== undefined) this.#refocus(focused);
  };

  /** What narrows the search. What was not understood narrows nothing, and what is still being typed not yet. */
  #terms(): Term[] {
    const { q, complained } = this.playback.search;
    const wrong = new Set(complained.map(({ what }) => what));
    const terms = filtersIn(q, this.names, this.isDate).filter(({ text }) => !wrong.has(text));
    const doubtful = terms.filter(isDoubtful);
    const asked = [...perhapsDates(q, this.names).map((value) => wholeFilter('on', value)), ...doubtful.map(({ name, value }) => wholeFilter(name, value))];
    this.#understood.want(asked.filter(isQuotable));
    return terms.filter((term) => !doubtful.includes(term) || this.#isUnderstood(term.name, term.value));
  }

  #offers(terms: Term[]): (HTMLElement | null)[] {
    const { matches, answer, q } = this.playback.search;
    if (!matches) return [];
    // Also of what may yet become a filter.
    const asked = [...filtersIn(q, this.names), ...terms];
    const has = (name: string): boolean => asked.some((term) => term.name === name);
    const devices = has('device') ? [] : devicesOf(answer?.hits ?? [], matches).slice(0, MOST.devices).map((device) => ({ device, filter: `device:"${device}"` }));
    const periods = has('on') ? [] : periodsOf(matches.days).slice(0, MOST.periods);
    this.#counts.want([...devices, ...periods].map(({ filter }) => filter));
    const leads = ({ filter }: { filter: string }): boolean => this.#counts.of(filter) !== 0;
    return [
      matches.webmarks > 0 && matches.webmarks < matches.pages && !has('is') ? this.#narrow('is:webmark', matches.webmarks, t('shared_filter_is'), starIcon(true)) : null,
      ...matches.labels.filter(({ label, count }) => count < matches.pages && !isIn(terms, 'label', label)).slice(0, MOST.labels).map(({ label, count }) => this.#label(label, count)),
      ...(matches.sites.length > 1 ? matches.sites.slice(0, MOST.sites).map(({ site, count }) => this.#narrow(`site:${site}`, count, null, site)) : []),
      ...devices.filter(leads).map(({ device, filter }) => this.#narrow(filter, this.#counts.of(filter) ?? null, t('playback_narrowDevice', device), icon('device'), el('span', { dir: 'auto' }, device))),
      ...periods.filter(leads).map(({ filter, shown }) => this.#narrow(filter, this.#counts.of(filter) ?? null, t('playback_narrowTime', shown), icon('calendar'), shown)),
    ];
  }

  #sort(sort: Sort): HTMLElement {
    const { search, place } = this.playback;
    const button = el('button', {
      type: 'button', class: 'chip', 'data-chip': `sort ${sort}`, onclick: () => void search.set(search.q, sort).then(() => place.commit()),
    }, t(`playback_sort_${sort}`));
    set(button, 'aria-pressed', search.sort === sort ? 'true' : 'false');
    return button;
  }

  /** What narrows the search now: pressed, and gone with a press. */
  #narrowed(term: Term): HTMLElement {
    const sign = SIGNS[term.name];
    const star = term.name === 'is';
    return el('button', {
      type: 'button', class: 'chip', 'aria-pressed': 'true', 'data-chip': term.name === 'on' ? `on:${term.value}` : term.text, title: t('playback_widen', term.text), 'aria-label': t('playback_widen', term.text),
      onclick: () => this.put(without(this.playback.search.q, term)),
    }, star && starIcon(true), sign && icon(sign), el('span', { dir: 'auto' }, star ? t('playback_webmarks') : isPlain(term) ? term.value : term.text), icon('close'));
  }

  #label(label: string, count: number): HTMLElement | null {
    const filter = labelFilter(label);
    return filter === null ? null : this.#narrow(filter, count, t('playback_narrowLabel', label), icon('label'), el('span', { dir: 'auto' }, label));
  }

  /** A chip that asks for a part of what matches; `said`: what it is, where what is shown does not tell. */
  #narrow(filter: string, count: number | null, said: string | null, ...shown: Child[]): HTMLElement {
    const counted = count === null ? '' : ` ${number(count)}`;
    return el('button', {
      type: 'button', class: 'chip', 'data-chip': filter, title: said, 'aria-label': said && `${said}${counted}`,
      onclick: () => this.put(narrowed(this.playback.search.q, filter)),
    }, ...shown, counted !== '' && el('span', { class: 'quiet number' }, counted));
  }

  /** A chip that was pressed is made anew: the focus goes with it, or to the sort where it is no more. */
  #refocus(chip: string): void {
    const chips = [...this.element.querySelectorAll<HTMLElement>('.chip')];
    const held = chips.find((one) => one.dataset['chip'] === chip) ?? chips.find((one) => one.ariaPressed === 'true');
    held?.focus();
    held?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
}

/** Whether its value may be none that there is: of one that is still being typed nothing is told. */
const isDoubtful = ({ name, value }: Term): boolean => ['is', 'lang', ...DATES].includes(name) && !value.startsWith('(');

/** Whether the value alone says what it does. */
const isPlain = ({ name }: Term): boolean => ['site', 'label', 'on', 'device'].includes(name);

const isIn = (terms: Term[], name: string, value: string): boolean => terms.some((term) => term.name === name && term.value.toLowerCase() === value.toLowerCase());

/** The other devices of the first hits, where these are not all of one. */
function devicesOf(hits: readonly Hit[], { pages }: Matches): string[] {
  const devices = new Set(hits.map(({ device }) => device));
  if (pages < 2 || devices.size < 2) return [];
  return [...devices].filter((device): device is string => device !== null && !/["“”„«»]/.test(device));
}

/** A label as a query has it; null where it holds what would end its quotes. */
export function labelFilter(label: string): string | null {
  return /["”“»]/.test(label) ? null : `label:"${label}"`;
}
