/** The popup: this page's star and state, search, pause, and the way into playback. */
import { frontTab, sendMessage, tab as tabById, type Tab } from '../../browser.js';
import { pageAddress } from '../../bridge/address.js';
import type { PageState } from '../../bridge/engine.js';
import type { TabState } from '../../bridge/messages.js';
import { readSettings } from '../../bridge/settings.js';
import { onSync } from '../../bridge/sync-state.js';
import { need } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { complain, faultOf } from '../shared/errors.js';
import { localise, plural } from '../shared/i18n.js';
import { openAddress } from '../shared/open.js';
import { pressOnce } from '../shared/held.js';
import { memoryUrl, playbackUrl, settingsUrl } from '../shared/places.js';
import { followTheme } from '../shared/theme.js';
import { ForgetPart } from './forget.js';
import { PagePart } from './page.js';
import { showPause } from './pause.js';
import { showRecent } from './recent.js';
import { SearchPart } from './search.js';
import { showSync } from './sync.js';

const NO_TAB: TabState = { form: 'idle', url: null, page: null, title: '', skipped: 'notWeb', fault: null, pausedUntil: null, hostAccess: true, noPage: 'newTab', rule: null, exception: null, mode: 'everything', seenSeconds: 1 };

/** `?tab=7` when the popup was opened as a page of its own. */
async function thisTab(): Promise<Tab | null> {
  const named = new URLSearchParams(location.search).get('tab');
  return named === null ? frontTab() : tabById(Number(named));
}

/** Opens a page of the extension or of the web and closes the popup. */
function go(url: string, event?: Event): void {
  event?.preventDefault();
  void openAddress(url).then(() => window.close(), wrong);
}

function say(words: string): void {
  const line = need('#problem', HTMLElement);
  line.textContent = words;
  line.hidden = false;
}

const wrong = (thrown: unknown): void => say(complain(thrown));

async function stateOf(tab: Tab | null): Promise<TabState> {
  if (tab?.id === undefined) return NO_TAB;
  const state = await sendMessage<TabState | undefined>({ kind: 'tabState', tabId: tab.id }).catch(() => undefined);
  return state ?? { ...NO_TAB, skipped: null, title: tab.title ?? '', url: tab.url ?? null, page: pageAddress(tab.url), fault: { kind: 'lost', fact: 'no answer to tabState' } };
}

async function pageOf(state: TabState): Promise<PageState | null> {
  return state.page === null ? null : engine.page(state.page);
}

async function main(): Promise<void> {
  followTheme();
  pressOnce();
  localise(document);
  const play = need('#play', HTMLAnchorElement);
  play.href = playbackUrl();
  play.addEventListener('click', (event) => go(play.href, event));
  need('#gear', HTMLButtonElement).addEventListener('click', () => go(settingsUrl()));
  const size = need('#size', HTMLAnchorElement);
  size.addEventListener('click', (event) => go(size.href, event));
  const tab = await thisTab();
  const page = new PagePart({ tabId: tab?.id ?? -1, go, wrong, say, refresh });
  const search = new SearchPart({ go, wrong });
  const forget = new ForgetPart({ wrong, refresh });

  async function refresh(): Promise<void> {
    const state = await stateOf(tab);
    showPause(state, { refresh, wrong });
    forget.show(state);
    await showSync(go);
    let known: PageState | null = null;
    try {
      known = await pageOf(state);
      const status = await engine.status();
      const { textBudget } = await readSettings();
      const full = textBudget !== null && status.journalBytes + status.indexBytes > textBudget * 1_000_000;
      page.show(state, known, status.undoable, { full, opened: status.opened });
      size.href = memoryUrl();
      size.textContent = plural('popup_size', status.pages);
      if (!search.active) await showRecent(status.visits, go);
    } catch (thrown) {
      page.show({ ...state, fault: state.fault ?? faultOf(thrown) }, known, []);
    }
    document.body.dataset['settled'] = 'true';
  }

  let due: ReturnType<typeof setTimeout> | undefined;
  engine.onEvent(() => { clearTimeout(due); due = setTimeout(() => void refresh(), 100); });
  onSync(() => void showSync(go));
  await refresh();
}

void main();
