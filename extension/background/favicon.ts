/** The page's favicon as the browser already has it. Never a request to the network. */
import { faviconUrl, isFirefox, tab } from '../browser.js';
import { bytesOfDataUrl } from './data-url.js';
import type { Picture } from './shutter.js';

const SIZE = 32;
/** A larger one is no icon. */
const MOST_BYTES = 256 << 10;

async function fromChrome(pageUrl: string): Promise<Picture | null> {
  const response = await fetch(faviconUrl(pageUrl, SIZE));
  if (!response.ok) return null;
  return { mime: response.headers.get('content-type') ?? 'image/png', bytes: await response.arrayBuffer() };
}

const same = (a: ArrayBuffer, b: ArrayBuffer): boolean => {
  const [left, right] = [new Uint8Array(a), new Uint8Array(b)];
  return left.length === right.length && left.every((byte, i) => byte === right[i]);
};

/** The favicon, or null when the browser knows none. */
export async function favicon(tabId: number, pageUrl: string): Promise<Picture | null> {
  const found = isFirefox()
    ? bytesOfDataUrl((await tab(tabId))?.favIconUrl ?? '')
    : await fromChrome(pageUrl).catch(() => null);
  if (!found || found.bytes.byteLength === 0 || found.bytes.byteLength > MOST_BYTES) return null;
  if (isFirefox()) return found;
  // Chrome answers for every address; a globe for those it does not know.
  const unknown = await fromChrome('https://no-such-page.invalid/').catch(() => null);
  return unknown && same(unknown.bytes, found.bytes) ? null : found;
}
