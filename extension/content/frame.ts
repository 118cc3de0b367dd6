/**
 * What a frame shows: run in every frame of a tab when its top frame is looked at, and never otherwise. Its answer goes to the
 * background alone; the page hears of nothing.
 */
import { body, isHtml, root } from './dom.js';
import { Ear } from './ear.js';
import { MOST_FRAME_TEXT } from './limits.js';
import { isOrdinary, wholeHtml, withoutMachinery } from './native.js';
import { shownText } from './read.js';
import { shownSecret } from './sensitive.js';
import type { FrameShown } from '../bridge/messages.js';

/** Pixels: below this a frame holds a field or a badge, and no text. */
const LEAST_WIDTH = 200;
const LEAST_HEIGHT = 60;
/** And above this it may be what the page is about. */
const LARGE = 150_000;

/** The text of this frame, where it is large enough to have one. */
const readableText = (): string => (innerWidth < LEAST_WIDTH || innerHeight < LEAST_HEIGHT || !body() ? '' : shownText().slice(0, MOST_FRAME_TEXT));

/** The document is run through anew each time it is read; it is listened to by one alone. */
declare global { var webmyndEar: Ear | undefined; }

/** What this frame shows; null for the top frame, and for one that nobody can see. */
export default function shown(): FrameShown | null {
  if (self === top || !root() || document.visibilityState !== 'visible') return null;
  globalThis.webmyndEar ??= new Ear(readableText);
  const answer = answered();
  globalThis.webmyndEar.heard(answer?.text ?? '');
  return answer;
}

function answered(): FrameShown | null {
  const [width, height] = [innerWidth, innerHeight];
  if (width < 2 || height < 2) return null;
  const found = shownSecret(true);
  const secret = found === 'asked' ? null : found;
  const bare = { secret, asks: found === 'asked', text: '', html: '', width, height, href: location.href };
  const text = secret === null ? readableText() : '';
  if (text === '') return bare;
  const html = width * height >= LARGE && isHtml() && isOrdinary() ? withoutMachinery(wholeHtml()) : '';
  return { ...bare, text, html };
}
