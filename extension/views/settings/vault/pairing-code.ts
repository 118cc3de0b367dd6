/**
 * A pairing code as a line of text: `webmynd1 vault.example.org`, then the 12 words. The words are those that the command line shows and asks for; their last
 * one is a checksum in part. What it is read from may be typed, broken into lines, cut short, or something else altogether.
 */
import { serverOrigin } from '../../../bridge/server-origin.js';

const SIGN = /^webmynd(\d+)$/i;
const VERSION = '1';
export const WORDS = 12;

/** `origin` is null where the words stand alone: the server's address is asked for. */
export type PairingCode = { origin: string | null; words: string };
/** Why a text is none; `count`: how many of the words are there. */
export type NoPairingCode = { wrong: 'nothing' | 'foreign' | 'newer' | 'address' } | { wrong: 'short' | 'long'; count: number };

/** An address as people write it: https goes without saying. */
export const shortAddress = (origin: string): string => origin.replace(/^https:\/\//, '');

export const pairingCode = (origin: string, words: string): string => `webmynd${VERSION} ${shortAddress(origin)} ${words}`;

/** Whether a text that is being typed is going to be words without an address. */
export const isBare = (text: string): boolean => /^\s*(?!webmynd)[a-z]+(?:\s|$)/i.test(text);

export function readPairingCode(text: string): PairingCode | NoPairingCode {
  const parts = text.trim().split(/\s+/).filter(Boolean);
  const version = SIGN.exec(parts[0] ?? '')?.[1];
  if (parts.length === 0) return { wrong: 'nothing' };
  if (version !== undefined && version !== VERSION) return { wrong: 'newer' };
  const words = version === undefined ? parts : parts.slice(2);
  if (words.some((word) => !/^[a-z]+$/i.test(word))) return { wrong: 'foreign' };
  if (words.length !== WORDS) return { wrong: words.length < WORDS ? 'short' : 'long', count: words.length };
  const origin = version === undefined ? null : serverOrigin(parts[1] ?? '');
  if (version !== undefined && origin === null) return { wrong: 'address' };
  return { origin, words: words.join(' ').toLowerCase() };
}
