/**
 * A pairing code as a line of text: `webmynd1 vault.example.org`, then the 12 words. The words are those that the command line shows and asks for; their last
 * one is a checksum in part. What it is read from may be typed, quoted, numbered, broken into lines, cut short, or something else altogether.
 */
import { serverOrigin } from '../../../bridge/server-origin.js';

const SIGN = /^webmynd(\d+):?$/i;
const VERSION = '1';
export const WORDS = 12;

/** What stands around the line where people send it: signs nobody sees, the quoting of mails line by line, quotation marks, emphasis, bullets. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;
const QUOTED = /^[^\S\n]*(?:[>|][^\S\n]*)+/gm;
const AROUND = /^["'`*_(<„“”‚‘’«»‹›•–-]+|(?<!["'`*_)>„“”‚‘’«»‹›-])["'`*_)>„“”‚‘’«»‹›-]+$/g;
const BEHIND = /(?<![\s."'`*_)>„“”‚‘’«»‹›])[\s."'`*_)>„“”‚‘’«»‹›]+$/;
/** What is said before it. Without the sign behind it nothing but its name will do: any sentence has words. */
const BEFORE_SIGN = /^[\p{L}\p{M}\d\s,.()"'’„“”«»*_-]{1,80}[:\n][\s"'`*_(<„“”‚‘’«»‹›]*(?=webmynd\d)/iu;
const BEFORE_WORDS = /^["'„“«*_]*(?:(?:pairing code|kopplungscode)(?![a-z])|code(?=["”“»*_]*\s*:))["”“»*_]*\s*:?/i;
const NUMBER = /^(\d{1,2})[.):]?$/;
const WORD = /^[a-z]+$/i;
/** The words of codes have three to eight letters. */
const LIKE_A_WORD = /^[a-z]{3,8}$/i;

/** `origin` is null where the words stand alone: the server's address is asked for. */
export type PairingCode = { origin: string | null; words: string };
/** Why a text is none; `count`: how many of the words are there. */
export type NoPairingCode = { wrong: 'nothing' | 'foreign' | 'newer' | 'address' | 'homeless' } | { wrong: 'short' | 'long'; count: number };

/** An address as people write it: https goes without saying. */
export const shortAddress = (origin: string): string => origin.replace(/^https:\/\//, '');

export const pairingCode = (origin: string, words: string): string => `webmynd${VERSION} ${shortAddress(origin)} ${words}`;

/** Whether a text that is being typed is going to be words without an address. */
export function isBare(text: string): boolean {
  const [first = ''] = unnumbered(partsOf(text));
  return WORD.test(first) && !/^webmynd/i.test(first);
}

export function readPairingCode(text: string): PairingCode | NoPairingCode {
  const parts = partsOf(text);
  const version = SIGN.exec(parts[0] ?? '')?.[1];
  if (parts.length === 0) return { wrong: 'nothing' };
  if (version === undefined) return ofWords(parts, null);
  if (version !== VERSION) return { wrong: 'newer' };
  if (isHomeless(parts.slice(1))) return { wrong: 'homeless' };
  return ofWords(parts.slice(2), parts[1] ?? '');
}

function ofWords(parts: string[], address: string | null): PairingCode | NoPairingCode {
  const words = unnumbered(parts);
  if (words.some((word) => !WORD.test(word)) || (address === null && words.length === 0)) return { wrong: 'foreign' };
  if (words.length !== WORDS) return { wrong: words.length < WORDS ? 'short' : 'long', count: words.length };
  const origin = address === null ? null : serverOrigin(address);
  if (address !== null && origin === null) return { wrong: 'address' };
  return { origin, words: words.join(' ').toLowerCase() };
}

/** Whether all words follow the sign at once: the address between them is missing. */
function isHomeless(parts: string[]): boolean {
  const words = unnumbered(parts);
  return words.length === WORDS && words.every((word) => LIKE_A_WORD.test(word));
}

/** What stands between blanks and commas, without what people and their mail programs put around it. */
function partsOf(text: string): string[] {
  const line = text.replace(UNSEEN, '').replace(QUOTED, '').trim().replace(BEFORE_SIGN, '').replace(BEFORE_WORDS, '').replace(BEHIND, '');
  return line.split(/[\s,;]+/).map((part) => part.replace(AROUND, '')).filter(Boolean);
}

/** Words without their numbers, where each has one and it is the right one. */
function unnumbered(parts: string[]): string[] {
  const apart = parts.flatMap((part) => part.split(/(?<=^\d{1,2}[.):])(?=[a-z]+$)/i));
  const isNumbered = apart.every((part, at) => at % 2 === 1 || Number(NUMBER.exec(part)?.[1]) === at / 2 + 1);
  return isNumbered ? apart.filter((_, at) => at % 2 === 1) : apart;
}
