/** The popup: this page's star and state, search, pause, and the way into playback. */
import { frontTab, hasPanel, openPanel, tab as tabById, type Tab } from '../../browser.js';
import type { PageState } from '../../bridge/engine.js';
import { onSync } from '../../bridge/sync-state.js';
import { need } from '../shared/dom.js';
import { engine } from '../shared/engine.js';
import { complain, faultOf } from '../shared/errors.js';
import { standingOf, stateOf } from '../shared/front.js';
import { localise, plural, t } from '../shared/i18n.js';
import { openAddress, openRemembered } from '../shared/open.js';
import { pressOnce } from '../shared/held.js';
import { memoryUrl, playbackUrl, settingsUrl } from '../shared/places.js';
import { SearchPart } from '../shared/search.js';
import { followTheme } from '../shared/theme.js';
import { ForgetPart } from './forget.js';
import { PagePart } from './page.js';
import { showPause } from './pause.js';
import { showRecent } from './recent.js';
import { showSync } from './sync.js';

/** Pages found, at most. */
const SHOWN = 6;

/** `?tab=7` when the popup was opened as a page of its own. */
async function thisTab(): Promise<Tab | null> {
  const named = new URLSearchParams(location.search).get('tab');
  return named === null ? frontTab() : tabById(Number(named));
}

/** Opens a page of the extension, or the remembered one of a frame, and closes the popup. */
function go(url: string, event?: Event, ordinal?: number): void {
  // The middle button opens a tab beside this one by itself.
  if (event?.type === 'auxclick') return;
  event?.preventDefault();
  const isOfWeb = ordinal !== undefined && /^https?:/.test(url);
  void (isOfWeb ? openRemembered(url, ordinal) : openAddress(url)).then(() => window.close(), wrong);
}

function say(words: string): void {
  const line = need('#problem', HTMLElement);
  line.textContent = words;
  line.hidden = false;
}

const wrong = (thrown: unknown): void => say(complain(thrown));

/** The panel beside the page in front. Nothing is awaited before it is opened: browsers do that only in answer to a click. */
function leadToPanel(tab: Tab | null): void {
  const button = need('#to-panel', HTMLButtonElement);
  button.hidden = !hasPanel() || tab === null;
  if (tab) button.addEventListener('click', () => void openPanel(tab.windowId).then((opened) => { if (opened) window.close(); else say(t('popup_panelNot')); }));
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
  leadToPanel(tab);
  const page = new PagePart({ tabId: () => tab?.id ?? -1, go, wrong, say, refresh });
  const search = new SearchPart({ go, wrong }, { most: SHOWN });
  const forget = new ForgetPart({ wrong, refresh });

  async function refresh(): Promise<void> {
    const state = await stateOf(tab);
    showPause(state, { refresh, wrong });
    forget.show(state);
    await showSync(go);
    let known: PageState | null = null;
    try {
      known = state.page === null ? null : await engine.page(state.page);
      const status = await engine.status();
      page.show(state, known, status.undoable, await standingOf(status));
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
