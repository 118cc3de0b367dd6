/** How much of a page is read, and how long one may hold its main thread. */
import { wait } from '../bridge/pace.js';

/** Characters of HTML and of visible text that are kept of one page; the text's own leave so much less for the HTML: to send both holds the thread. */
export const MOST_HTML = 3 << 20;
export const MOST_TEXT = 3 << 19;
/** Characters that are read of one frame. */
export const MOST_FRAME_TEXT = 1 << 18;
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
export const WHOLE_TEXT_NODES = 20_000;
export const WHOLE_TEXT_CHARS = 1 << 20;

/** Milliseconds a page must have been visible, its document unchanged, and at most waited for. */
export const SEEN = wait(1_000);
export const QUIET = wait(400);
export const PATIENCE = wait(4_000);
/** A route whose document shows what it showed before is waited for so long; then it is a place in the page before. */
export const STILL_PATIENCE = wait(8_000);
/** So many addresses in a row that come and go unseen, for so long in all, are one page that rewrites its own; until it leaves off for so long. */
export const RESTLESS = { routes: 5, unseen: wait(2_000), calm: wait(2_000) };
/** After the first look a page is glanced at less often, and read again at most so often: longer where nothing new comes. */
export const LATER_LOOK = wait(400);
export const GATHER = wait(1_000);
export const LONGEST_GATHER = wait(16_000);
/** New characters that are worth a look; of a document that still shows the page before, worth a page. */
export const ENOUGH = 40;
export const ENOUGH_ADDED = 200;
/** Looks of one visit before it is hidden or left, and the pause between the first two, twice as long each time. */
export const MOST_LOOKS = 12;
export const PAUSE = wait(2_000);
export const LONGEST_PAUSE = wait(60_000);
/** How often it is looked whether they have passed, and, where the browser does not tell, whether the address is another. */
export const LOOK = wait(100);
/** A longer pause between two glances counts as so much: what was on the screen in it nobody knows. */
export const LONGEST_GLANCE = 2 * LOOK + QUIET;
export const LOOK_AT_ADDRESS = wait(500);
/** So long (ms) the background has for an answer; a look is kept before it is answered. Then the question, or its answer, was lost on its way. */
export const ANSWER = wait(60_000);
export const KEPT = wait(150_000);
/** An answer that does not come is asked for again after so long, twice as long each time. */
export const FIRST_WAIT = wait(1_000);
export const LONGEST_WAIT = wait(60_000);
/** More changes than this within one look mean a page that never rests: its layout is not to be forced. */
export const BUSY_CHANGES = 100;
/** Words of a screen that are measured for its picture, bytes of their text, nodes that are looked at for them, and milliseconds in all. */
export const MOST_BOXED_WORDS = 2_000;
export const MOST_BOXED_TEXT = 16 << 10;
export const MOST_BOXED_NODES = 20_000;
export const MOST_BOXING = 250;
