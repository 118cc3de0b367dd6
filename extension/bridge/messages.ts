/** What crosses chrome.runtime messages (content <-> background, views -> background). One tagged union each way. */
import type { EngineFault, Millis, VisitId } from './engine.js';

/** From a content script. The background takes the address, tab and private state from the sender. */
export type FromContent =
  | {
      kind: 'seen'; id: VisitId; at: Millis; offsetMin: number;
      title: string; html: string; text: string; lang: string; referrer: string;
    }
  /** The page must not be remembered; shown in the popup. */
  | { kind: 'withheld'; reason: 'password' | 'card' | 'noarchive' }
  /**
   * May this page be captured at all? Asked before anything is read from it. The address that the browser gives for
   * the asker is the address of the capture `id`, also when the tab has moved on before the capture is acknowledged.
   */
  | { kind: 'mayI'; id: VisitId };

export type SkipReason = 'paused' | 'excluded' | 'private' | 'password' | 'card' | 'noarchive' | 'notWeb' | 'noPermission' | 'tooLarge';

export type ToContent =
  | { kind: 'acknowledged'; again: boolean }
  | { kind: 'skipped'; reason: SkipReason }
  /** Not now (storage full, locked, engine starting): send the same capture again after `afterMs`. */
  | { kind: 'later'; fault: EngineFault; afterMs: number }
  | { kind: 'yes' };

/** From the background to the top frame of a tab: capture what is shown, seen long enough or not. */
export type ToTab = { kind: 'captureNow' };
/** Its answer, when the capture is acknowledged or given up. */
export type FromTab = { kind: 'captured' } | { kind: 'notCaptured'; reason: SkipReason | 'later' };

/** From a view (popup, playback, settings, welcome). */
export type FromView =
  /** Make sure the engine's worker runs. */
  | { kind: 'wake' }
  /** The state of the tab in front, for the popup. */
  | { kind: 'tabState'; tabId: number }
  /** Star or unstar the tab in front, capturing it first when it is not remembered yet. */
  | { kind: 'star'; tabId: number; on: boolean }
  | { kind: 'pause'; until: Millis | 'always' | null }
  | { kind: 'exclude'; rule: string; on: boolean }
  /** A round with the vault now; also after an account was entered or left. */
  | { kind: 'sync' };

/** What the background answers to each message of a view. */
export interface ViewAnswers {
  wake: { ok: true } | { fault: EngineFault };
  tabState: TabState;
  star: { on: boolean } | { fault: EngineFault } | { skipped: SkipReason | 'later' };
  pause: { ok: true };
  exclude: { ok: true } | { complaint: string };
  sync: { ok: true } | { fault: EngineFault };
}

/** The icon's forms and why. */
export type TabForm = 'hollow' | 'star' | 'paused' | 'excluded' | 'working' | 'problem' | 'idle';
export interface TabState {
  form: TabForm; url: string | null; title: string; skipped: SkipReason | null; fault: EngineFault | null;
  pausedUntil: Millis | 'always' | null; hostAccess: boolean;
}

/** Settings in storage.local, with their defaults in extension/bridge/settings.ts. */
export interface Settings {
  pausedUntil: Millis | 'always' | null;
  /** One rule a line, see extension/bridge/rules.ts: `example.com`, `*.example.com/path*`, `/regular expression/`. */
  exclusions: string[];
  /** The built-in list of banks, health, mail and identity sites is applied. */
  defaultExclusions: boolean;
  /** Days of history; null = for ever. WebMarks never expire. */
  retentionDays: number | null;
  /** Texts that the vault keeps leave this device after so many days; null: they stay. */
  textDays: number | null;
  /** Whether thumbnails of pages seen here go into the vault. */
  sendThumbs: boolean;
  /** Set at the first run; with an empty archive it means that the browser's data was cleared. */
  firstRunAt: Millis | null;
  theme: 'system' | 'light' | 'dark';
}
