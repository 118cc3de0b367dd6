/**
 * The content script: one visit after another of what this tab's top frame shows. It waits until the page was seen and
 * has come to rest, asks, reads, and sends one message. It knows no engine and decides nothing but what it can see.
 */
import { onMessage, sendMessage, stillInstalled } from '../browser.js';
import type { FromContent, FromTab, ToContent, ToTab } from '../bridge/messages.js';
import { newVisitId } from '../bridge/visit-id.js';
import { deliver } from './deliver.js';
import { FIRST_WAIT, LONGEST_WAIT } from './limits.js';
import { onMove } from './moves.js';
import { type Reading, readLeaving, readPage } from './read.js';
import { secretField, type Withheld, withheld } from './sensitive.js';
import { type Watch, watchPage } from './watch.js';

const tell = (body: FromContent): Promise<ToContent | undefined> => sendMessage<ToContent>(body).catch(() => undefined);

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** True in builds of tests and the bench alone: a page could otherwise see from the marks that we are here. */
declare const MEASURE: boolean;

/** One visit: from the moment an address is shown until it was captured, refused, or left. */
class Visit {
  private readonly id = newVisitId();
  private readonly href = location.href;
  private readonly watch: Watch = watchPage();
  private readonly hurry = Promise.withResolvers<void>();
  private readonly result = Promise.withResolvers<FromTab>();
  private seenAt = Date.now();
  private allowed = false;
  private over = false;
  private captured = false;

  constructor() {
    // Whatever a page manages to break in us is broken for this visit only.
    this.live().catch(() => this.end({ kind: 'notCaptured', reason: 'later' }));
  }

  /** Captures without waiting for the page to be seen and to rest; null when this visit ended uncaptured before. */
  now(): Promise<FromTab> | null {
    if (this.over && !this.captured) return null;
    this.hurry.resolve();
    return this.result.promise;
  }

  /** The page is being left: what was seen is read at once and sent, unread is gone. */
  leave(): void {
    const readable = !this.over && this.allowed && this.watch.wasSeen() && location.href === this.href;
    if (readable && !this.refused(withheld())) void this.send(readLeaving());
    this.stop();
  }

  private async live(): Promise<void> {
    await Promise.race([this.watch.seen, this.hurry.promise]);
    this.seenAt = Date.now();
    if (!(await this.ask())) return;
    this.allowed = true;
    const { busy } = await Promise.race([this.watch.settled, this.hurry.promise.then(() => ({ busy: false }))]);
    if (this.over || this.refused(withheld())) return;
    const page = await readPage(busy);
    if (!this.over) await this.send(page);
  }

  /** May this page be read? Asks until the background answers. */
  private async ask(): Promise<boolean> {
    for (let wait = FIRST_WAIT; !this.over && stillInstalled(); wait = Math.min(wait * 2, LONGEST_WAIT)) {
      const answer = await tell({ kind: 'mayI', id: this.id });
      if (this.over) return false;
      if (answer?.kind === 'yes') return true;
      if (answer?.kind === 'skipped') {
        this.end({ kind: 'notCaptured', reason: answer.reason });
        return false;
      }
      await sleep(wait);
    }
    return false;
  }

  private refused(reason: Withheld | null): boolean {
    if (!reason) return false;
    void tell({ kind: 'withheld', reason });
    this.end({ kind: 'notCaptured', reason });
    return true;
  }

  private async send(page: Reading): Promise<void> {
    if (page.shadows.some((shadow) => this.refused(secretField(shadow)))) return;
    this.stop();
    this.captured = true;
    const { title, html, text, lang, referrer } = page;
    const start = performance.now();
    const sent = deliver({
      kind: 'seen', id: this.id, at: this.seenAt, offsetMin: -new Date().getTimezoneOffset(), title, html, text, lang, referrer,
    });
    if (MEASURE) mark(page, performance.now() - start);
    const became = await sent;
    this.captured = became === 'acknowledged';
    this.end(this.captured ? { kind: 'captured' } : { kind: 'notCaptured', reason: 'later' });
  }

  private stop(): void {
    this.over = true;
    this.watch.stop();
  }

  private end(result: FromTab): void {
    this.stop();
    this.result.resolve(result);
  }
}

function mark({ work, longest, html, text }: Reading, sending: number): void {
  const detail = { work, longest, sending, html: html.length, text: text.length };
  performance.mark('webmynd', { detail });
}

function main(): void {
  let visit = new Visit();
  onMove(() => {
    visit.leave();
    visit = new Visit();
  });
  addEventListener('pagehide', () => visit.leave());
  addEventListener('pageshow', (event) => { if (event.persisted) visit = new Visit(); });
  onMessage((body) => {
    if ((body as ToTab | null)?.kind !== 'captureNow') return undefined;
    const running = visit.now();
    if (running) return running;
    visit = new Visit();
    return visit.now() ?? undefined;
  });
}

// Pictures, PDFs and feeds that a browser shows in a document of its own hold nothing to read.
const READABLE = /^(?:text\/html|application\/xhtml\+xml|text\/plain)$/;
// After an update the same page may be given a second script; the first one is orphaned and silent.
if (READABLE.test(document.contentType)) main();
