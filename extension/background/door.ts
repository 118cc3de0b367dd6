/** The door: every message is checked before anyone acts on it. What does not fit is nobody's message. */
import { runtimeUrl, type Sender } from '../browser.js';
import { pageAddress } from '../bridge/address.js';
import type { FromContent, FromView } from '../bridge/messages.js';

/** A page in the top frame of a tab, by the browser's own word. */
export interface Place { tabId: number; windowId: number; url: string; isPrivate: boolean }

/**
 * Where a content script's message comes from; null when it is no top frame of a web page in a tab.
 * `sender.url` is the address the document was loaded from and does not follow pushState; the tab's does. A document
 * can only push addresses of its own origin, so a tab at another origin has left it: then nothing is certain.
 */
export function placeOf({ tab, frameId, url }: Sender): Place | null {
  const [loaded, shown] = [pageAddress(url), pageAddress(tab?.url)];
  if (!tab || tab.id === undefined || frameId !== 0 || loaded === null) return null;
  const moved = shown !== null && new URL(shown).origin === new URL(loaded).origin;
  return { tabId: tab.id, windowId: tab.windowId, url: moved ? shown : loaded, isPrivate: tab.incognito };
}

/** Whether the sender is a page of the extension itself. */
export const isView = ({ url }: Sender): boolean => url !== undefined && url.startsWith(runtimeUrl(''));

type Shape = Record<string, unknown>;
const isText = (value: unknown, most: number): value is string => typeof value === 'string' && value.length <= most;
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isId = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{32}$/.test(value);
const isTabId = (value: unknown): value is number => Number.isInteger(value);

/** Twice what a content script keeps: more than that is no capture of ours. */
const MOST = 16 << 20;

const CONTENT: Record<FromContent['kind'], (body: Shape) => boolean> = {
  mayI: (body) => isId(body['id']),
  withheld: (body) => ['password', 'card', 'noarchive'].includes(body['reason'] as string),
  seen: (body) => isId(body['id']) && isNumber(body['at']) && isNumber(body['offsetMin']) && Math.abs(body['offsetMin']) <= 24 * 60
    && isText(body['title'], 4_096) && isText(body['html'], MOST) && isText(body['text'], MOST)
    && isText(body['lang'], 64) && isText(body['referrer'], 8_192),
};

const VIEW: Record<FromView['kind'], (body: Shape) => boolean> = {
  wake: () => true,
  tabState: (body) => isTabId(body['tabId']),
  star: (body) => isTabId(body['tabId']) && typeof body['on'] === 'boolean',
  pause: (body) => body['until'] === null || body['until'] === 'always' || isNumber(body['until']),
  sync: () => true,
  exclude: (body) => isText(body['rule'], 500) && typeof body['on'] === 'boolean',
};

function fits<Body>(shapes: Record<string, (body: Shape) => boolean>, body: unknown): body is Body {
  if (typeof body !== 'object' || body === null) return false;
  const { kind } = body as { kind?: unknown };
  return typeof kind === 'string' && Object.hasOwn(shapes, kind) && (shapes[kind]?.(body as Shape) ?? false);
}

export const asFromContent = (body: unknown): FromContent | null => (fits<FromContent>(CONTENT, body) ? body : null);
export const asFromView = (body: unknown): FromView | null => (fits<FromView>(VIEW, body) ? body : null);
