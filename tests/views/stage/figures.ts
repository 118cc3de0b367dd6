/** A memory of ten years in figures, as no test can fill one: numbers of seven digits, a site of 30,000 pages. */
import type { Overview, Statistics } from '../../../extension/bridge/engine.js';
import { NOW } from './clock.js';

const DAYS = 3_650;
const TODAY = Math.floor(NOW / 86_400_000);
const wave = (n: number): number => Math.abs(Math.sin(n * 12.9898) * 43_758.5453) % 1;

const ofDay = (day: number): number => ((day + 3) % 7 > 4 ? 80 : 400) + Math.floor(wave(day) * 500);

/** `real`: captions are asked of it, so the pages are its own. */
export function decade(real: Statistics): Statistics {
  const site = (n: number) => ({ site: n === 0 ? 'a-site-with-a-very-long-name-that-nobody-can-read-at-once.knowledge.example' : `site${n}.example`, pages: Math.floor(30_000 / (n + 1)), visits: Math.floor(1_234_567 / (n + 1)), bytes: Math.floor(4_321_000_000 / (n * 2 + 1)) });
  const months = Array.from({ length: 121 }, (_, n) => ({ month: 2016 * 12 + 2 + n, visits: 9_000 + Math.floor(wave(n) * 9_000), pages: 4_000 + Math.floor(wave(n) * 3_000) }));
  const hours = Array.from({ length: 168 }, (_, n) => Math.floor(Math.max(0, Math.sin(((n % 24) - 6) / 18 * Math.PI)) * (n < 120 ? 9_000 : 3_000) * (0.6 + wave(n) * 0.4)));
  return {
    ...real, months, hours, sites: Array.from({ length: 34 }, (_, n) => site(n)), siteCount: 12_345, versioned: 23_456, olderBytes: 1_234_567_890,
    costly: real.costly.map((one, n) => ({ ...one, versions: 3_210 - n, bytes: 98_765_432 - n * 1_000_000 })),
  };
}

export function tenYears(real: Overview): Overview {
  const dayNo = Int32Array.from({ length: DAYS }, (_, n) => TODAY - DAYS + 1 + n);
  const dayStart = new Uint32Array(DAYS + 1);
  dayNo.forEach((day, n) => { dayStart[n + 1] = (dayStart[n] ?? 0) + ofDay(day); });
  return { ...real, total: dayStart[DAYS] ?? 0, dayNo, dayStart, starred: new Uint32Array(DAYS), hidden: new Uint32Array() };
}
