/** How much of a page is read, and how long one may hold its main thread. */
import { wait } from '../bridge/pace.js';

/** Characters of HTML and of visible text that are kept of one page. */
export const MOST_HTML = 3 << 20;
export const MOST_TEXT = 3 << 19;
/** Nodes that are looked at before the rest is left unread. */
export const MOST_NODES = 250_000;
/** Characters of one attribute: longer ones are data, not words. */
export const MOST_ATTRIBUTE = 2_048;

/** Milliseconds of work before the page gets its thread back. */
export const SLICE = 6;
/** Milliseconds in all for the reading of one page. */
export const MOST_WORK = 300;
/** The same when the page is being left and nothing may wait. */
export const LEAVING_WORK = 20;

/** `innerText` walks and lays out in one piece: only pages below this many nodes and characters get it. */
export const WHOLE_TEXT_NODES = 30_000;
export const WHOLE_TEXT_CHARS = 1 << 20;

/** Milliseconds a page must have been visible, its document unchanged, and at most waited for. */
export const SEEN = wait(1_000);
export const QUIET = wait(400);
export const PATIENCE = wait(4_000);
/** How often it is looked whether they have passed, and, where the browser does not tell, whether the address is another. */
export const LOOK = wait(100);
export const LOOK_AT_ADDRESS = wait(500);
/** An answer that does not come is asked for again after so long, twice as long each time. */
export const FIRST_WAIT = wait(1_000);
export const LONGEST_WAIT = wait(60_000);
/** More changes than this within one look mean a page that never rests: its layout is not to be forced. */
export const BUSY_CHANGES = 100;
