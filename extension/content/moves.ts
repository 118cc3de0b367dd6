/** Tells when a page goes to another address without loading anew (pushState, replaceState, back, routes in #/). */
import { pageAddress } from '../bridge/address.js';
import { LOOK_AT_ADDRESS } from './limits.js';

/** Calls back with each new page address; a change of the fragment alone is none. */
export function onMove(moved: () => void): void {
  let at = pageAddress(location.href);
  const look = (): void => {
    const now = pageAddress(location.href);
    if (now === at) return;
    at = now;
    moved();
  };
  const { navigation } = globalThis as { navigation?: EventTarget & { currentEntry: object | null } };
  // It is there in all pages, secure or not, and silent in those without an origin (`Content-Security-Policy: sandbox`): they have no entry.
  if (navigation?.currentEntry) navigation.addEventListener('currententrychange', look);
  // Where the browser does not tell, a glance at the address now and then does; a hidden page is not looked at.
  else setInterval(() => { if (document.visibilityState === 'visible') look(); }, LOOK_AT_ADDRESS);
}
