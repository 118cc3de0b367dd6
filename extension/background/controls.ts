/** The ways in from the browser's own surface: keys, context menu, address bar. */
import { message, onCommand, onMenu, onOmnibox, onPageAction, type Suggestion, frontTab, openPanel, setMenu } from '../browser.js';
import { siteOf } from '../bridge/address.js';
import { setExclusion } from '../bridge/settings.js';
import { readableSpans } from '../bridge/title.js';
import { engine } from './engine.js';
import { goToPage, openPage } from './opening.js';
import { openPlayback } from './playback.js';
import { forgetTab, takeBack, toggleStar } from './star.js';

/** The menu outlives the background: it is made anew when the extension or the browser starts. */
export const makeMenu = (): Promise<void> => setMenu([
  { id: 'star', title: message('menuStar'), contexts: ['page'] },
  { id: 'forget', title: message('menuForget'), contexts: ['page'] },
  { id: 'undo', title: message('menuUndo'), contexts: ['page', 'action'], hidden: true },
  { id: 'exclude', title: message('menuExclude'), contexts: ['page'] },
  { id: 'playback', title: message('menuPlayback'), contexts: ['page', 'action'] },
  { id: 'panel', title: message('menuPanel'), contexts: ['page', 'action'] },
]);

/** A key that is held down is told again and again, every few hundredths of a second; a person is not so quick. */
const QUICK = 300;
let pressedAt = 0;
function isHeld(): boolean {
  const before = pressedAt;
  pressedAt = performance.now();
  return before > 0 && pressedAt - before < QUICK;
}

function watchMenuAndKeys(): void {
  onMenu((id, where) => {
    if (id === 'star') void toggleStar(where);
    else if (id === 'forget') void forgetTab(where);
    else if (id === 'undo') void takeBack(where);
    else if (id === 'exclude' && where.url) void setExclusion(siteOf(where.url), true);
    else if (id === 'playback') void openPlayback();
    else if (id === 'panel') void openPanel(where.windowId);
  });
  onCommand((name, where) => {
    if (name === 'playback') void openPlayback();
    else if (name === 'panel' && where) void openPanel(where.windowId);
    else if (name === 'star' && !isHeld()) void (async () => { const front = where ?? (await frontTab()); if (front) await toggleStar(front); })();
  });
  onPageAction((where) => void toggleStar(where));
}

const SUGGESTIONS = 6;
let latest = 0;

/** Pages for what was typed after `wm`; an answer that comes too late is not shown. */
async function suggestions(q: string): Promise<Suggestion[]> {
  const turn = (latest += 1);
  if (q.trim() === '') return [];
  const now = Date.now();
  const answer = await engine.search({ q, sort: 'best', limit: SUGGESTIONS, offset: 0, now, offsetMin: -new Date().getTimezoneOffset() })
    .catch(() => null);
  if (!answer || turn !== latest) return [];
  return answer.hits.map(({ title, url, site }) => {
    const name = readableSpans(title);
    return { content: url, description: [...(name.length > 0 ? name : [{ text: url, lit: false }]), { text: ` - ${site}`, lit: false }] };
  });
}

async function go(text: string, how: string): Promise<void> {
  if (!/^https?:\/\//.test(text)) return openPlayback(text);
  const front = await frontTab();
  if (how === 'currentTab' && front?.id !== undefined) await goToPage({ url: text, ordinal: null }, front.id);
  else await openPage({ url: text, ordinal: null }, how !== 'newBackgroundTab');
}

/** Must be called once when the background starts. */
export function watchControls(): void {
  watchMenuAndKeys();
  onOmnibox(suggestions, (text, how) => void go(text, how), message('omniboxIdle'));
}
