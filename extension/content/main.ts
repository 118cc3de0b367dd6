/**
 * The content script: one visit after another of what this tab's top frame shows. It knows no engine and decides nothing but
 * what it can see.
 */
import { onMessage, stillInstalled } from '../browser.js';
import type { FromContent, PictureNote, ToTab } from '../bridge/messages.js';
import { asked } from './asked.js';
import { deliver, hurry } from './deliver.js';
import { documentPage } from './document-page.js';
import { Life } from './life.js';
import { ANSWER } from './limits.js';
import { onMove } from './moves.js';
import type { Reading } from './read.js';
import { Words } from './words.js';

/** True in builds of tests and the bench alone: a page could otherwise see from the marks that we are here. */
declare const MEASURE: boolean;

function mark({ work, longest, piece, html, text }: Reading, sending: number, look: number): void {
  const detail = { work, longest, piece, sending, html: html.length, text: text.length, look };
  performance.mark('webmynd', { detail });
}

function main(): void {
  const page = documentPage();
  const life = new Life({
    page,
    tell: (body: FromContent) => asked(body, ANSWER),
    deliver: (capture, reading) => {
      const start = performance.now();
      const sent = deliver(capture);
      if (MEASURE) mark(reading, performance.now() - start, capture.look);
      return sent;
    },
    lives: stillInstalled,
    now: () => performance.now(),
    date: () => Date.now(),
    after: (ms, task) => {
      const timer = setTimeout(task, ms);
      return () => clearTimeout(timer);
    },
  });
  onMove(() => life.aboutToMove(), (move) => life.moved(move));
  addEventListener('pagehide', () => {
    life.left();
    hurry();
  });
  addEventListener('pageshow', (event) => { if (event.persisted) life.cameBack(); });
  document.addEventListener('visibilitychange', () => {
    if (page.isVisible()) return life.shown();
    life.hidden();
    hurry();
  });
  const words = new Words();
  const afterPicture = async (): Promise<PictureNote> => {
    const reason = page.withheld(false, true);
    return { reason, words: reason === null ? await words.still() : null };
  };
  onMessage((body) => {
    const order = body as ToTab | null;
    switch (order?.kind) {
      case 'captureNow': return life.captureNow(order.anew);
      case 'beforePicture': return words.look().then(() => ({ alive: true }));
      case 'afterPicture': return afterPicture();
      case 'frameStirred':
        page.noteFrame();
        return Promise.resolve({ alive: true });
      case 'alive': return Promise.resolve({ alive: true });
      case 'lookAgain':
        life.shown();
        return Promise.resolve({ alive: true });
      default: return undefined;
    }
  });
}

// The same page may be given a second script: by an update, or where the browser and we were both at it.
declare global { var webmynd: (() => boolean) | undefined; }
if (!globalThis.webmynd?.()) {
  globalThis.webmynd = stillInstalled;
  main();
}
