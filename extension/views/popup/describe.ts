/** What the popup says of a page: one line of what is known, and at most one notice with a way out. Pure. */
import type { PageState } from '../../bridge/engine.js';
import type { SkipReason, TabState } from '../../bridge/messages.js';
import { explain } from '../shared/errors.js';
import { day, moment, plural, t, time } from '../shared/i18n.js';

export type Remedy = 'allow' | 'resume' | 'include' | 'doctor' | 'settings';
export interface Notice { wrong: boolean; sentence: string; advice: string; remedy: Remedy | null }
export interface Described { line: string; notice: Notice | null; canStar: boolean }

/** Nothing of such a page is ever written, not even when it is starred. */
const NEVER: readonly SkipReason[] = ['private', 'notWeb', 'excluded', 'password', 'card', 'noPermission', 'noarchive'];

export function describe(tab: TabState, page: PageState | null, now: number): Described {
  const known = page?.remembered === true;
  const line = known ? knownLine(page, now) : unknownLine(tab);
  return { line, notice: noticeFor(tab, known, now), canStar: known || tab.skipped === null || !NEVER.includes(tab.skipped) };
}

function knownLine(page: PageState, now: number): string {
  const when = t('popup_remembered', moment(page.lastAt, now));
  return page.visits > 1 ? t('popup_and', when, plural('popup_visits', page.visits)) : when;
}

function unknownLine(tab: TabState): string {
  if (tab.fault) return t('popup_unknown');
  if (tab.form === 'working') return t('popup_working');
  if (tab.skipped !== null) return t(`shared_skipped_${tab.skipped}`);
  return t(tab.pausedUntil !== null ? 'shared_skipped_paused' : 'popup_notYet');
}

function noticeFor(tab: TabState, known: boolean, now: number): Notice | null {
  if (!tab.hostAccess) return { wrong: true, sentence: t('popup_noAccess'), advice: t('popup_noAccess_advice'), remedy: 'allow' };
  if (tab.fault) {
    const remedy = tab.fault.kind === 'corrupt' ? 'doctor' : tab.fault.kind === 'freeSpace' ? 'settings' : null;
    return { wrong: true, ...explain(tab.fault), remedy };
  }
  if (tab.pausedUntil !== null) return { wrong: false, sentence: pausedSentence(tab.pausedUntil, now), advice: '', remedy: 'resume' };
  // Of what is no web page there is nothing more to say.
  if (tab.skipped === null || tab.skipped === 'notWeb') return null;
  if (tab.skipped === 'excluded') return { wrong: false, sentence: t('popup_excluded'), advice: '', remedy: 'include' };
  // The line above has said it already, unless it tells of an earlier visit.
  return { wrong: false, sentence: known ? t(`shared_skipped_${tab.skipped}`) : '', advice: t(`shared_skipped_${tab.skipped}_why`), remedy: null };
}

function pausedSentence(until: number | 'always', now: number): string {
  if (until === 'always') return t('popup_pausedAlways');
  const sameDay = day(until, now) === day(now, now);
  return t('popup_pausedUntil', sameDay ? time(until) : moment(until, now));
}
