/** The one interface between everything in the extension and the engine in its worker. */
import type { DirectoryWish } from './directory.js';
import type { ShotWords } from './shot-words.js';

/** Position of a visit in the timeline: visits ascend by (time, id). */
export type Ordinal = number;
/** Milliseconds since the epoch. */
export type Millis = number;
/** 32 hex digits, made where the page was seen. */
export type VisitId = string;

export type ErrorKind =
  | 'retry' | 'freeSpace' | 'locked' | 'notAllowed' | 'update' | 'corrupt' | 'notFound' | 'invalid' | 'bug'
  /** The worker is gone or does not answer. */
  | 'lost'
  /** The person has not said that anything may be sent. */
  | 'consent'
  /** Of the vault: core/engine/src/sync/error.rs says what each means. */
  | 'later' | 'signIn' | 'quota' | 'wrongKey' | 'keybox' | 'rolledBack' | 'otherAccount' | 'distrust' | 'refused' | 'gone' | 'damaged' | 'versions';

/** An error that crossed the bridge: kinds say what to do next; sentences live in views/shared/errors.ts. */
export interface EngineFault {
  kind: ErrorKind; fact: string;
  /** When the vault's server wants to be asked again, in seconds. */
  after?: number;
}

/** A page as the content script saw it; url, tab and private state are added by the background from the sender. */
export interface Seen {
  id: VisitId; at: Millis; offsetMin: number;
  url: string; title: string; html: string; text?: string; lang?: string; referrer?: string;
  /** The visit that one came from, where the browser tells it better than `referrer` does. */
  from?: VisitId;
  /** How often this visit was looked at before: a later look takes the place of what an earlier one saw. */
  look?: number;
  /** The visit that this one goes on with, where it shows the same: the page was loaded again in its tab. */
  stays?: VisitId;
}
export interface Remembered {
  /** The visit that shows it now: that of `stays`, where it goes on. */
  visit: VisitId;
  capture: number; ordinal: Ordinal; kind: 'new' | 'version' | 'revisit' | 'again' | 'look' | 'forgotten'; wantsPicture: boolean;
}
/** A screenshot (or favicon) for a remembered visit; the engine makes thumbnail, full image and colours of it. */
export interface Shot { visit: VisitId; kind: 'screen' | 'icon'; mime: string; bytes: ArrayBuffer; words?: ShotWords }
export interface Pictured { thumbBytes: number; fullBytes: number; width: number; height: number }

/** What is known of an address (for the toolbar icon and the popup). */
export interface PageState {
  remembered: boolean; star: boolean; labels: string[];
  visits: number; captures: number; lastAt: Millis; lastOrdinal: Ordinal | null;
  /** Visits that are forgotten and can be taken back. */
  forgotten: number;
}

/** From how many of the account's devices something is gone; `of` is 0 while there is but this one. */
export interface Reach { gone: number; of: number }

export interface Status {
  gen: number; visits: number; pages: number; captures: number; webmarks: number; firstAt: Millis | null; lastAt: Millis | null;
  journalBytes: number; indexBytes: number; pictureBytes: number; pictureCount: number;
  /** Forgets that can still be undone. */
  undoable: ({ op: number; count: number; at: Millis; until: Millis; /** Retention did it. */ aged: boolean } & Reach)[];
  /** Forgets that are final here, and that some other device has not told that it knows. */
  spreading: ({ count: number; at: Millis } & Reach)[];
  rebuilding: { done: number; total: number } | null;
  opened: Opened;
}
/** What was found when the memory was opened: a torn tail that was cut, damaged bytes, a rebuilt index; and what is missing, until it is repaired. */
export interface Opened { tailCut: number; damaged: number; indexRebuilt: boolean; missing: Missing | null }
/** What was there once and is not any more: pages, visits, parts of the journal, bytes of it. */
export interface Missing { pages: number; visits: number; parts: number; bytes: number }

/** Which visits: a filter in the query language's terms, resolved in the engine. Empty object = all. */
export interface Filter { q?: string; star?: boolean; label?: string; site?: string; from?: Millis; to?: Millis }

