/** Pages of the past as lines that the engine takes in: what was excluded never enters, whichever way it comes. Pure. */
import type { Millis } from './engine.js';
import type { Settings } from './messages.js';
import { decide } from './rules.js';

export interface Card {
  url: string; title: string; text?: string;
  /** Null: now, for want of a time. */
  at: (Millis | null)[];
  star?: boolean; labels?: string[];
  /** The line of the file that it comes from. */
  line?: number;
}

/** Visits of one line: an address that was looked at every minute for years has several lines. */
const VISITS = 1_000;

/** Whether the rules leave the address out. A pause is about what one does now. */
export const isExcluded = (url: string, settings: Settings): boolean => {
  const verdict = decide(url, { ...settings, pausedUntil: null }, Date.now());
  return !verdict.remember && verdict.reason === 'excluded';
};

/** Local time minus UTC at that moment, in minutes: summer has another than winter. */
const offsetAt = (at: Millis): number => -new Date(at).getTimezoneOffset();

/** The card as lines, each ended. */
export function cardLines({ at, ...card }: Card): string {
  let lines = '';
  for (let from = 0; from === 0 || from < at.length; from += VISITS) {
    const visits = at.slice(from, from + VISITS).map((one) => (one === null ? { offsetMin: offsetAt(Date.now()) } : { at: one, offsetMin: offsetAt(one) }));
    lines += `${JSON.stringify({ type: 'card', ...card, visits })}\n`;
  }
  return lines;
}
