/** Tells when a page goes to another address without loading anew (pushState, replaceState, back, fragments). */
import { LOOK_AT_ADDRESS } from './limits.js';

/** `route`: another address; `rewritten`: perhaps the same page under another one; `place`: a place in the page. */
export type Move = 'route' | 'rewritten' | 'place';

interface Navigation extends EventTarget { currentEntry: object | null }
interface NavigateEvent extends Event { destination: { sameDocument: boolean }; hashChange: boolean; navigationType: string }
interface EntryChange extends Event { navigationType: string | null }

/** Slides, rows, scroll positions: `#/3/0`, `#12`. */
const isNumbered = (href: string): boolean => /#[/!\d.,=-]*$/.test(href);

/** What a change of the address is. */
export function moveOf(was: string, at: string, replaced: boolean): Move {
  if (withoutFragment(was) !== withoutFragment(at)) return replaced ? 'rewritten' : 'route';
  return isNumbered(at) ? 'place' : 'rewritten';
}

const withoutFragment = (href: string): string => href.replace(/#.*$/s, '');

/**
 * @param before is told when the address is about to change, while the document is still that of the old one; where the
 *   browser cannot tell, it is not.
 * @param moved is told with each new address.
 */
export function onMove(before: () => void, moved: (move: Move) => void): void {
  let at = location.href;
  const look = (replaced: boolean): void => {
    const was = at;
    at = location.href;
    if (was === at) return;
    moved(moveOf(was, at, replaced));
  };
  const { navigation } = globalThis as { navigation?: Navigation };
  // It is there in all pages, secure or not, and silent in those without an origin (`Content-Security-Policy: sandbox`): they have no entry.
  if (navigation?.currentEntry) {
    navigation.addEventListener('navigate', (event) => { if ((event as NavigateEvent).destination.sameDocument) before(); });
    navigation.addEventListener('currententrychange', (event) => look((event as EntryChange).navigationType === 'replace'));
    return;
  }
  // Where the browser does not tell, a glance at the address now and then does; a hidden page is not looked at.
  let length = history.length;
  setInterval(() => {
    if (document.visibilityState !== 'visible') return;
    // Without a new entry it was rewritten, or one went back: the document tells which.
    const replaced = history.length === length;
    length = history.length;
    look(replaced);
  }, LOOK_AT_ADDRESS);
}
