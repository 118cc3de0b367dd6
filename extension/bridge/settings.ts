/** The person's settings in storage.local: one key each, so that two writers do not undo each other. */
import { onStored, store, stored } from '../browser.js';
import type { Settings } from './messages.js';

export const DEFAULTS: Readonly<Settings> = {
  pausedUntil: null, exclusions: [], defaultExclusions: true, mode: 'everything', seenSeconds: 1, noArchive: false,
  pictureBudget: null, textBudget: null, retentionDays: null, textDays: null, sendThumbs: false, firstRunAt: null, theme: 'system', showGone: true,
};

/** Longer than anyone reads before a page is to count (s). */
export const LONGEST_SEEN = 600;
/** Less room than this (MB) holds nothing worth having; no disk has more. */
export const BUDGETS = { least: 20, most: 10_000_000 } as const;

const isBudget = (value: unknown): value is number | null =>
  value === null || (Number.isInteger(value) && Number(value) >= BUDGETS.least && Number(value) <= BUDGETS.most);
const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;

/** What is stored may be of another version or damaged: a value that does not fit counts as not set. */
const FITS: { [Key in keyof Settings]: (value: unknown) => value is Settings[Key] } = {
  pausedUntil: (value): value is Settings['pausedUntil'] => value === null || value === 'always' || isTime(value),
  exclusions: (value): value is string[] => Array.isArray(value) && value.every((line) => typeof line === 'string'),
  defaultExclusions: (value): value is boolean => typeof value === 'boolean',
  mode: (value): value is Settings['mode'] => value === 'everything' || value === 'starred' || value === 'address',
  seenSeconds: (value): value is number => typeof value === 'number' && value >= 1 && value <= LONGEST_SEEN,
  noArchive: (value): value is boolean => typeof value === 'boolean',
  pictureBudget: isBudget,
  textBudget: isBudget,
  retentionDays: (value): value is number | null => value === null || (isTime(value) && value >= 1),
  textDays: (value): value is number | null => value === null || (isTime(value) && value >= 1),
  sendThumbs: (value): value is boolean => typeof value === 'boolean',
  firstRunAt: (value): value is number | null => value === null || isTime(value),
  theme: (value): value is Settings['theme'] => value === 'system' || value === 'light' || value === 'dark',
  showGone: (value): value is boolean => typeof value === 'boolean',
};
const KEYS = Object.keys(DEFAULTS) as (keyof Settings)[];

/** The settings that `found` holds, defaults for the rest. */
export function settingsFrom(found: Record<string, unknown>): Settings {
  const settings: Settings = { ...DEFAULTS };
  const take = <Key extends keyof Settings>(key: Key): void => {
    const value = found[key];
    if (FITS[key](value)) settings[key] = value;
  };
  KEYS.forEach(take);
  return settings;
}

export const readSettings = async (): Promise<Settings> => settingsFrom(await stored('local', KEYS));
export const writeSettings = (changes: Partial<Settings>): Promise<void> => store('local', { ...changes });

/** Tells the settings whenever one of them was written, here or in another context. Returns how to stop. */
export const onSettings = (listener: (settings: Settings) => void): (() => void) =>
  onStored('local', (changes) => {
    if (KEYS.some((key) => key in changes)) void readSettings().then(listener);
  });

/**
 * Adds or takes away one line of the exclusions; the others keep their order. One that is added stands last, so that it
 * decides, and its opposite (`!line`) goes.
 */
export async function setExclusion(rule: string, on: boolean): Promise<void> {
  const line = rule.trim();
  const opposite = line.startsWith('!') ? line.slice(1).trim() : `!${line}`;
  const { exclusions } = await readSettings();
  const rest = exclusions.filter((other) => other.trim() !== line && !(on && other.trim() === opposite));
  await writeSettings({ exclusions: on ? [...rest, line] : rest });
}