/** Days that hold visits, as prefix sums. A day is the local calendar day at capture: floor((t + offset) / 86,400,000). */
export interface Overview {
  gen: number; total: number; firstAt: Millis | null; lastAt: Millis | null;
  dayNo: Int32Array;          // n, ascending
  dayStart: Uint32Array;      // n + 1 ordinals: day i holds ordinals dayStart[i] .. dayStart[i + 1]
  starred: Uint32Array;       // n
  /** Ordinals of visits that are forgotten and can be taken back: from, to (excluded), from, to … */
  hidden: Uint32Array;
}
export interface Histogram { gen: number; bucketMs: number; from: Millis; counts: Uint32Array; starred: Uint32Array; hits: Uint32Array }

/** `card`: the text is in the vault alone; `versions`: its page has other remembered versions; `older`: one of them is newer. */
export const FLAG = { star: 1, label: 2, picture: 4, forgotten: 8, sessionStart: 16, card: 32, versions: 64, older: 128 } as const;

/** Frames as columns; index i is ordinal `from + i`. */
export interface Frames {
  gen: number; from: Ordinal;
  at: Float64Array; offsetMin: Int16Array; capture: Uint32Array; site: Uint32Array; flags: Uint8Array;
  colour: Uint8Array;         // 3 bytes each, dominant colour of the picture (or of the site's card)
}
export interface Caption {
  ordinal: Ordinal; id: VisitId; title: string; url: string; visited?: string; site: string; lang: string; labels: string[]; at: Millis; offsetMin: number;
  flags: number; thumbhash: Uint8Array | null;
  /** The number of its capture: visits that share it share text and picture. */
  capture: number;
  /** The other device that saw it, as a person calls it; null for this one. */
  device: string | null;
}

/** Where one came from, the first visit first, and the visits that came from this one, ascending; at most 24 of each. */
export interface Trail { before: Ordinal[]; after: Ordinal[] }
/** The remembered versions of a page by the newest visit of each, the newest first, at most 512 of `total`; `at`: which of them is asked about. */
export interface Versions { ordinals: Ordinal[]; at: number | null; total: number }

/** The remembered visits of a page, the newest first; `first`: the oldest of all `total`. */
export interface PageVisits { ordinals: Ordinal[]; first: Ordinal | null; total: number }

/** The words that were kept of a page: main text and the rest. `inVault`: they are in the vault alone, and empty here. */
export interface PageText { title: string; text: string; rest: string; inVault: boolean }

/** A run of text; `lit` runs are the words that were found. */
export interface Span { text: string; lit: boolean }
/** `loose`: it has only some of the words. */
export interface Hit { ordinal: Ordinal; rank: number; score: number; loose: boolean; title: Span[]; url: string; visited?: string; site: string; at: Millis; offsetMin: number; flags: number; snippet: Span[]; device: string | null }
export interface Complaint { at: number; what: string; code: string }
/**
 * `counting`: whether the total is wanted; else what cannot be among the hits is passed over. Wanted where nothing is said. `asker`: who asks, by any name of
 * their own; their next question gives up the matches of the one before.
 */
export interface SearchRequest { q: string; sort: 'best' | 'newest'; limit: number; offset: number; now: Millis; offsetMin: number; counting?: boolean; asker?: string }
/**
 * What is painted first. `total`: pages that match, whatever the limit; where not `counted`, so many at least. Behind them, where they are
 * few, loose hits follow.
 */
