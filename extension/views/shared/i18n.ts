/** Words, numbers and times in the reader's language. */
import { message, uiLanguage } from '../../browser.js';
import { dayNumber } from './day-number.js';

/** The text of a key with $1, $2 … replaced; the key itself when there is no such text, so that a gap is seen. */
export function t(key: string, ...subs: (string | number)[]): string {
  return message(key, ...subs);
}

/** The language of the texts, with the reader's region where it fits: dates agree with the sentences around them. */
export const language: string = (() => {
  const texts = message('shared_language');
  const reader = uiLanguage().replaceAll('_', '-');
  return reader.split('-')[0] === texts ? reader : texts;
})();

const plurals = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);

/** `key_one` or `key_other` (the language's plural form), with the count as $1 and the rest from $2. */
export function plural(key: string, count: number, ...subs: (string | number)[]): string {
  const exact = `${key}_${plurals.select(count)}`;
  const found = message(exact, number(count), ...subs);
  return found === exact ? t(`${key}_other`, number(count), ...subs) : found;
}

export function number(value: number): string {
  return numbers.format(value);
}

/** "a, b and c". */
export const listed = (words: string[]): string => new Intl.ListFormat(language, { type: 'conjunction' }).format(words);

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** 1,234,567 becomes "1.2 MB". */
export function bytes(value: number): string {
  let power = 0;
  for (let rest = value; rest >= 1000 && power < UNITS.length - 1; rest /= 1000) power += 1;
  const scaled = value / 1000 ** power;
  return new Intl.NumberFormat(language, {
    style: 'unit', unit: UNITS[power] ?? 'byte', unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 0 || scaled >= 100 ? 0 : 1,
  }).format(scaled);
}

const formats = new Map<string, Intl.DateTimeFormat>();
function format(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  let made = formats.get(name);
  if (!made) formats.set(name, made = new Intl.DateTimeFormat(language, options));
  return made;
}

/** A local moment as a date whose UTC fields are the clock on the wall where the page was seen. */
const wall = (at: number, offsetMin: number): number => at + offsetMin * 60_000;
const offsetHere = (at: number): number => -new Date(at).getTimezoneOffset();

/** "14:32", by the clock at the place where it was seen (here, when no offset is given). */
export function time(at: number, offsetMin = offsetHere(at)): string {
  return format('time', { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }).format(wall(at, offsetMin));
}

/** "Tuesday, 3 March 2026". */
export function date(at: number, offsetMin = offsetHere(at)): string {
  return format('date', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(wall(at, offsetMin));
}

/** "3 Mar 2026". */
export function shortDate(at: number, offsetMin = offsetHere(at)): string {
  return format('short', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(wall(at, offsetMin));
}

/** "today", "yesterday" or the short date. */
export function day(at: number, now = Date.now(), offsetMin = offsetHere(at)): string {
  const ago = dayNumber(now, offsetHere(now)) - dayNumber(at, offsetMin);
  if (ago !== 0 && ago !== 1) return shortDate(at, offsetMin);
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(-ago, 'day');
}

/** "today, 14:32". */
export function moment(at: number, now = Date.now(), offsetMin = offsetHere(at)): string {
  return t('shared_dayAndTime', day(at, now, offsetMin), time(at, offsetMin));
}

/** Stands for what is no text while a sentence is made: of private use, for Chrome leaves a place empty that holds a control character. */
const GAP = '\uE000';

/** A text before and after the place of $1, where something stands that is no text. */
export function around(key: string): [before: string, after: string] {
  const [before = '', after = ''] = t(key, GAP).split(GAP);
  return [before, after];
}

const ATTRIBUTES = ['aria-label', 'placeholder', 'title', 'alt'] as const;

/**
 * Fills `data-i18n` (text) and `data-i18n-aria-label`, `-placeholder`, `-title`, `-alt` below `root`,
 * and for a whole document its language and direction.
 */
export function localise(root: Document | Element): void {
  if (root instanceof Document) {
    root.documentElement.lang = language;
    root.documentElement.dir = message('shared_direction');
  }
  for (const node of root.querySelectorAll('[data-i18n]')) node.textContent = t(node.getAttribute('data-i18n') ?? '');
  for (const name of ATTRIBUTES) {
    for (const node of root.querySelectorAll(`[data-i18n-${name}]`)) node.setAttribute(name, t(node.getAttribute(`data-i18n-${name}`) ?? ''));
  }
}
