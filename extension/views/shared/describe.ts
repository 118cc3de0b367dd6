/** What popup and panel say of a page: one line of what is known, and at most one notice with a way out. Pure. */
import type { Opened, PageState } from '../../bridge/engine.js';
import type { SkipReason, TabState } from '../../bridge/messages.js';
import { explain } from './errors.js';
import { day, moment, plural, t, time } from './i18n.js';
import { exceptionFor } from './include.js';

export type Remedy = 'allow' | 'resume' | 'include' | 'except' | 'unexcept' | 'keep' | 'doctor' | 'settings' | 'room';
export interface Notice { wrong: boolean; sentence: string; advice: string; remedies: Remedy[] }
export interface Described { line: string; notice: Notice | null; canStar: boolean }

/** Nothing of such a page is written by a star alone. */
const NEVER: readonly SkipReason[] = ['private', 'notWeb', 'excluded', 'password', 'card', 'noPermission', 'noarchive', 'failed', 'document'];
/** What the line above says in full. */
const SAID: readonly SkipReason[] = ['notWeb', 'failed', 'document', 'forgotten', 'notStarred', 'samePage'];
/** Withheld by what the page shows: a person may want it all the same. */
const WITHHELD: readonly SkipReason[] = ['password', 'card', 'noarchive'];

/** How the memory stands: texts take more room than the person gave them; what was found at its opening. */
export interface Standing { full: boolean; opened: Opened | null }

export function describe(tab: TabState, page: PageState | null, now: number, standing: Standing = { full: false, opened: null }): Described {
  const known = page?.remembered === true;
  const line = known ? knownLine(page, now) : unknownLine(tab);
  const notice = noticeFor(tab, known, now) ?? lossNotice(standing.opened) ?? quietNotice(tab, standing.full);
  return { line, notice, canStar: known || tab.skipped === null || !NEVER.includes(tab.skipped) };
}

function knownLine(page: PageState, now: number): string {
  const when = t('page_remembered', moment(page.lastAt, now));
  return page.visits > 1 ? t('page_and', when, plural('page_visits', page.visits)) : when;
}

function unknownLine(tab: TabState): string {
  if (tab.fault) return t('page_unknown');
  if (tab.form === 'working') return t('page_working');
  if (tab.skipped === 'notWeb') return t(`shared_noPage_${tab.noPage ?? 'other'}`);
  if (tab.skipped === 'forgotten') return t('page_forgotten');
  if (tab.skipped !== null) return t(`shared_skipped_${tab.skipped}`);
  if (tab.pausedUntil !== null) return t('shared_skipped_paused');
  return tab.seenSeconds > 1 ? plural('page_notYet_seconds', tab.seenSeconds) : t('page_notYet');
}

function noticeFor(tab: TabState, known: boolean, now: number): Notice | null {
  if (!tab.hostAccess) return { wrong: true, sentence: t('page_noAccess'), advice: t('page_noAccess_advice'), remedies: ['allow'] };
  if (tab.fault) {
    const remedies: Remedy[] = tab.fault.kind === 'corrupt' ? ['doctor'] : tab.fault.kind === 'freeSpace' ? ['room'] : [];
    return { wrong: true, ...explain(tab.fault), remedies };
  }
  if (tab.pausedUntil !== null) {
    return { wrong: false, sentence: pausedSentence(tab.pausedUntil, now), advice: '', remedies: tab.url === null || known ? ['resume'] : ['resume', 'keep'] };
  }
  if (tab.skipped === null || SAID.includes(tab.skipped)) return null;
  if (tab.skipped === 'excluded') return excludedNotice(tab);
  // The line above has said it already, unless it tells of an earlier visit.
  return {
    wrong: false, sentence: known ? t(`shared_skipped_${tab.skipped}`) : '', advice: t(`shared_skipped_${tab.skipped}_why`),
    remedies: WITHHELD.includes(tab.skipped) ? ['keep', ...(tab.skipped === 'noarchive' ? ['settings' as const] : [])] : [],
  };
}

/** Which rule it is, and the ways around it: without the rule, for this site, for this once. */
function excludedNotice({ rule, url }: TabState): Notice {
  const sentence = rule ? t(rule.isBuiltIn ? 'page_excluded_builtIn' : 'page_excluded_own', rule.line) : t('page_excluded');
  const own = rule !== null && !rule.isBuiltIn;
  const alone = own && rule.line === exceptionFor(url);
  return { wrong: false, sentence, advice: '', remedies: [...(own ? ['include' as const] : []), ...(alone ? [] : ['except' as const]), 'keep'] };
}

/** Pages that are missing, or damaged: told until it is repaired. */
function lossNotice(opened: Opened | null): Notice | null {
  if (!opened || (!opened.missing && opened.damaged === 0)) return null;
  const pages = opened.missing?.pages ?? 0;
  const sentence = pages > 0 ? plural('page_missing', pages) : t(opened.missing ? 'shared_missing' : 'shared_fault_corrupt');
  return { wrong: true, sentence, advice: t('page_missing_advice'), remedies: ['doctor'] };
}

/** What holds nobody up: an exception that can be taken back, room that runs short. */
function quietNotice({ exception, skipped }: TabState, full: boolean): Notice | null {
  if (exception !== null && skipped !== 'notWeb') return { wrong: false, sentence: '', advice: t('page_excepted', exception), remedies: ['unexcept'] };
  return full ? { wrong: false, sentence: t('page_full'), advice: '', remedies: ['room'] } : null;
}

function pausedSentence(until: number | 'always', now: number): string {
  if (until === 'always') return t('page_pausedAlways');
  const sameDay = day(until, now) === day(now, now);
  return t('page_pausedUntil', sameDay ? time(until) : moment(until, now));
}
