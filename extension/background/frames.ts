/** What the frames of a tab show beside its top frame: their text, and whether one of them shows a secret. */
import { runInFrames } from '../browser.js';
import { pageAddress, siteOf } from '../bridge/address.js';
import { inTime } from '../bridge/in-time.js';
import { LITTLE_ELSE, type FrameShown, type FramesShown, type Settings } from '../bridge/messages.js';
import { decide } from '../bridge/rules.js';
import { readSettings } from '../bridge/settings.js';

/** Characters that are kept of all frames of a page. */
const MOST_TEXT = 1 << 19;
const MOST_HTML = 1 << 20;
/** Milliseconds that a page's look waits for its frames. */
const PATIENCE = 3_000;
/** A frame of another site with less text than this is a button; and with less than that in an advertisement's size is one. */
const WORDS = 60;
const MORE_WORDS = 300;
/** Sizes in which advertisements are sold (IAB's fixed sizes, and Google's): width and height. */
const SOLD = new Set([
  '120x600', '160x600', '200x200', '240x400', '250x250', '250x360', '300x50', '300x100', '300x250', '300x600', '300x1050', '320x50', '320x100', '320x480', '336x280', '468x60', '480x320',
  '580x400', '728x90', '930x180', '970x90', '970x250', '980x120',
]);
const ADVERTISERS = /(?:^|\.)(?:doubleclick\.net|googlesyndication\.com|googleadservices\.com|adnxs\.com|criteo\.(?:com|net)|taboola\.com|outbrain\.com|amazon-adsystem\.com|adform\.net|rubiconproject\.com|pubmatic\.com|openx\.net|smartadserver\.com|adsrvr\.org|teads\.tv|safeframe\.googlesyndication\.com)$/;

const NOTHING: FramesShown = { secret: null, text: '', html: '' };

const isShape = (one: unknown): one is FrameShown =>
  typeof one === 'object' && one !== null && typeof (one as FrameShown).text === 'string' && typeof (one as FrameShown).html === 'string';

/** Whether what a frame shows belongs to the page at `url`. What is excluded as a page is excluded inside of one. */
function belongs({ text, href, width, height }: FrameShown, url: string, settings: Settings): boolean {
  const own = pageAddress(href);
  const host = siteOf(own ?? '');
  const verdict = own === null ? null : decide(own, settings, Date.now());
  if (verdict?.remember === false && verdict.reason === 'excluded') return false;
  if (ADVERTISERS.test(host)) return false;
  // A frame without an address of its own (srcdoc, about:blank) is the page's.
  return host === '' || host === siteOf(url) || text.length >= (SOLD.has(`${width}x${height}`) ? MORE_WORDS : WORDS);
}

/**
 * The frames of the page at `url` in a tab, whose own text has `length` characters; one that does not answer in time says nothing.
 * A sign-in in a frame withholds a page that shows little else, as one of its own would.
 */
export async function readFrames(tabId: number, url: string, length: number): Promise<FramesShown> {
  const shown = (await inTime(runInFrames(tabId, 'frame.js'), PATIENCE, [])).filter(isShape);
  const secret = shown.find((frame) => frame.secret)?.secret ?? null;
  if (secret !== null) return { ...NOTHING, secret };
  const all = shown.reduce((sum, { text }) => sum + text.length, length);
  if (all < LITTLE_ELSE && shown.some(({ asks }) => asks)) return { ...NOTHING, secret: 'password' };
  const settings = await readSettings();
  const own = shown.filter((frame) => belongs(frame, url, settings));
  const joined = (what: 'text' | 'html', most: number): string => own.map((frame) => frame[what]).filter(Boolean).join('\n').slice(0, most);
  return { secret: null, text: joined('text', MOST_TEXT), html: joined('html', MOST_HTML) };
}
