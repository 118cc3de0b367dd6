/** The parts of a query, as chips show them: what stands between blanks, outside of quotes and groups. Pure. */

/** `site:example.org`, with its place in the query. */
export interface Term { text: string; name: string; value: string; from: number; to: number }

/** Names of filters, without their colon, to the key of each. */
export type FilterNames = ReadonlyMap<string, string>;

/** Whether the engine takes a text for a date: only it knows where one of several words ends. */
export type IsDate = (value: string) => boolean;

/** The filters of a query that stand by themselves: no part of a group, of an OR, or negated. Dates of several words are whole by `isDate`; those it does not know are left out. */
export function filtersIn(q: string, names: FilterNames, isDate?: IsDate): Term[] {
  const parts = partsOf(q);
  return parts.flatMap((part, at) => {
    const named = namedBy(part, names);
    if (named === null) return [];
    const words = isDate !== undefined && isOpenDate(named) ? wordsOfDate(q, parts, at, isDate) : 1;
    const last = parts[at + words - 1];
    const joined = [parts[at - 1], parts[at + words]].some((other) => other !== undefined && JOINS.test(other.text));
    if (words === 0 || last === undefined || joined) return [];
    const text = q.slice(part.from, last.to);
    const value = bare(text.slice(part.text.length - named.value.length));
    // Quotes with nothing in them ask for nothing.
    return value.trim() === '' ? [] : [{ text, from: part.from, to: last.to, name: named.key, value }];
  });
}

/** What may be a date in a query: what stands behind its filters, up to each of the words behind it. */
export function perhapsDates(q: string, names: FilterNames): string[] {
  const parts = partsOf(q);
  return parts.flatMap((part, at) => {
    const named = namedBy(part, names);
    return named !== null && isOpenDate(named) ? datesAt(q, parts, at) : [];
  });
}

interface Named { key: string; value: string }

function namedBy({ text }: Part, names: FilterNames): Named | null {
  const [, name = '', value = ''] = /^([^\s:"()-][^\s:"()]*):(.+)$/su.exec(text) ?? [];
  const key = names.get(name.toLowerCase());
  return key === undefined || value === '' ? null : { key, value };
}

export const DATES: readonly string[] = ['on', 'after', 'before'];

/** In quotes it is all of it, or none; dates mean the same behind each of their filters. */
export const wholeFilter = (name: string, value: string): string => `${DATES.includes(name) ? 'on' : name}:"${value}"`;
/** Whether nothing within ends its quotes. */
export const isQuotable = (filter: string): boolean => /^\w+:"[^"“”„«»]+"$/u.test(filter);

const isOpenDate = ({ key, value }: Named): boolean => DATES.includes(key) && !OPENING.test(value) && !value.startsWith('(');

/** How many parts the date takes that begins with one of them; 0: it is none. */
const wordsOfDate = (q: string, parts: Part[], at: number, isDate: IsDate): number => datesAt(q, parts, at).findLastIndex((value) => isDate(value)) + 1;

/** No date has more words. */
const LONGEST_DATE = 10;
/** What is quoted, negated or grouped is in no date, as the engine's lexer has it. */
const ENDS_DATE = /["“”„«»()]|^-./u;

function datesAt(q: string, parts: Part[], at: number): string[] {
  const [first, ...behind] = parts.slice(at, at + LONGEST_DATE);
  if (first === undefined) return [];
  const end = behind.findIndex(({ text }) => ENDS_DATE.test(text));
  const value = first.from + first.text.indexOf(':') + 1;
  return [first, ...(end < 0 ? behind : behind.slice(0, end))].map(({ to }) => q.slice(value, to));
}

const JOINS = /^(?:OR|ODER|\|{1,2})$/u;
/** A sign that has nothing before it any more. */
const STRAY_AND = /^(?:AND|UND|&{1,2})\s+/u;

/** The query without a part of it. A blank behind its last word stays: it says that this is whole. */
export function without(q: string, { from, to }: Pick<Term, 'from' | 'to'>): string {
  const [before, behind] = [q.slice(0, from).trim(), q.slice(to).trimStart()];
  return before === '' ? behind.replace(STRAY_AND, '') : `${before} ${behind}`.trim() + (/\S(\s*)$/u.exec(behind)?.[1] ?? '');
}

/** Each part, a date of several words as one, and the query without it: of two that an OR joins the other is left by itself. */
export function fewerOf(q: string, names: FilterNames = new Map(), isDate: IsDate = () => false): { text: string; rest: string }[] {
  const parts = withDates(q, partsOf(q), names, isDate);
  const joins = (at: number): Part | undefined => (parts[at] && JOINS.test(parts[at].text) ? parts[at] : undefined);
  return parts.flatMap((part, at) => (joins(at) ? [] : [{
    text: part.text,
    rest: without(q, joins(at + 1) ? { from: part.from, to: (parts[at + 1] as Part).to } : { from: (joins(at - 1) ?? part).from, to: part.to }),
  }]));
}

function withDates(q: string, parts: Part[], names: FilterNames, isDate: IsDate): Part[] {
  const whole: Part[] = [];
  for (let at = 0; at < parts.length;) {
    const part = parts[at] as Part;
    const named = namedBy(part, names);
    const words = named !== null && isOpenDate(named) ? Math.max(1, wordsOfDate(q, parts, at, isDate)) : 1;
    const { to } = parts[at + words - 1] as Part;
    whole.push({ text: q.slice(part.from, to), from: part.from, to });
    at += words;
  }
  return whole;
}

/** The words of a query that is nothing but words, and filters of these names beside them; none of any other. */
export function wordsOf(q: string, names: FilterNames = new Map(), isDate?: IsDate): string[] {
  const filters = filtersIn(q, names, isDate);
  const words = partsOf(q).filter((part) => !filters.some(({ from, to }) => from <= part.from && part.to <= to)).map(({ text }) => text);
  return words.every((word) => WORD.test(word) && !WAITING.test(word)) ? [...new Set(words)] : [];
}

const WORD = /^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’.-]*$/u;

