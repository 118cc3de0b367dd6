/** What a visit needs of its surroundings, and how it begins. */
import type { FromContent, ToContent } from '../bridge/messages.js';
import type { VisitId } from '../bridge/visit-id.js';
import type { Delivered } from './deliver.js';
import type { Shown } from './likeness.js';
import type { Page } from './page.js';
import type { Reading } from './read.js';

type Capture = Extract<FromContent, { kind: 'seen' }>;

export interface Surroundings {
  page: Page;
  /** Asks the background; nothing where it does not answer. */
  tell(body: FromContent): Promise<ToContent | undefined>;
  /** Sends a look until it is kept or refused; `reading`: what it cost to read. */
  deliver(capture: Capture, reading: Reading): Promise<Delivered>;
  /** Whether the extension that we belong to is still there. */
  lives(): boolean;
  /** Milliseconds that only go forward; and the clock on the wall. */
  now(): number;
  date(): number;
  /** Does it later; returns how not to. */
  after(ms: number, task: () => void): () => void;
  /** The document shows another page, though its address was only rewritten; and since when. */
  becameAnother(start: Start): void;
}

/** How a visit begins. */
export interface Start {
  /** What the document showed when its address changed, where it did not load anew and may show that still. */
  before?: Shown | null;
  /** The visit that showed it. */
  sameAs?: VisitId | null;
  /** Milliseconds for which it has shown that, at other addresses before this one. */
  stillFor?: number;
  /** Milliseconds for which it was on the screen already. */
  seenFor?: number;
  /** It is the first one of its document. */
  isFirst?: boolean;
  /** The document showed another page before it; one that was gone back to did not lead there. */
  isRoute?: boolean;
}
