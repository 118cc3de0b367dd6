/** Whether what a server answers, or that none does, says that a page is gone; and what a person reads of it. Pure. */
import { pageAddress, siteOf } from './address.js';

/** `missing` and `taken` the server says itself (404, 410); the others are said by nobody, for nobody answers. */
export const WHYS = ['missing', 'taken', 'unknown', 'refused', 'silent'] as const;
export type Why = (typeof WHYS)[number];

const ANSWERS: Readonly<Record<number, Why>> = { 404: 'missing', 410: 'taken' };

/**
 * As Chromium and Firefox call them. Others are of the connection, of a certificate, of a proxy or of the person who stopped it, and
 * say nothing of the page.
 */
const FAILURES: ReadonlyMap<string, Why> = new Map(Object.entries({
  'net::ERR_NAME_NOT_RESOLVED': 'unknown', 'NS_ERROR_UNKNOWN_HOST': 'unknown',
  'net::ERR_CONNECTION_REFUSED': 'refused', 'NS_ERROR_CONNECTION_REFUSED': 'refused',
  'net::ERR_CONNECTION_TIMED_OUT': 'silent', 'net::ERR_TIMED_OUT': 'silent', 'NS_ERROR_NET_TIMEOUT': 'silent',
}));

/** What came of asking for a page: the status of an answer, or the browser's name of a failure. */
export type Outcome = { url: string; status: number } | { url: string; error: string };

/** Why the page that was opened at `opened` is gone; null where it may live. */
export function whyGone(opened: string, outcome: Outcome, isOnline: boolean): Why | null {
  if ('status' in outcome) return ANSWERS[outcome.status] ?? null;
  // A site that leads on to another, which cannot be reached, may be there itself.
  return isOnline && siteOf(outcome.url) === siteOf(opened) ? FAILURES.get(outcome.error) ?? null : null;
}

/** The same page, by plain http or by https, with `www.` or without: browsers try one after the other by themselves. */
export function isSamePage(one: string, other: string): boolean {
  const bare = (url: string): string | undefined => pageAddress(url)?.replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$/, '');
  return bare(one) !== undefined && bare(one) === bare(other);
}

/** A server's answer that is no page: that there is none, or that it failed. It does not take the place of what was kept. */
export const isErrorAnswer = (status: number): boolean => status in ANSWERS || status >= 500;

/** Some sites show living pages and call them missing: a page that still has its name lives. */
export function isNamedAlike(kept: string, shown: string): boolean {
  const plain = (title: string): string => title.replace(/\s+/g, ' ').trim();
  return plain(kept) !== '' && plain(kept) === plain(shown);
}
