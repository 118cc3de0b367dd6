/** What crosses chrome.runtime messages (content <-> background, views -> background). One tagged union each way. */
import type { EngineFault, Millis, VisitId } from './engine.js';
import type { NoPage } from './no-page.js';
import type { PastKind } from './past.js';
import type { ShotWords } from './shot-words.js';

/** From a content script. The background takes the address, tab and private state from the sender. */
export type FromContent =
  | {
      kind: 'seen'; id: VisitId; at: Millis; offsetMin: number;
      /** How often this visit was looked at before; and whether the page has rewritten its address since it was asked for. */
      look: number; rewritten: boolean;
      /** The page was loaded again where it stood: by itself, or by a person. */
      reloaded: boolean;
      /** The page stood there before its script, which was lost with an update or switched off. */
      stood: boolean;
      /** Its document showed another page before, which led to it. */
      route: boolean;
      /** A picture of the page's came after the first look: the page is to be pictured again. */
      repicture: boolean;
      title: string; html: string; text: string; lang: string; referrer: string;
      /** A field for secrets is shown, and the person wants the page all the same: no picture of it. */
      secret?: boolean;
    }
  /** The page must not be remembered; shown in the popup. */
  | { kind: 'withheld'; reason: (typeof WITHHELD)[number] }
  /** The tab's address was rewritten, and it shows what the visit `id` showed. */
  | { kind: 'same'; id: VisitId }
  /**
   * May this page be captured at all? Asked before anything is read from it. The address that the browser gives for
   * the asker is the address of the capture `id`, also when the tab has moved on before the capture is acknowledged.
   */
  | { kind: 'mayI'; id: VisitId; /** With which its document was answered; 0: that is not known, or no longer of this address. */ status: number }
  /** What do the frames of the page show? Its own text has `length` characters. */
  | { kind: 'frames'; length: number };

/** From a frame that was read: there is enough in it that nobody has read. */
export interface FromFrame { kind: 'frameStirred' }

/** Characters of visible text below which a page with an empty password field is a sign-in and little else. */
export const LITTLE_ELSE = 1_200;

/** What a frame of a page answers when it is looked at; `html` of a large frame alone. */
export interface FrameShown {
  secret: 'password' | 'card' | null; /** It has an empty field for one. */ asks: boolean; text: string; html: string; width: number; height: number; href: string;
}

/** What the frames of a page show beside it: a secret, or the text of all of them and the HTML of the large ones. */
export interface FramesShown { secret: 'password' | 'card' | null; text: string; html: string }

/** What a content script finds that its page is not remembered for. */
export const WITHHELD = ['password', 'card', 'noarchive', 'samePage'] as const;

export type SkipReason =
  | 'paused' | 'excluded' | 'private' | 'password' | 'card' | 'noarchive' | 'notWeb' | 'noPermission' | 'tooLarge'
  /** Only what is starred is kept, and this is not. */
  | 'notStarred'
  /** It was remembered, and then forgotten while it stood there. */
  | 'forgotten'
  /** The browser shows an error of its own in the page's place. */
  | 'failed'
  /** A document that has no text to read. */
  | 'document'
  /** The page before, at another address: it is remembered there. */
  | 'samePage'
  /** The server answers with an error, where a page is remembered. */
  | 'errorAnswer';

/** The line by which a page is excluded: the person's own, or one of the built-in list. */
export interface ExclusionRule { line: string; isBuiltIn: boolean }

/** What a content script has to know before it reads. */
export interface Terms {
  /** So long a page has to be on the screen before it counts. */
  seconds: number;
  /** Whether a page's `noarchive` mark counts. */
  heedsNoArchive: boolean;
  /** Nothing but title and address is to be read. */
  cardOnly: boolean;
  /** The person wants this page in spite of what it shows. */
  anyway: boolean;
}

export type ToContent =
  | { kind: 'acknowledged'; again: boolean }
  | { kind: 'skipped'; reason: SkipReason }
  /** Not now (storage full, locked, engine starting): send the same capture again after `afterMs`. */
  | { kind: 'later'; fault: EngineFault; afterMs: number }
  | ({ kind: 'yes' } & Terms)
  | ({ kind: 'frames' } & FramesShown);

/** From the background to the top frame of a tab. */
export type ToTab =
  /** Capture what is shown, seen long enough or not; `anew`: as another visit, for the one before was forgotten. */
  | { kind: 'captureNow'; anew: boolean }
  /** Is there a script of ours? */
  | { kind: 'alive' }
  /** One of its frames shows more than when it was read. */
  | FromFrame
  /** A picture of it is taken next: which words stand where? */
  | { kind: 'beforePicture' }
  /** It was taken. */
  | { kind: 'afterPicture' }
  /** What stood in the way of keeping the page may be gone. */
  | { kind: 'lookAgain' };