export interface SearchAnswer {
  gen: number; total: number; counted: boolean; hits: Hit[]; complaints: Complaint[];
  /** How many of the hits that were asked for cannot be shown, for they are damaged on the disk; their ranks are passed over. */
  damaged: number;
  /** True when nothing matched as typed and near words were searched instead. */
  forgiving: boolean; tookMs: number;
}
/** All that matches, beside what is painted of it. */
export interface Matches {
  gen: number;
  /** The newest visit of each matching capture, ascending: what stands for it in results. */
  ordinals: Uint32Array;
  /** All visits of these captures, as far as the query wants them, ascending: for ticks and jumps. */
  visits: Uint32Array;
  /** How many pages match, and how many of them are WebMarks. */
  pages: number; webmarks: number;
  /** Pages by host and by label, most first, at most 20 of each. */
  sites: { site: string; count: number }[];
  labels: { label: string; count: number }[];
  days: DayCounts;
}
/** Pages by the days of the visits that `ordinals` are, as columns, days ascending; numbered as in `Overview`. One that was seen on several days counts on each. */
export interface DayCounts { dayNo: Int32Array; count: Uint32Array }

/**
 * The sessions around a moment as columns, ascending; the outermost may be cut where enough was looked at. `at`: starts of the buckets
 * that have visits, multiples of `bucketMs`; one that two sessions share is there for each.
 */
export interface Sessions {
  gen: number;
  from: Float64Array; to: Float64Array;
  hasBefore: boolean; hasAfter: boolean;
  bucketMs: number;
  at: Float64Array; counts: Uint32Array; starred: Uint32Array; hits: Uint32Array;
}

/** The memory in figures. What is forgotten does not count, also while it can be taken back. */
export interface Statistics {
  gen: number;
  /** By local month, counted from the year 0; months with visits alone, ascending. A page that was seen in several counts in each. */
  months: { month: number; visits: number; pages: number }[];
  /** Visits by weekday and hour, by the clock where they were: Monday's first hour first, 168 numbers. */
  hours: number[];
  /** Those that are among the first 30 by pages (they come first, most pages first), by visits or by bytes of text; `siteCount`: how many there are. */
  sites: SiteFigures[]; siteCount: number;
  /** The pages whose older versions take most, at most 20: their newest visit, and the bytes of text of the older ones. */
  costly: { ordinal: Ordinal; versions: number; bytes: number }[];
  /** Pages of more than one version, and what their older ones take. */
  versioned: number; olderBytes: number;
  /** Pages by label, versions by language: most first, at most 30. */
  labels: { name: string; count: number }[]; langs: { name: string; count: number }[];
}
export interface SiteFigures { site: string; pages: number; visits: number; bytes: number }

/** A query that is being typed; `caret` is where a text field has it, `lang` the browser's language. */
export interface CompletionRequest { q: string; caret: number; lang: string; now: Millis; offsetMin: number }
export type CompletionKind = 'filter' | 'sign' | 'site' | 'label' | 'device' | 'lang' | 'mark' | 'date';
/** What may stand at the caret, in the place of what stands from `from` to `to`. */
export interface Completion {
  from: number; to: number; insert: string;
  /** What is shown of it: without quotes, without the blank behind it. */
  shown: string;
  kind: CompletionKind;
  /** Of the filter whose name or value it is; `or`, `not`. */
  key: string;
  /** How many remembered pages have it, where that is counted. */
  pages: number | null;
}
/** A part of the query language; its sentence is `shared_filter_KEY` or `shared_form_KEY`. The first name of a filter is the one to show. */
export interface Operator { key: string; isFilter: boolean; names: string[]; example: string }

/** Ranges are [from, to) ordinals and are only valid with the gen they were read under. */
export interface Selection { gen: number; ranges: [Ordinal, Ordinal][] }
export type Which = { selection: Selection } | { visits: VisitId[] } | { page: string } | { site: string } | { since: Millis; until: Millis }
  /** The pages that a query finds; refused where a part of it is not understood. */
  | { query: string; offsetMin?: number }
  /** The pages of these frames, each with all its visits. */
  | { pagesOf: Selection };
/** How much something is, before it is forgotten: remembered visits, their pages, WebMarks among these. */
export interface Weight { visits: number; pages: number; webmarks: number }
export type Change = { kind: 'star'; on: boolean } | { kind: 'label'; label: string; on: boolean } | { kind: 'forget' };
/** `skipped`: pages that were left out, for their addresses are damaged on the disk. */
export interface Mutated { op: number; gen: number; count: number; skipped: number }

