/**
 * Which pages are never remembered. Pure: settings and an address in, a verdict out.
 *
 * A rule is one line:
 *   example.com            the site and everything below it
 *   *.example.com/path*    `*` stands for anything; a path without `*` also covers what is below it
 *   https://example.com    one scheme only
 *   /words|more words/     a regular expression over the whole address, case ignored
 *   !example.com           an exception: what this line covers is remembered. Any of the above may stand behind the `!`
 *   # words                a remark
 *
 * The built-in list counts as if it stood above the person's lines; the last line that covers an address decides.
 */
import { pageAddress } from './address.js';
import { DEFAULT_EXCLUSIONS } from './default-exclusions.js';
import type { ExclusionRule, Settings, SkipReason } from './messages.js';

export interface Rule { line: string; isException: boolean; matches(url: URL): boolean }
export type Parsed =
  | { kind: 'rule'; rule: Rule }
  | { kind: 'remark' }
  /** Why the line is no rule: `regex` (it does not parse), `host` (no such host can be), `wide` and `wideException` (it covers everything). */
  | { kind: 'complaint'; code: 'regex' | 'host' | 'wide' | 'wideException' };

const LONGEST_RULE = 500;

/** `*` becomes anything; everything else stands for itself. */
const globbed = (glob: string): string => glob.split('*').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('.*');

/** Reads one line. */
export function parseRule(text: string): Parsed {
  const line = text.trim();
  if (line === '' || line.startsWith('#')) return { kind: 'remark' };
  if (line.length > LONGEST_RULE) return { kind: 'complaint', code: 'host' };
  if (!line.startsWith('!')) return parsePattern(line);
  const parsed = parsePattern(line.slice(1).trim());
  if (parsed.kind === 'complaint' && parsed.code === 'wide') return { kind: 'complaint', code: 'wideException' };
  return parsed.kind === 'rule' ? { kind: 'rule', rule: { ...parsed.rule, line, isException: true } } : parsed;
}

