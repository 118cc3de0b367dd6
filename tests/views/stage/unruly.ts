/** What no memory should have and some have: titles that are no titles, a clock in the future, a page of 500 versions, a site of 30,000 pages. */
import { NOW, OFFSET_MIN } from './clock.js';
import { idOf, type Line } from './lines.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Their ids are none of those of the memory around them. */
const OWN = 0x70_0000;
export const VERSIONS = 500;
export const PAGES = 30_000;

/** By the ends of their addresses. */
export const TITLES: Record<string, string> = {
  word: 'W'.repeat(10_000), sentence: 'The tide tables of the northern coast, told at length; '.repeat(190).slice(0, 10_000), controls: '\u0001Bell\u0007 and \u0000NUL\u001b[31m\u0085in a row',
  turned: '\u202egnp.exe\u202c and \u2066more\u200f', unseen: '\u200b\u2060\u202e\ufeff', lines: 'One\r\n\r\n\ttwo\u2028three', piled: `Z${'\u0301\u0316\u0337'.repeat(60)}algo p${'\u0310'.repeat(80)}iled`,
  signs: '👩‍👩‍👧‍👦'.repeat(300), split: `${'x'.repeat(299)}👩‍👩‍👧 end`,
};

export function unruly(): Line[] {
  const line = (url: string, title: string, text: string, at: number, id: number, picture?: number): Line =>
    ({ url, title, site: new URL(url).hostname, lang: 'en', text, visits: [{ id: idOf(OWN + id), at, offsetMin: OFFSET_MIN }], ...(picture === undefined ? {} : { picture }) });
  const titles = Object.entries(TITLES).map(([name, title], n) => line(`https://unruly.example/${name}`, title, `A wildwort of its own: ${name}.`, NOW - (n + 1) * 90_000, n, n));
  const future = [2, 400].map((days, n) => line(`https://future.example/${days}`, `Seen ${days} days ahead of the clock`, 'A clockwort.', NOW + days * DAY, 100 + n, n));
  const versions = Array.from({ length: VERSIONS }, (_, n) => line('https://gauge.example/', 'The gauge at the harbour', `The gauge of the harbour stands at ${n} and falls slowly.`, NOW - 40 * DAY - (VERSIONS - n) * HOUR, 200 + n, n % 10));
  return [...versions, ...titles, ...future];
}

/** A site whose pages are a year's; each has a word that all have, and a number. */
export const bigSite = (): Line[] => Array.from({ length: PAGES }, (_, n) => ({
  url: `https://big.example/item/${n}`, title: `Item ${n} of the catalogue`, site: 'big.example', lang: 'en', text: `Bigwort and number ${n}.`,
  visits: [{ id: idOf(n + 1), at: NOW - (PAGES - n) * 17 * 60_000, offsetMin: OFFSET_MIN }],
}));