/**
 * Some whole lines of an export; `skipped`: captures that are damaged on the disk and were left out of them; `away`: those whose text is in the
 * vault alone, which have none.
 */
export interface ExportPart { text: string; next: string | null; skipped: number; away: number }
export type NeighbourKind = 'visit' | 'site' | 'session' | 'day' | 'star' | 'month';
export interface DoctorReport { ok: boolean; lines: string[]; repaired: boolean; missing?: Missing }
/** A line that something is wrong with; `kept`: only with a part of it, and the rest was taken. */
export interface BadLine { line: number; reason: string; kept?: boolean }
/** Visits that are new, that were known, and that stay forgotten for good; pages that are new, of cards; exports that began, less those that came to their end. */
export interface ImportReport { added: number; known: number; gone: number; pages: number; unended: number; bad: BadLine[] }
/** What a part of a file of bookmarks holds; the next is read with `state`. */
export interface BookmarksPart {
  bookmarks: { line: number; url: string; title: string; text: string; at: Millis | null; labels: string[] }[];
  bad: BadLine[]; state: string;
}

/** The vault as this device stands to it; null without an account. */
export interface VaultState {
  /** The server's address, and the one that the passphrase is bound to, which may be one that the server had before. */
  origin: string; boundTo: string;
  account: string; device: string; deviceName: string;
  /** Visits and changes that the vault does not have yet. */
  unsaid: number;
}
/** How a passphrase is stretched. */
export interface Stretching { seed: ArrayBuffer; memory: number; passes: number; lanes: number }
/** What a server tells of an account before the login: how its passphrase is stretched, and the address that it is bound to. */
export interface Prelude extends Stretching { origin: string | null }
/** What a passphrase became, 32 bytes each: made by bridge/keys.ts, never by the engine. */
export interface StretchedKeys { auth: ArrayBuffer; wrap: ArrayBuffer }
/** Where an account is, and how a person calls it and this device. */
export interface VaultPlace { origin: string; account: string; deviceName: string }
export type Entrance =
  | { kind: 'create'; place: VaultPlace; invitation: string | null; seed: ArrayBuffer; keys: StretchedKeys; recovery: ArrayBuffer }
  | { kind: 'join'; place: VaultPlace; boundTo: string; keys: StretchedKeys }
  /** With the recovery key and a new passphrase. */
  | { kind: 'recover'; place: VaultPlace; seed: ArrayBuffer; keys: StretchedKeys; recovery: ArrayBuffer }
  /** With the code that another device shows; the account's name comes with it. */
  | { kind: 'pair'; place: VaultPlace; code: ArrayBuffer };
/** A passphrase as it counts and as it will count, stretched with a new seed and bound to `origin`. */
export interface Renewal { now: StretchedKeys; seed: ArrayBuffer; keys: StretchedKeys; origin: string }
export interface VaultDevice {
  id: string; name: string; added: Millis | null; revoked: Millis | null; this: boolean; signedIn: boolean; lastSeen: Millis | null; agent: string | null;
  /** The vault keeps the whole log for it, and has not heard of it for long. */
  keepsLog: boolean;
}
export interface VaultUsage {
  plan: string; bytes: number; quota: number | null;
  /** `day` in UTC days since 1970-01-01. */
  days: { kind: 'text' | 'index' | 'thumb'; class: 'history' | 'mark'; day: number; packs: number; bytes: number; expiresAt: Millis | null }[];
}
/** What a round of sync did; visits, entries, bytes, thumbnails. */
export interface SyncReport {
  sent: number; received: number; said: number; entries: number; bytes: number;
  thumbsSent: number; thumbsReceived: number;
  /** The vault has no room for more thumbnails: what it has left is for texts. */
  thumbsFull: boolean;
  /** Captures and changes that are damaged on the disk, and were not sent. */
  skipped: number;
  /** Packs of other devices that are in the vault's log and cannot be read: they are tried again. */
  quarantined: number;
  /** The same of packs that a newer version wrote. */
  newer: number;
  /** What devices of the account said and what cannot be so: it is set apart. */
  doubts: SyncDoubt[];
  /** Another memory writes under this device's name (a copy of its profile, or an old one that was put back): this one has a name of its own now. */
  renamed: boolean;
}
/** The device by its name, what is in doubt, and how many packs and entries that is about. */
export interface SyncDoubt { device: string; harm: 'forged' | 'form' | 'strange' | 'foreign' | 'heads' | 'clock' | 'beyond' | 'returned' | 'recap'; count: number }

