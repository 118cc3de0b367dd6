/** How many pages were left out, by day and reason: counts alone, of the last days, in storage.local. No address is among them. */
import { stored, unstore } from '../browser.js';

/** `listed`: by the built-in list; `excluded`: by a line of the person's own. */
export const WITHHELD_FOR = ['password', 'card', 'listed', 'excluded', 'paused', 'notStarred', 'noarchive', 'noPermission'] as const;
export type WithheldFor = (typeof WITHHELD_FOR)[number];
export type DayCounts = Partial<Record<WithheldFor, number>>;
/** By local day since 1970-01-01. */
export type Withheld = Record<string, DayCounts>;

export const WITHHELD_KEY = 'withheld';
/** So many days are kept, today among them. */
export const WITHHELD_DAYS = 90;
const MOST = 1_000_000_000;

const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) > 0 && Number(value) <= MOST;
const isFor = (name: string): name is WithheldFor => (WITHHELD_FOR as readonly string[]).includes(name);

/** What is stored may be damaged: what does not fit is not there. Days that are too old, or still to come, go. */
export function withheldFrom(value: unknown, today: number): Withheld {
  const found: Withheld = {};
  if (typeof value !== 'object' || value === null) return found;
  for (const [day, counts] of Object.entries(value)) {
    const no = Number(day);
    if (!Number.isInteger(no) || no > today || no <= today - WITHHELD_DAYS || typeof counts !== 'object' || counts === null) continue;
    const fitting = Object.entries(counts as Record<string, unknown>).filter(([name, count]) => isFor(name) && isCount(count));
    if (fitting.length > 0) found[no] = Object.fromEntries(fitting) as DayCounts;
  }
  return found;
}

/** Today where the person is, counted from 1970-01-01. */
export const localDay = (at: number): number => Math.floor((at - new Date(at).getTimezoneOffset() * 60_000) / 86_400_000);

export const readWithheld = async (): Promise<Withheld> => withheldFrom((await stored('local', [WITHHELD_KEY]))[WITHHELD_KEY], localDay(Date.now()));

/** With everything else that is forgotten. */
export const dropWithheld = (): Promise<void> => unstore('local', [WITHHELD_KEY]);

/** Two counts together. */
export function sumOf(known: Withheld, more: Withheld): Withheld {
  const sum: Withheld = { ...known };
  for (const [day, counts] of Object.entries(more)) {
    const of: DayCounts = { ...sum[day] };
    for (const name of WITHHELD_FOR) if (counts[name]) of[name] = Math.min(MOST, (of[name] ?? 0) + counts[name]);
    sum[day] = of;
  }
  return sum;
}