/** Its answer to `afterPicture`: why the picture must not be kept, and the words that stood there before it and stand there still. */
export interface PictureNote { reason: SkipReason | null; words: ShotWords | null }
/** Its answer to `captureNow`, when the capture is acknowledged or given up. */
export type FromTab = { kind: 'captured' } | { kind: 'notCaptured'; reason: SkipReason | 'later' };

/** From a view (popup, playback, settings, welcome). */
export type FromView =
  /** Make sure the engine's worker runs. */
  | { kind: 'wake' }
  /** The state of the tab in front, for the popup. */
  | { kind: 'tabState'; tabId: number }
  /** Star or unstar the tab in front, capturing it first when it is not remembered yet. */
  | { kind: 'star'; tabId: number; on: boolean }
  /** Keep the page of the tab this once, although a rule or what it shows says no. */
  | { kind: 'keep'; tabId: number }
  | { kind: 'pause'; until: Millis | 'always' | null }
  /** Adds or takes away one line of the exclusions; one that begins with `!` is an exception. */
  | { kind: 'exclude'; rule: string; on: boolean }
  /** Take in what the browser knows from the time before, or go on with it; or stop. */
  | { kind: 'past'; what: PastKind; on: boolean }
  /** A round with the vault now; also after an account was entered or left. */
  | { kind: 'sync' }
  /** Open a remembered page, in a tab before or behind that of the view, or in its place; should it be gone, what was kept of it is shown. */
  | { kind: 'open'; url: string; /** The frame it was opened from; null: its newest. */ ordinal: number | null; how: 'front' | 'behind' | 'here'; /** In the place of what stands in that tab: of a view that is beside it. */ tabId?: number };

/** What the background answers to each message of a view. */
export interface ViewAnswers {
  wake: { ok: true } | { fault: EngineFault };
  tabState: TabState;
  /** `kept`: it cannot be set now, and is when it can be. */
  star: { on: boolean } | { fault: EngineFault; kept?: boolean } | { skipped: SkipReason | 'later' };
  keep: { ok: true } | { fault: EngineFault } | { skipped: SkipReason | 'later' };
  pause: { ok: true };
  exclude: { ok: true } | { complaint: string };
  past: { ok: true };
  sync: { ok: true } | { fault: EngineFault };
  open: { ok: true };
}

/** From the background to the panel: is a person at work in it? */
export interface ToPanel { kind: 'inUse' }

/** The icon's forms and why. */
export type TabForm = 'hollow' | 'star' | 'paused' | 'excluded' | 'working' | 'problem' | 'idle';
export interface TabState {
  form: TabForm; url: string | null; /** The address under which what it shows is remembered, or would be. */ page: string | null; title: string; skipped: SkipReason | null; fault: EngineFault | null;
  pausedUntil: Millis | 'always' | null; hostAccess: boolean;
  /** What the tab shows when it is no page of the web. */
  noPage: NoPage | null;
  /** Why it is excluded, and the person's own line by which it is not. */
  rule: ExclusionRule | null; exception: string | null;
  mode: Mode; seenSeconds: number;
}

/** What is kept: every page, only WebMarks, or of every page its title, address and time alone. */
export type Mode = 'everything' | 'starred' | 'address';

/** Settings in storage.local, with their defaults in extension/bridge/settings.ts. */
export interface Settings {
  pausedUntil: Millis | 'always' | null;
  /** One rule a line, see extension/bridge/rules.ts: `example.com`, `*.example.com/path*`, `/regular expression/`. */
  exclusions: string[];
  /** The built-in list of banks, health, mail and identity sites is applied. */
  defaultExclusions: boolean;
  mode: Mode;
  /** So long a page has to be on the screen before it counts. */
  seenSeconds: number;
  /** Pages that say `noarchive` are withheld. The mark is meant for public caches, so the person asks for it. */
  noArchive: boolean;
  /** Megabytes that pictures may take; null: half of what the browser grants. The oldest fade beyond it. */
  pictureBudget: number | null;
  /** Megabytes that texts may take; null: no limit. Beyond it those that the vault keeps leave; others stay, and it is said. */
  textBudget: number | null;
  /** Days of history; null = for ever. WebMarks never expire. */
  retentionDays: number | null;
  /** Texts that the vault keeps leave this device after so many days; null: they stay. */
  textDays: number | null;
  /** Whether thumbnails of pages seen here go into the vault. */
  sendThumbs: boolean;
  /** Set at the first run; with an empty archive it means that the browser's data was cleared. */
  firstRunAt: Millis | null;
  theme: 'system' | 'light' | 'dark';
  /** Who opens a remembered page that is gone sees what was kept of it. */
  showGone: boolean;
}