/** Everything one can ask. Every method may reject with an EngineFault. */
export interface Engine {
  status(): Promise<Status>;
  /** Resolves when the page is durable. */
  remember(seen: Seen): Promise<Remembered>;
  picture(shot: Shot): Promise<Pictured>;
  page(url: string): Promise<PageState>;
  overview(filter?: Filter): Promise<Overview>;
  histogram(from: Millis, to: Millis, maxBuckets: number, hits?: Uint32Array): Promise<Histogram>;
  /** On either side so many sessions that they fill `reach`, where the silence between two counts for no more than `gap`. */
  sessions(at: Millis, reach: Millis, gap: Millis, bucketMs: Millis, hits?: Uint32Array): Promise<Sessions>;
  /** Counted in slices: whatever is asked meanwhile is answered before. */
  statistics(): Promise<Statistics>;
  /** At most 256 frames. */
  frames(from: Ordinal, to: Ordinal): Promise<Frames>;
  /** At most 64 captions, in the order asked for; ordinals that are gone or forgotten are left out. */
  captions(ordinals: Ordinal[]): Promise<Caption[]>;
  /** Captions of the visits seen last, the newest first. */
  recent(most: number): Promise<Caption[]>;
  ordAt(at: Millis): Promise<{ ordinal: Ordinal; exact: boolean } | null>;
  ordOf(visit: VisitId): Promise<Ordinal | null>;
  neighbour(of: Ordinal, kind: NeighbourKind, direction: 1 | -1): Promise<Ordinal | null>;
  trail(of: Ordinal): Promise<Trail>;
  versions(of: Ordinal): Promise<Versions>;
  /** At most 512. */
  visitsOf(of: Ordinal, most: number): Promise<PageVisits>;
  search(request: SearchRequest): Promise<SearchAnswer>;
  /** The second answer of a search: `limit`, `offset` and `sort` count for nothing. */
  matches(request: SearchRequest): Promise<Matches>;
  /** At most 8, of what begins or holds what is being typed; none where nothing can be told. */
  complete(request: CompletionRequest): Promise<Completion[]>;
  /** All that the query language has, as people of this language type it. */
  operators(lang: string): Promise<Operator[]>;
  /** The picture of the visit's capture, or null: show a title card. */
  image(ordinal: Ordinal, size: 'thumb' | 'full' | 'icon'): Promise<Blob | null>;
  /** Where on the pictures of at most 64 visits the words of a query stand: left, top, width and height in 4,096ths, one place after another. */
  litWords(request: SearchRequest, ordinals: Ordinal[]): Promise<Uint16Array[]>;
  /** The stored text of a visit's capture, for reading without the network. */
  text(ordinal: Ordinal): Promise<PageText | null>;
  /** The text of a page that is in the vault alone, read out of it; nothing of it is kept here. */
  fetchText(ordinal: Ordinal): Promise<PageText>;
  /** Gives up texts last seen more than `days` ago, where the vault keeps them; WebMarks' never. */
  thin(days: number): Promise<{ thinned: number }>;
  /** Brings texts back that are in the vault alone, for good: all of them, or those that it gives up soon. `left`: those of all that it does not give. */
  bringBack(all: boolean): Promise<{ came: number; left: number }>;
  weigh(which: Which): Promise<Weight>;
  /** A star or label on a page of which everything was forgotten, and can be taken back, keeps it. */
  mutate(which: Which, change: Change): Promise<Mutated>;
  undo(op: number): Promise<Mutated>;
  /** Ends the undo window of a forget at once. */
  forgetNow(op: number): Promise<void>;
  /** So many bytes pictures may take from now on, until the worker ends; null: half of what the browser grants. */
  pictureBudget(bytes: number | null): Promise<void>;
  labels(): Promise<{ label: string; pages: number }[]>;
  /**
   * History older than `days` is forgotten, WebMarks never. null = keep for ever. More than a few days' worth can be taken back for a
   * week, and comes back by itself when more is kept. `lagDays`: the clock says so many days more than is believed.
   */
  retention(days: number | null): Promise<{ expired: number; lagDays: number }>;
  /** The next part of the export file, from a cursor (start with ''); done when `next` is null. */
  exportPart(cursor: string): Promise<ExportPart>;
  /** Some whole lines of an export or import file; `firstLine` is the number of the first. */
  importPart(lines: string, firstLine: number): Promise<ImportReport>;
  /** Reads a part of a file of bookmarks, any piece of it, with the state that the one before left (''); null: it is no such file. */
  readBookmarks(part: string, state: string, isLast: boolean): Promise<BookmarksPart | null>;
  doctor(repair: boolean): Promise<DoctorReport>;
  /** Removes everything from this device; an account of a vault is left. */
  clear(): Promise<void>;
  vault(): Promise<VaultState | null>;
  prelude(origin: string, account: string): Promise<Prelude>;
  /** What the directory of users of a server wants to be shown; null where it has none. */
  directory(origin: string): Promise<DirectoryWish | null>;
  /** Makes this memory a device of an account. `proof`: see bridge/directory.ts. */
  enterVault(entrance: Entrance, proof: string | null): Promise<void>;
  /** Forgets the account on this device, and ends its session where the server can be reached. What is remembered stays. */
  leaveVault(): Promise<void>;
  /** One round with the vault: what was left unsaid, what others said, what is new here; then thumbnails, own ones when they are to be sent. */
  sync(sendThumbs: boolean): Promise<SyncReport>;
  /** Whether the vault has what this device sent: packs of which a piece opens, and those that are lost, which are sent again with the next round. */
  checkVault(): Promise<{ whole: number; lost: number }>;
  devices(): Promise<VaultDevice[]>;
  usage(): Promise<VaultUsage>;
  /** Leaves the account's keys for the device that is told the code (16 bytes). */
  offerPairing(code: ArrayBuffer): Promise<{ until: Millis }>;
  changePassphrase(renewal: Renewal): Promise<void>;
  revokeDevice(id: string, renewal: Renewal): Promise<void>;
  /** Takes a device out that nobody has any more; the keys stay. */
  removeDevice(id: string): Promise<void>;
  /** The same device, with a new session; `origin`: the server's address, which may be a new one. */
  signInAgain(origin: string, boundTo: string, keys: StretchedKeys, proof: string | null): Promise<void>;
  /** From the next round on: goes on with the vault as it is now, after `rolledBack` or `otherAccount`. */
  beginAnew(): Promise<void>;
  /** A person has seen all that is in doubt (`SyncReport.doubts`): rounds tell it again when there is more. */
  seeDoubts(): Promise<void>;
  /** Other recovery words, by their 32 bytes: those before open nothing any more. */
  replaceRecovery(keys: StretchedKeys, recovery: ArrayBuffer): Promise<void>;
  deleteAccount(keys: StretchedKeys): Promise<{ ticket: string; until: Millis }>;
  undoDelete(ticket: string): Promise<void>;
}

/** What the worker tells everyone. */
export type EngineEvent =
  | { kind: 'ready' }
  | { kind: 'changed'; gen: number; visits: number; webmarks: number }
  | { kind: 'rebuilding'; done: number; total: number }
  | { kind: 'problem'; fault: EngineFault };

/** One call as it crosses the bridge. */
export type Method = keyof Engine;
export interface Call { kind: 'call'; id: string; from: string; method: Method; args: unknown[] }
export type Reply = { kind: 'reply'; id: string; ok: unknown } | { kind: 'fault'; id: string; fault: EngineFault };
