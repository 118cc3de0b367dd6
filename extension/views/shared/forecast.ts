/** How long the room for pictures and texts lasts, in words. */
import { DAY_MS } from './day-number.js';
import type { Engine, Status } from '../../bridge/engine.js';
import type { Settings } from '../../bridge/messages.js';
import { plural, t } from './i18n.js';
import { daysLeft, LATELY, type Pace, spanOf } from './pace.js';

export const MEGABYTE = 1_000_000;

export type Kind = 'pictures' | 'texts';
export const SETTING = { pictures: 'pictureBudget', texts: 'textBudget' } as const satisfies Record<Kind, keyof Settings>;

/** `free`: bytes that the browser grants beyond what is used. */
export interface Room { status: Status; pace: Pace; free: number; quota: number }

export async function readRoom(status: Status, engine: Pick<Engine, 'histogram'>): Promise<Room> {
  const now = Date.now();
  const [{ counts }, { quota = 0, usage = 0 }] = await Promise.all([
    engine.histogram(now - LATELY * DAY_MS, now + 1, 1), navigator.storage.estimate().catch((): StorageEstimate => ({})),
  ]);
  const pace = { visits: status.visits, lately: counts.reduce((sum, one) => sum + one, 0), firstAt: status.firstAt };
  return { status, pace, free: Math.max(0, quota - usage), quota };
}

export const usedBy = (kind: Kind, { pictureBytes, journalBytes, indexBytes }: Status): number => (kind === 'pictures' ? pictureBytes : journalBytes + indexBytes);

/** What a kind holds, and how long there is room for more; `budget` in megabytes, as it was set. */
export function standing(kind: Kind, budget: number | null, { status, pace, free, quota }: Room): { over: number; words: string } {
  const used = usedBy(kind, status);
  const most = budget === null ? (kind === 'pictures' ? quota / 2 : used + free) : budget * MEGABYTE;
  const days = daysLeft(used, Math.min(most - used, free), pace, Date.now());
  return { over: used - most, words: days !== null && used < most ? inWords(days) : '' };
}

function inWords(days: number): string {
  const { unit, count } = spanOf(days);
  return unit === 'ages' ? t('settings_room_ages') : plural(`settings_room_${unit}`, count);
}
