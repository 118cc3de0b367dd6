/**
 * How a document stands to what it showed before its address changed: still the old page, changed, or another page. A
 * router may change the address long before the data come; until then the words are still the old page's.
 */
import { linesOf, numbersAside } from './gathered.js';

/** What a document showed at one moment. */
export interface Shown { title: string; heading: string; text: string }

/** Characters of old lines that have to be gone before a document is another; less is a mark in a menu. */
const MARK = 40;
/** Or this share of them, where there were few. */
const SHARE = 0.3;
/** So much has to be gone before hardly anything is left. */
const MOST = 0.5;

const sizeOf = (lines: Iterable<string>): number => [...lines].reduce((sum, line) => sum + line.length, 0);

/** Characters of `before` that are not in `now`, and of all of it. */
function gone(before: string, now: string): { lost: number; all: number } {
  const [old, here] = [new Set(linesOf(before)), new Set(linesOf(now))];
  return { lost: sizeOf([...old].filter((line) => !here.has(line))), all: sizeOf(old) };
}

/** Whether a document shows what it showed before its address changed. */
export function isStill(before: Shown, now: Shown): boolean {
  const { lost, all } = gone(before.text, now.text);
  return lost < MARK && lost <= all * SHARE;
}

/** Whether a document whose address changed in place shows another page: its name, and most of its text. */
export function isAnother(before: Shown, now: Shown): boolean {
  return (before.title !== now.title || before.heading !== now.heading) && isSwapped(before, now);
}

/** Whether a document, the address of which is about to change, shows the next page already: by its name, or for hardly anything is left. */
export function isNextOf(known: Shown, now: Shown): boolean {
  return isRenamed(known, now) || isSwapped(known, now);
}

/** Whether it has another name, numbers aside: a map's are no names. */
export const isRenamed = (before: Shown, now: Shown): boolean => numbersAside(before.title) !== numbersAside(now.title);

/** What of an address names a page by all means: its path, and that of a route in its fragment. */
export function pathOf(href: string): string {
  const { pathname, hash } = new URL(href);
  return /^#[/!]/.test(hash) ? pathname + hash : pathname;
}

/** The lines of a document that it did not show before. */
export function added(before: Shown, now: Shown): string {
  const old = new Set(linesOf(before.text));
  return linesOf(now.text).filter((line) => !old.has(line)).join('\n');
}

/** Whether hardly anything is left of what a document showed. */
function isSwapped(before: Shown, now: Shown): boolean {
  const { lost, all } = gone(before.text, now.text);
  return all > 0 && lost >= all * MOST;
}
