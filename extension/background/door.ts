/** The door: every message is checked before anyone acts on it. What does not fit is nobody's message. */
import { runtimeUrl, type Sender } from '../browser.js';
import { pageAddress } from '../bridge/address.js';
import { WITHHELD, type FromContent, type FromFrame, type FromView } from '../bridge/messages.js';

/** A page in the top frame of a tab, by the browser's own word. `isLeft`: the tab shows another by now, and `url` is where this one was loaded from. */
export interface Place { tabId: number; windowId: number; url: string; isPrivate: boolean; isLeft: boolean; /** The tab that opened its tab. */ openerId: number | null }

/**
 * Where a content script's message comes from; null when it is no top frame of a web page in a tab.
 * `sender.url` is the address the document was loaded from and does not follow pushState; the tab's does. A document
 * can only push addresses of its own origin, so a tab at another origin has left it: then nothing is certain. What a page
 * sends as it is left comes when the tab shows the next one: Chromium says so, and no longer calls its frame the top one.
 */
export function placeOf({ tab, frameId, url, documentLifecycle = 'active' }: Sender): Place | null {
  const [loaded, shown] = [pageAddress(url), pageAddress(tab?.url)];
  const isLeft = documentLifecycle === 'cached' || documentLifecycle === 'pending_deletion';
  if (!tab || tab.id === undefined || (frameId !== 0 && !isLeft) || loaded === null) return null;
  const moved = !isLeft && shown !== null && new URL(shown).origin === new URL(loaded).origin;
  return { tabId: tab.id, windowId: tab.windowId, url: moved ? shown : loaded, isPrivate: tab.incognito, isLeft, openerId: tab.openerTabId ?? null };
}

/** Whether the sender is a page of the extension itself. */
export const isView = ({ url }: Sender): boolean => url !== undefined && url.startsWith(runtimeUrl(''));

type Shape = Record<string, unknown>;
const isText = (value: unknown, most: number): value is string => typeof value === 'string' && value.length <= most;
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isId = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value);
const isCount = (value: unknown, most: number): value is number => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
const isTabId = (value: unknown): value is number => Number.isInteger(value);

/** Twice what a content script keeps: more than that is no capture of ours. */
const MOST = 16 << 20;

const CONTENT: Record<FromContent['kind'], (body: Shape) => boolean> = {
  mayI: (body) => isId(body['id']) && isCount(body['status'], 999),
  same: (body) => isId(body['id']),
  frames: (body) => isCount(body['length'], MOST),
  withheld: (body) => WITHHELD.some((reason) => reason === body['reason']),
  seen: (body) => isId(body['id']) && isNumber(body['at']) && isNumber(body['offsetMin']) && Math.abs(body['offsetMin']) <= 24 * 60
    && isCount(body['look'], 1_000) && ['rewritten', 'reloaded', 'stood', 'repicture', 'route'].every((name) => typeof body[name] === 'boolean')
    && isText(body['title'], 4_096) && isText(body['html'], MOST) && isText(body['text'], MOST)
    && [undefined, true, false].includes(body['secret'] as boolean | undefined) && isText(body['lang'], 64) && isText(body['referrer'], 8_192),
};

const FRAME: Record<FromFrame['kind'], (body: Shape) => boolean> = { frameStirred: () => true };

const VIEW: Record<FromView['kind'], (body: Shape) => boolean> = {
  wake: () => true,
  tabState: (body) => isTabId(body['tabId']),
  star: (body) => isTabId(body['tabId']) && typeof body['on'] === 'boolean',
  keep: (body) => isTabId(body['tabId']),
  pause: (body) => body['until'] === null || body['until'] === 'always' || isNumber(body['until']),
  past: (body) => ['history', 'bookmarks'].includes(body['what'] as string) && typeof body['on'] === 'boolean',
  sync: () => true,
  open: (body) => isText(body['url'], 8_192) && /^https?:/.test(body['url']) && (body['ordinal'] === null || isCount(body['ordinal'], 0xffff_ffff))
    && ['front', 'behind', 'here'].includes(body['how'] as string) && (body['tabId'] === undefined || isTabId(body['tabId'])),
  exclude: (body) => isText(body['rule'], 500) && typeof body['on'] === 'boolean',
};

function fits<Body>(shapes: Record<string, (body: Shape) => boolean>, body: unknown): body is Body {
  if (typeof body !== 'object' || body === null) return false;
  const { kind } = body as { kind?: unknown };
  return typeof kind === 'string' && Object.hasOwn(shapes, kind) && (shapes[kind]?.(body as Shape) ?? false);
}

export const asFromContent = (body: unknown): FromContent | null => (fits<FromContent>(CONTENT, body) ? body : null);
/** The tab whose frame tells something; null when it is nothing that a frame tells. */
export const tabOfFrame = (body: unknown, { tab, frameId }: Sender): number | null =>
  (fits<FromFrame>(FRAME, body) && frameId !== undefined && frameId !== 0 ? tab?.id ?? null : null);
export const asFromView = (body: unknown): FromView | null => (fits<FromView>(VIEW, body) ? body : null);
