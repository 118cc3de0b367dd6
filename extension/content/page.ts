/** The page as a visit asks it: what it shows, whether it changes, what it hides. Everything of the browser's is behind this. */
import type { Reading } from './read.js';
import type { Shown } from './likeness.js';
import type { Withheld } from './sensitive.js';

export interface Page {
  href(): string;
  isVisible(): boolean;
  /** With which status the server answered, while this is the address that it was asked for; 0 where that is not known. */
  status(): number;
  /** Whether this document was loaded in the place of itself. */
  isReloaded(): boolean;
  /** Whether it stood there before its script. */
  stood(): boolean;
  /** Its first heading. */
  heading(): string;
  /** Changes of the document since this was asked last (at most one batch of them). */
  changes(): number;
  /** Whether something may be seen by now, or not any more, without such a change, since this was asked last. */
  unfolded(): boolean;
  /** Whether the person did something in it since this was asked last. */
  acted(): boolean;
  /** Whether a large picture came onto the screen since this was asked last, or what lay over all of it went. */
  pictureCame(): boolean;
  hasFrames(): boolean;
  /** Whether one of its frames was loaded since this was asked last, or shows more. */
  frameStirred(): boolean;
  /** What it shows, read at once. */
  shown(): Shown;
  /** The same in slices, for a page that may be large or never rests (`busy`). */
  shownSoon(busy: boolean): Promise<Shown>;
  read(busy: boolean): Promise<Reading>;
  /** Title and address alone. */
  readCard(): Reading;
  /** What can be read at once, for a page that is being left. */
  readAtOnce(): Reading;
  /** Why it must not be read, or null; `thorough`: no closed shadow tree is passed over. */
  withheld(heedsNoArchive: boolean, thorough?: boolean): Withheld | null;
  /** The same of its shadow trees, as a reading found them. */
  withheldIn(shadows: ShadowRoot[]): Withheld | null;
}
