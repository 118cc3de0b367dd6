/**
 * Pictures of tabs, through one queue: the browsers allow two a second. The tab, its address and its window are
 * checked before and after, and anything that moved in between spoils the picture: a wrong one is worse than none.
 */
import { captureJpeg, onTabActivated, onTabUpdated, tab, tellTab, windowIsShown } from '../browser.js';
import { pageAddress } from '../bridge/address.js';
import { PICTURES_APART } from '../bridge/pace.js';
import type { ShotWords } from '../bridge/shot-words.js';
import { bytesOfDataUrl } from './data-url.js';

/** `words`: those on it, where its document told them. */
export interface Picture { mime: string; bytes: ArrayBuffer; words?: ShotWords }

const QUALITY = 82;
const MOST_WAITING = 12;
const ATTEMPTS = 2;
/** A page that measures for longer (ms) is pictured all the same. */
const LONGEST_MEASURE = 1_000;

let chain: Promise<unknown> = Promise.resolve();
let waiting = 0;
let lastShot = -Infinity;
/** Counts what could put another page in front of the lens. */
let stirred = 0;

/** Must be called once when the background starts. */
export function watchForStirs(): void {
  onTabActivated(() => { stirred += 1; });
  onTabUpdated((_, change) => { if (change.url !== undefined || change.status === 'loading') stirred += 1; });
}

/** The window in which `tabId` shows `url` to the eye, or null. */
async function shownIn(tabId: number, url: string): Promise<number | null> {
  const now = await tab(tabId);
  if (!now?.active || now.incognito || pageAddress(now.url) !== url) return null;
  if (now.pendingUrl !== undefined && pageAddress(now.pendingUrl) !== url) return null;
  return (await windowIsShown(now.windowId)) ? now.windowId : null;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

async function shoot(tabId: number, url: string): Promise<Picture | 'spoiled' | null> {
  await pause(lastShot + PICTURES_APART - performance.now());
  // One that does not answer has no words to tell.
  await Promise.race([tellTab(tabId, { kind: 'beforePicture' }), pause(LONGEST_MEASURE)]);
  const before = stirred;
  const windowId = await shownIn(tabId, url);
  if (windowId === null) return null;
  lastShot = performance.now();
  const jpeg = await captureJpeg({ id: tabId, windowId }, QUALITY).catch(() => null);
  if (jpeg === null || (await shownIn(tabId, url)) !== windowId || stirred !== before) return 'spoiled';
  return bytesOfDataUrl(jpeg);
}

async function take(tabId: number, url: string): Promise<Picture | null> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const picture = await shoot(tabId, url);
    if (picture !== 'spoiled') return picture;
  }
  return null;
}

/** A JPEG of the page at `url` in that tab, or null when it is not in front, was left, or too many wait already. */
export function takePicture(tabId: number, url: string): Promise<Picture | null> {
  if (waiting >= MOST_WAITING) return Promise.resolve(null);
  waiting += 1;
  const turn = chain.then(() => take(tabId, url)).catch(() => null).finally(() => { waiting -= 1; });
  chain = turn;
  return turn;
}