/** Reads what stands behind the `!` of an exception, or all of another line. */
function parsePattern(line: string): Exclude<Parsed, { kind: 'remark' }> {
  if (line.length > 2 && line.startsWith('/') && line.endsWith('/')) return regexRule(line);
  const parts = /^(?:(https?|\*):\/\/)?([^/:?#@\s]+)(?::(\d+))?([/?][^\s]*)?$/i.exec(line);
  if (!parts) return { kind: 'complaint', code: 'host' };
  const [, scheme = '*', name = '', port, path = ''] = parts;
  const host = asciiHost(name);
  if (host === null) return { kind: 'complaint', code: 'host' };
  if (/^[*.]+$/.test(host) && /^\/?\**$/.test(path)) return { kind: 'complaint', code: 'wide' };
  const hosts = hostPattern(host);
  const paths = pathPattern(path);
  const matches = (url: URL): boolean =>
    (scheme === '*' || url.protocol === `${scheme.toLowerCase()}:`) && (port === undefined || url.port === port)
    && hosts.test(url.hostname) && (!paths || paths.test(url.pathname + url.search));
  return { kind: 'rule', rule: { line, isException: false, matches } };
}

function regexRule(line: string): Exclude<Parsed, { kind: 'remark' }> {
  try {
    const pattern = new RegExp(line.slice(1, -1), 'i');
    if (pattern.test('')) return { kind: 'complaint', code: 'wide' };
    return { kind: 'rule', rule: { line, isException: false, matches: (url) => pattern.test(url.href) } };
  } catch {
    return { kind: 'complaint', code: 'regex' };
  }
}

/** The host as browsers write it (`bücher.de` is `xn--bcher-kva.de`), stars kept; null when none can be. */
function asciiHost(name: string): string | null {
  try {
    // A star is no letter of a host name: it travels through the parser as a label part that nobody uses.
    const star = 'zzstarzz';
    const { hostname } = new URL(`http://${name.toLowerCase().replaceAll('*', star)}/`);
    const host = hostname.replaceAll(star, '*').replace(/\.+$/, '');
    return host === '' || host.includes('..') ? null : host;
  } catch {
    return null;
  }
}

function hostPattern(host: string): RegExp {
  const bare = host.startsWith('*.') ? host.slice(2) : host;
  return new RegExp(`^(?:.*\\.)?${globbed(bare)}$`);
}

function pathPattern(path: string): RegExp | null {
  if (path === '' || path === '/') return null;
  const glob = globbed(path);
  return new RegExp(path.endsWith('*') ? `^${glob}$` : `^${glob}(?:$|${path.endsWith('/') ? '' : '[/?]'})`);
}

const rulesOf = (lines: readonly string[]): Rule[] => lines.flatMap((line) => {
  const parsed = parseRule(line);
  return parsed.kind === 'rule' ? [parsed.rule] : [];
});

/** The last of the lines that covers the address: it decides. Null when none does. */
const decisive = (url: URL, rules: readonly Rule[]): Rule | null => rules.findLast((rule) => rule.matches(url)) ?? null;

/** Whether one of the lines covers the address, exceptions as well. */
export function coveredBy(url: string, lines: readonly string[]): string | null {
  const address = pageAddress(url);
  return address === null ? null : decisive(new URL(address), rulesOf(lines))?.line ?? null;
}

export type Verdict =
  /** `exception`: the person's own line that says so in spite of a rule. */
  | { remember: true; exception: string | null }
  | { remember: false; reason: SkipReason; rule: ExclusionRule | null };

export const isPaused = (pausedUntil: Settings['pausedUntil'], now: number): boolean =>
  pausedUntil === 'always' || (typeof pausedUntil === 'number' && pausedUntil > now);

let ownRules: { lines: readonly string[]; rules: Rule[] } | null = null;
let builtIn: Map<string, string> | null = null;

/** The built-in list is looked up by domain, not tried rule by rule: it is asked on every page. */
function builtInRule(host: string): string | null {
  builtIn ??= new Map(DEFAULT_EXCLUSIONS.map((line) => [line, line]));
  const labels = host.split('.');
  const first = builtIn.get(`${labels[0]}.*`);
  if (first && labels.length > 2) return first;
  for (let i = 0; i < labels.length - 1; i += 1) {
    const rule = builtIn.get(labels.slice(i).join('.'));
    if (rule) return rule;
  }
  return null;
}

/** May the page at `url` be remembered under these settings, at `now` (ms)? */
export function decide(url: string | undefined, settings: Settings, now: number): Verdict {
  const address = pageAddress(url);
  if (address === null) return { remember: false, reason: 'notWeb', rule: null };
  if (isPaused(settings.pausedUntil, now)) return { remember: false, reason: 'paused', rule: null };
  const parsed = new URL(address);
  if (ownRules?.lines !== settings.exclusions) {
    ownRules = { lines: settings.exclusions, rules: rulesOf(settings.exclusions) };
  }
  const own = decisive(parsed, ownRules.rules);
  if (own?.isException) return { remember: true, exception: own.line };
  const listed = own || !settings.defaultExclusions ? null : builtInRule(parsed.hostname);
  const line = own?.line ?? listed;
  return line === null ? { remember: true, exception: null } : { remember: false, reason: 'excluded', rule: { line, isBuiltIn: !own } };
}

/** A host that no rule names by chance. */
const PROBE = 'zz-probe';

/** Exceptions that a line below them takes back altogether, by their numbers. Told of plain hosts alone: others are for the live test. */
export function overruled(lines: readonly string[]): { line: number; by: number }[] {
  const rules = lines.map((line) => parseRule(line));
  return rules.flatMap((parsed, line) => {
    if (parsed.kind !== 'rule' || !parsed.rule.isException) return [];
    const host = /^!\s*(?:\*\.)?([^/*:?]+)$/.exec(parsed.rule.line)?.[1];
    if (host === undefined || !URL.canParse(`https://${host}/`)) return [];
    const within = [`https://${host}/`, `http://${PROBE}.${host}/${PROBE}`].filter((url) => URL.canParse(url)).map((url) => new URL(url));
    const by = rules.findIndex((other, at) => at > line && other.kind === 'rule' && !other.rule.isException && within.every(other.rule.matches));
    return by < 0 ? [] : [{ line, by }];
  });
}
