/**
 * Opens remembered pages, and hears how their servers answer; the one whose page is gone sees what was kept of it instead. Only tabs that were
 * opened here are listened to, until their first answer has come: no other request is heard, and none is made.
 */
import { goTo, type MainFrame, onMainFrames, openTab, runtimeUrl, settled, stayAwake, type Tab, tab as tabById } from '../browser.js';
import { isNamedAlike, isSamePage, type Outcome, type Why, whyGone } from '../bridge/gone.js';
import type { Caption, Ordinal } from '../bridge/engine.js';
import type { FromView } from '../bridge/messages.js';
import { wait } from '../bridge/pace.js';
import { readSettings } from '../bridge/settings.js';
import { engine } from './engine.js';

/** Browsers give up on a silent server after two minutes (ms). */
const PATIENCE = 150_000;
/** After an answer or a failure the browser may ask once more by itself, or the page may lead on (ms). */
const CALM = wait(400);
/** A document may take so long (ms) to come after its answer, and to be named; it is looked at so often. */
const NAMED = 10_000;
const GLANCE = 50;
/** A background that nobody calls is ended after thirty seconds. */
const AWAKE = 10_000;

interface Wish { url: string; ordinal: Ordinal | null }

/** One page that is being opened. */
class Watch {
  readonly caption: Promise<Caption | null>;
  #tabId: number | null = null;
  /** What was heard before its tab was known. */
  #early: MainFrame[] = [];
  #request: { id: string; url: string } | null = null;
  #outcome: Outcome | null = null;
  #due: ReturnType<typeof setTimeout> | undefined;
  #end: ReturnType<typeof setTimeout>;

  constructor(readonly url: string, ordinal: Ordinal | null) {
    // Asked now: pages that come later may give it another number.
    this.caption = captionOf(url, ordinal).catch(() => null);
    this.#end = setTimeout(() => this.end(), PATIENCE);
    watches.add(this);
    listen();
  }

  get tabId(): number | null { return this.#tabId; }

  begin(tabId: number | undefined): void {
    if (tabId === undefined) { this.end(); return; }
    this.#tabId = tabId;
    for (const event of this.#early.splice(0)) this.hear(event);
  }

  end(): void {
    clearTimeout(this.#due);
    clearTimeout(this.#end);
    watches.delete(this);
    listen();
  }

  hear(event: MainFrame): void {
    if (!watches.has(this)) return;
    if (this.#tabId === null) { if (this.#early.length < 50) this.#early.push(event); return; }
    if (event.tabId !== this.#tabId) return;
    if (event.what === 'asks') this.#asks(event);
    else this.#request ??= event;
    if (event.what !== 'asks' && event.id === this.#request?.id && this.#outcome === null) {
      this.#outcome = event.what === 'answers' ? { url: event.url, status: event.status } : { url: event.url, error: event.error };
      this.#due = setTimeout(() => void this.#judge(), CALM);
    }
  }

  /** The first request is that of the page; another one of the same page is the browser's own second try, and any other is of another page. */
  #asks({ id, url }: MainFrame): void {
    if (this.#request === null || (id !== this.#request.id && isSamePage(this.#request.url, url))) {
      clearTimeout(this.#due);
      this.#outcome = null;
    } else if (id !== this.#request.id) { this.end(); return; }
    this.#request = { id, url };
  }

  async #judge(): Promise<void> {
    const outcome = this.#outcome;
    if (outcome === null) return;
    await this.#tell(outcome).catch(() => undefined);
    // It may have been asked for once more meanwhile: then there is another one to come.
    if (this.#outcome === outcome) this.end();
  }

  async #tell(outcome: Outcome): Promise<void> {
    const why = whyGone(this.url, outcome, navigator.onLine);
    if (!why || this.#tabId === null) return;
    const [caption, shown] = [await this.caption, await this.#shown(this.#tabId, outcome.url)];
    if (caption === null || shown === null || !watches.has(this) || this.#outcome !== outcome) return;
    if ('status' in outcome && isNamedAlike(caption.title, shown.title ?? '')) return;
    await goTo(this.#tabId, goneUrl(caption, why));
  }

  /** The tab when it shows what was answered, and that had time to be named: until then it may show what was there before. Null when it shows something else. */
  async #shown(tabId: number, url: string): Promise<Tab | null> {
    const late = performance.now() + NAMED;
    for (;;) {
      const shown = await tabById(tabId);
      const isThere = shown?.url !== undefined && isSamePage(shown.url, url);
      if (isThere && shown.status === 'complete') return shown;
      if (shown === null || !watches.has(this) || performance.now() > late) return isThere ? shown : null;
      await new Promise((go) => { setTimeout(go, GLANCE); });
    }
  }
}

const watches = new Set<Watch>();
let stop: (() => void) | null = null;

/** Listens while there is something to listen for, and is not ended meanwhile. */
function listen(): void {
  if (watches.size > 0 && stop === null) {
    const deaf = onMainFrames((event) => { for (const watch of [...watches]) watch.hear(event); });
    const awake = setInterval(stayAwake, AWAKE);
    stop = () => { deaf(); clearInterval(awake); };
  } else if (watches.size === 0) {
    stop?.();
    stop = null;
  }
}

const goneUrl = ({ id }: Caption, why: Why): string => runtimeUrl(`views/gone/gone.html#${new URLSearchParams({ visit: id, why })}`);

async function captionOf(url: string, ordinal: Ordinal | null): Promise<Caption | null> {
  const of = ordinal ?? (await engine.page(url)).lastOrdinal;
  return of === null ? null : (await engine.captions([of]))[0] ?? null;
}

/** Must be called when a tab is closed. */
export function dropOpening(tabId: number): void {
  for (const watch of [...watches]) if (watch.tabId === tabId) watch.end();
}

/** Opens a remembered page by `way`, and looks how it is answered if the person wants that. */
async function opening({ url, ordinal }: Wish, way: () => Promise<Tab | undefined>): Promise<void> {
  const { showGone } = await readSettings();
  const watch = showGone ? new Watch(url, ordinal) : null;
  try {
    if (watch) await settled();
    const opened = await way();
    watch?.begin(opened?.id);
  } catch (thrown) {
    watch?.end();
    throw thrown;
  }
}

/** In a tab of its own, beside that of the view. */
export const openPage = (wish: Wish, active: boolean, beside?: Tab): Promise<void> => opening(wish, () => openTab(wish.url, active, beside));
/** In a tab that is there. */
export const goToPage = (wish: Wish, tabId: number): Promise<void> => opening(wish, () => goTo(tabId, wish.url));

export async function answerOpen({ url, ordinal, how, tabId = undefined }: Extract<FromView, { kind: 'open' }>, from: Tab | undefined): Promise<{ ok: true }> {
  const here = tabId ?? from?.id;
  if (how === 'here' && here !== undefined) await goToPage({ url, ordinal }, here);
  else await openPage({ url, ordinal }, how !== 'behind', from);
  return { ok: true };
}
