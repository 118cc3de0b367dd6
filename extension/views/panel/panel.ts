/** The panel beside the page: search, and without a query this page and its site. It follows the tab in front of its window. */
import { onMessage, onStored, type Tab } from '../../browser.js';
import type { PageState } from '../../bridge/engine.js';
import type { TabState, ToPanel } from '../../bridge/messages.js';
import { need } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { complain, faultOf } from '../shared/errors.js';
import { PRIVATE, standingOf, stateOf } from '../shared/front.js';
import { pressOnce } from '../shared/held.js';
import { localise, t } from '../shared/i18n.js';
import { playbackUrl, settingsUrl } from '../shared/places.js';
import { SearchPart } from '../shared/search.js';
import { followTheme } from '../shared/theme.js';
import { showVisits } from './days.js';
import { follow, type Front } from './follow.js';
import { opening } from './opening.js';
import { PagePart } from './page.js';
import { hideSite, pagesBeside, showSite } from './site.js';
import { hideTrail, showTrail } from './trail.js';
import { NO_VISITS, visitsOf, type Visits } from './visits.js';

/** Pages found, at most; visits of this page. */
const HITS = 20;
const VISITS = 20;
/** What changes in a burst is looked at once. */
const SOON = 100;

class Panel {
  #front: Front = { tab: null, isPrivate: false };
  /** Counts up with each look: what an older one finds is dropped. */
  #turn = 0;
  #due: ReturnType<typeof setTimeout> | undefined;
  /** Something changed since that look began. */
  #more = false;
  /** The visits that were read last, and of what. */
  #visits: { of: string; read: Visits } = { of: '', read: NO_VISITS };
  readonly #go = opening(() => this.#front.tab?.id ?? -1, (thrown) => this.#wrong(thrown));
  readonly #page = new PagePart({
    tabId: () => this.#front.tab?.id ?? -1, go: this.#go, wrong: (thrown) => this.#wrong(thrown), say: (words) => this.#say(words), refresh: () => this.refresh(),
  });
  readonly #search = new SearchPart({ go: this.#go, wrong: (thrown) => this.#wrong(thrown), shown: (searching) => this.#makeRoom(searching) }, {
    most: HITS, said: { passage: true }, allWords: t('panel_all'),
  });

  constructor() {
    const play = need('#play', HTMLAnchorElement);
    play.href = playbackUrl();
    need('#gear', HTMLButtonElement).addEventListener('click', () => this.#go(settingsUrl()));
    const ways = [play, need('#site-all', HTMLAnchorElement), need('#visits-all', HTMLAnchorElement)];
    for (const way of ways) for (const kind of ['click', 'auxclick'] as const) way.addEventListener(kind, (event) => this.#go(way.href, event));
  }

  get isSearching(): boolean {
    return this.#search.active;
  }

  show(front: Front): void {
    const another = front.tab?.id !== this.#front.tab?.id || front.tab?.url !== this.#front.tab?.url;
    this.#front = front;
    // What went wrong went wrong with another page.
    if (another) this.#say('');
    if (another) void this.refresh(); else this.soon();
  }

  /** The memory, a setting or the page in front is another than before. */
  soon(): void {
    // Not put off by what comes meanwhile, and not begun anew: a page may change its title for ever.
    this.#more = this.#due !== undefined;
    this.#due ??= setTimeout(() => void this.#look(), SOON);
  }

  async #look(): Promise<void> {
    this.#more = false;
    if (this.#search.active) void this.#search.again();
    await this.refresh();
    this.#due = undefined;
    if (this.#more) this.soon();
  }

  async refresh(): Promise<void> {
    const turn = ++this.#turn;
    const { tab, isPrivate } = this.#front;
    const state = isPrivate ? PRIVATE : await stateOf(tab);
    if (turn !== this.#turn) return;
    if (state.skipped === 'private') this.#showPrivate(state);
    else await this.#showPage(state, tab, () => turn === this.#turn);
    if (turn === this.#turn) document.body.dataset['settled'] = 'true';
  }

  #showPrivate(state: TabState): void {
    this.#page.show(state, null, NO_VISITS);
    showVisits(NO_VISITS, 0, this.#go);
    hideTrail();
    hideSite();
  }

  async #showPage(state: TabState, tab: Tab | null, isNow: () => boolean): Promise<void> {
    let page: PageState | null = null;
    try {
      page = state.page === null ? null : await engine.page(state.page);
      const [status, visits] = await Promise.all([engine.status(), this.#visitsOf(state.page, page)]);
      const [standing, site] = await Promise.all([standingOf(status), pagesBeside(visits.url ?? state.page)]);
      if (!isNow()) return;
      this.#page.show(state, page, visits, standing);
      showVisits(visits, page?.visits ?? 0, this.#go);
      showSite(site, status.visits === 0, this.#go);
      await showTrail(visits, this.#go);
    } catch (thrown) {
      if (!isNow()) return;
      this.#page.show({ ...state, title: state.title || tab?.title || '', fault: state.fault ?? faultOf(thrown) }, page, NO_VISITS);
      showVisits(NO_VISITS, 0, this.#go);
      hideTrail();
      hideSite();
    }
  }

  async #visitsOf(address: string | null, page: PageState | null): Promise<Visits> {
    if (!page?.remembered) return NO_VISITS;
    const of = JSON.stringify([address, page.visits, page.captures, page.lastAt, page.forgotten]);
    if (of !== this.#visits.of) this.#visits = { of, read: await visitsOf(engine, page, VISITS) };
    return this.#visits.read;
  }

  #makeRoom(searching: boolean): void {
    const beside = need('#beside', HTMLElement);
    if (beside.hidden !== searching) scrollTo(0, 0);
    // It answers: what was wrong before is over.
    if (searching) this.#say('');
    beside.hidden = searching;
    need('#found', HTMLElement).hidden = !searching;
  }

  #say(words: string): void {
    const line = need('#problem', HTMLElement);
    line.textContent = words;
    line.hidden = words === '';
  }

  #wrong(thrown: unknown): void {
    this.#say(complain(thrown));
  }
}

followTheme();
pressOnce();
localise(document);
const panel = new Panel();
engine.onEvent(() => panel.soon());
for (const area of ['local', 'session'] as const) onStored(area, () => panel.soon());
// Nobody's hands are on a panel that only stands there: see background/life.ts.
onMessage((body) => ((body as Partial<ToPanel> | null)?.kind === 'inUse' ? Promise.resolve(document.hasFocus() || panel.isSearching) : undefined));
void follow((front) => panel.show(front));