/**
 * The query with one more part, which finds those of its pages that this part is of. It stands before all others: a last word that may only have begun, a
 * quote and a group that are open, and a sign that waits for its other half stay what they are.
 */
export function narrowed(q: string, part: string): string {
  const rest = q.trimStart().replace(STRAY_OR, '');
  if (rest.trim() === '') return part;
  // An OR before which there is nothing that could be found says nothing; it would join the part.
  const or = OR.exec(rest);
  const all = or !== null && !partsOf(rest.slice(0, or.index)).some(({ text }) => SAYS.test(text) && !WAITING.test(text)) ? `AND ${rest}` : rest;
  return `${NO_DATE.test(all) ? part : quotedDate(part)} ${all}`;
}

const STRAY_OR = /^(?:(?:(?:OR|ODER)(?=[\s("“„«]|$)|\|{1,2})\s*)+/u;
const OR = /(?<!\S)(?:OR|ODER)(?=[\s("“„«]|$)|\|/u;
/** With something to look for, and nothing that may not be understood. */
const SAYS = /^[^:]*[\p{L}\p{N}][^:]*$/u;
/** What goes on with no date that stands before it. */
const NO_DATE = /^(?:["“„«]|-[^\s"“„«(]|[^\s"“„«|&]*[:(])/u;
/** A day before a word may become another date with it: `on:2026 march`. */
const quotedDate = (part: string): string => part.replace(/^on:([^"\s]+)$/u, 'on:"$1"');
const WAITING = /^(?:OR|ODER|\|{1,2}|AND|UND|&{1,2}|NOT|NICHT|-)$/u;

/** The query narrowed to one day (`2026-03-01`), in the place of another. */
export function onDay(q: string, day: string, names: FilterNames, isDate?: IsDate): string {
  const before = filtersIn(q, names, isDate).filter(({ name }) => name === 'on');
  return narrowed(before.reduceRight(without, q), `on:${day}`);
}

export interface Part { text: string; from: number; to: number }

/** What stands between blanks, quotes and groups whole. */
export function partsOf(q: string): Part[] {
  const parts: Part[] = [];
  let [from, quoted, depth, within] = [0, false, 0, 0];
  const end = (to: number): void => { if (to > from) parts.push({ text: q.slice(from, to), from, to }); };
  for (let at = 0; at < q.length; at++) {
    const sign = q.charAt(at);
    if (quoted ? CLOSING.test(sign) : OPENING.test(sign)) quoted = !quoted;
    else if (quoted) continue;
    else if (sign === '(') FREE.test(q.charAt(at - 1)) ? depth++ : within++;
    else if (sign === ')') within > 0 ? within-- : depth = Math.max(0, depth - 1);
    else if (/\s/u.test(sign)) {
      // A bracket within a word, as of f(x), ends with it.
      within = 0;
      if (depth > 0) continue;
      end(at);
      from = at + 1;
    }
  }
  end(q.length);
  return parts;
}

/** As the engine's own lexer has them. */
const OPENING = /["“„«]/u;
const CLOSING = /["”“»]/u;
/** What a group may begin behind; nothing, at the beginning. */
const FREE = /^$|[\s(:|&-]/u;

const bare = (value: string): string => value.replace(/^["“„«]/u, '').replace(/["”“»]$/u, '');
