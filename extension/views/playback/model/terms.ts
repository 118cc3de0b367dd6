/** The parts of a query that narrow it, as chips show them: what stands between blanks, outside of quotes and groups. */

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

/** The query narrowed to one day (`2026-03-01`), in the place of another. */
export function onDay(q: string, day: string, names: FilterNames): string {
  const before = filtersIn(q, names).filter(({ name }) => name === 'on');
  return `${before.reduceRight(without, q)} on:${day}`.trim();
}

/** What stands between blanks, quotes and groups whole. */
export function partsOf(q: string): { text: string; from: number; to: number }[] {
  const parts: { text: string; from: number; to: number }[] = [];
  let [from, quoted, depth] = [0, false, 0];
  const end = (to: number): void => { if (to > from) parts.push({ text: q.slice(from, to), from, to }); };
  for (let at = 0; at < q.length; at++) {
    const sign = q.charAt(at);
    if (QUOTES.test(sign)) quoted = !quoted;
    else if (!quoted && sign === '(') depth++;
    else if (!quoted && sign === ')') depth = Math.max(0, depth - 1);
    else if (!quoted && depth === 0 && /\s/u.test(sign)) {
      end(at);
      from = at + 1;
    }
  }
  end(q.length);
  return parts;
}

const QUOTES = /["“”„«»]/u;

const bare = (value: string): string => value.replace(/^["“„«]/u, '').replace(/["”“»]$/u, '');
