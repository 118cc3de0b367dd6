/** The parts of a query, as chips show them: what stands between blanks, outside of quotes and groups. Pure. */

/** `site:example.org`, with its place in the query. */
export interface Term { text: string; name: string; value: string; from: number; to: number }

/** Names of filters, without their colon, to the key of each. */
export type FilterNames = ReadonlyMap<string, string>;

/** The filters of a query that stand by themselves: no part of a group, of an OR, or negated. */
export function filtersIn(q: string, names: FilterNames): Term[] {
  const parts = partsOf(q);
  return parts.flatMap((part, at) => {
    const [, name = '', value = ''] = /^([^\s:"()-][^\s:"()]*):(.+)$/su.exec(part.text) ?? [];
    const key = names.get(name.toLowerCase());
    const joined = [parts[at - 1], parts[at + 1]].some((other) => other !== undefined && JOINS.test(other.text));
    return key === undefined || value === '' || joined ? [] : [{ ...part, name: key, value: bare(value) }];
  });
}

const JOINS = /^(?:OR|ODER|\|{1,2})$/u;

/** The query without a part of it. */
export function without(q: string, { from, to }: Pick<Term, 'from' | 'to'>): string {
  return `${q.slice(0, from).trimEnd()} ${q.slice(to).trimStart()}`.trim();
}

/** Each part, and the query without it: of two that an OR joins the other is left by itself. */
export function fewerOf(q: string): { text: string; rest: string }[] {
  const parts = partsOf(q);
  const joins = (at: number): Part | undefined => (parts[at] && JOINS.test(parts[at].text) ? parts[at] : undefined);
  return parts.flatMap((part, at) => (joins(at) ? [] : [{
    text: part.text,
    rest: without(q, joins(at + 1) ? { from: part.from, to: (parts[at + 1] as Part).to } : { from: (joins(at - 1) ?? part).from, to: part.to }),
  }]));
}

/** The words of a query that is nothing but words, and filters of these names beside them; none of any other. */
export function wordsOf(q: string, names: FilterNames = new Map()): string[] {
  const filters = new Set(filtersIn(q, names).map(({ from }) => from));
  const words = partsOf(q).filter(({ from }) => !filters.has(from)).map(({ text }) => text);
  return words.every((word) => WORD.test(word) && !WAITING.test(word)) ? [...new Set(words)] : [];
}

const WORD = /^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}'’.-]*$/u;

/** The query with one more part: what is open is closed before it, and a sign that waits for its other half goes. */
export function narrowed(q: string, part: string): string {
  const { quoted, depth, within, parts } = read(q);
  const last = parts.at(-1);
  const waits = !quoted && depth === 0 && last !== undefined && WAITING.test(last.text);
  const rest = waits ? without(q, last) : q;
  return `${rest.trimEnd()}${quoted ? '"' : ''}${')'.repeat(depth > 0 ? depth + within : 0)} ${part}`.trim();
}

const WAITING = /^(?:OR|ODER|\|{1,2}|AND|UND|&{1,2}|NOT|NICHT|-)$/u;

/** The query narrowed to one day (`2026-03-01`), in the place of another. */
export function onDay(q: string, day: string, names: FilterNames): string {
  const before = filtersIn(q, names).filter(({ name }) => name === 'on');
  return narrowed(before.reduceRight(without, q), `on:${day}`);
}

export interface Part { text: string; from: number; to: number }

/** What stands between blanks, quotes and groups whole. */
export const partsOf = (q: string): Part[] => read(q).parts;

/** The parts, and what is still open at the end: a quote, so many groups, and brackets of the last word. */
function read(q: string): { parts: Part[]; quoted: boolean; depth: number; within: number } {
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
  return { parts, quoted, depth, within };
}

/** As the engine's own lexer has them. */
const OPENING = /["“„«]/u;
const CLOSING = /["”“»]/u;
/** What a group may begin behind; nothing, at the beginning. */
const FREE = /^$|[\s(:|&-]/u;

const bare = (value: string): string => value.replace(/^["“„«]/u, '').replace(/["”“»]$/u, '');
