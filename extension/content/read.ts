/** Reads the page that is shown: title, language, HTML and visible text, in slices that never hold up the page. */
import { body, isHtml, nodeNameOf, parentOf, referrer, root, textOf, title, walkerOf } from './dom.js';
import { LEAVING_WORK, MOST_HTML, MOST_TEXT, MOST_WORK, SLICE, WHOLE_TEXT_CHARS, WHOLE_TEXT_NODES } from './limits.js';
import { isOrdinary, wholeHtml, withoutMachinery } from './native.js';
import { rest } from './rest.js';
import { noteShadows } from './shadows.js';
import { type Walked, walk } from './walk.js';
import { Writer, tidied } from './writer.js';

export interface Reading {
  title: string; lang: string; referrer: string; html: string; text: string; shadows: ShadowRoot[];
  /** Milliseconds of the main thread, all slices together, and the longest of them. */
  work: number; longest: number;
  /** Nodes and characters of the largest piece that could not be left half-way: what a page can hold up its thread by, on any machine. */
  piece: number;
}

/** Measures our time on the page's main thread, and counts what was done of it in one piece. */
class Stopwatch {
  work = 0;
  longest = 0;
  piece = 0;
  count(size: number): void { this.piece = Math.max(this.piece, size); }
  slice<Value>(task: () => Value): Value {
    const start = performance.now();
    try {
      return task();
    } finally {
      const took = performance.now() - start;
      this.work += took;
      this.longest = Math.max(this.longest, took);
    }
  }
}

/** A walk that can be left and taken up. */
interface Walk { walked: Walked; steps: Generator<void, void, void> }

/** Goes on for `budget` ms; true when the walk has ended. */
function goOn({ walked, steps }: Walk, budget: number, watch: Stopwatch): boolean {
  const end = performance.now() + budget;
  for (let done = walked.nodes + walked.html.length; ;) {
    const { done: ended } = steps.next();
    const now = walked.nodes + walked.html.length;
    watch.count(now - done);
    done = now;
    if (ended || performance.now() >= end) return ended === true;
  }
}

/** The texts of a document that is no page of HTML (a feed, a drawing), each on a line of its own: nothing says which belong together. */
function textsOf(top: Element): string {
  const [texts, lines] = [walkerOf(top, NodeFilter.SHOW_TEXT), [] as string[]];
  let length = 0;
  for (let node = texts.nextNode(); node !== null && length < MOST_TEXT; node = texts.nextNode()) {
    const line = (textOf(node) ?? '').trim();
    const parent = parentOf(node);
    if (line === '' || (parent && /^(?:script|style)$/i.test(nodeNameOf(parent)))) continue;
    lines.push(line);
    length += line.length + 1;
  }
  return lines.join('\n');
}

/** What is laid out. */
const plainText = (): string => body()?.innerText ?? (root() ? textsOf(root()!) : '');

/** `innerText`, and that of the shadow trees it leaves out. */
function laidOutText(shadows: ShadowRoot[]): string {
  const parts = [plainText()];
  for (const shadow of shadows) {
    for (const child of shadow.children) if (child instanceof HTMLElement) parts.push(child.innerText);
  }
  return parts.join('\n').slice(0, MOST_TEXT);
}

/**
 * `innerText` where the page is of a bearable size and at rest, the walked text elsewhere. The shadow trees that were walked through are
 * listened to from now on.
 */
function textFor({ cut, nodes, text, shadows }: Walked, busy: boolean): string {
  noteShadows(shadows);
  const bearable = !busy && !cut && nodes <= WHOLE_TEXT_NODES && text.length <= WHOLE_TEXT_CHARS;
  return bearable ? laidOutText(shadows) : text.all(MOST_TEXT).trim();
}

const begin = (): Walk => {
  const walked: Walked = { html: new Writer(), text: new Writer(tidied), nodes: 0, shadows: [], cut: false };
  return { walked, steps: walk(root(), walked) };
};

const reading = (html: string, text: string, shadows: ShadowRoot[], { work, longest, piece }: Stopwatch): Reading => ({
  title: title().slice(0, 1_000), lang: (root()?.getAttribute('lang') ?? '').slice(0, 35), referrer: referrer().slice(0, 2_048),
  html: isHtml() ? html.slice(0, MOST_HTML - text.length) : '', text, shadows, work, longest, piece,
});

/** The document as the browser writes it, in one piece. */
function writtenWhole(watch: Stopwatch): string {
  const whole = watch.slice(wholeHtml);
  watch.count(whole.length);
  return whole;
}

async function readOrdinary(watch: Stopwatch): Promise<Reading> {
  const whole = writtenWhole(watch);
  await rest();
  const html = watch.slice(() => withoutMachinery(whole));
  await rest();
  return reading(html, watch.slice(() => laidOutText([])), [], watch);
}

async function walkInSlices(watch: Stopwatch): Promise<Walked> {
  const going = begin();
  while (!watch.slice(() => goOn(going, SLICE, watch))) {
    if (watch.work >= MOST_WORK) { going.walked.cut = true; break; }
    await rest();
  }
  await rest();
  return going.walked;
}

/** As far as it gets where nothing may wait. */
function walkAtOnce(watch: Stopwatch): Walked {
  const going = begin();
  if (!watch.slice(() => goOn(going, LEAVING_WORK, watch))) going.walked.cut = true;
  return going.walked;
}

async function readInSlices(watch: Stopwatch, busy: boolean): Promise<Reading> {
  const walked = await walkInSlices(watch);
  const text = watch.slice(() => textFor(walked, busy));
  await rest();
  return reading(watch.slice(() => walked.html.all(MOST_HTML)), text, walked.shadows, watch);
}

/** Reads in slices. `busy`: the page never rests, so nothing may force its layout. `first`: what else is looked at, before it is read. */
export async function readPage(busy: boolean, first: () => void): Promise<Reading> {
  const watch = new Stopwatch();
  watch.slice(first);
  return !busy && watch.slice(isOrdinary) ? readOrdinary(watch) : readInSlices(watch, busy);
}

/** Title and address are all that is wanted. */
export const readCard = (): Reading => reading('', '', [], new Stopwatch());

/** Reads what can be read at once, for a page that is being left. */
export function readLeaving(): Reading {
  const watch = new Stopwatch();
  if (watch.slice(isOrdinary)) {
    const whole = writtenWhole(watch);
    return reading(watch.slice(() => withoutMachinery(whole)), watch.slice(() => laidOutText([])), [], watch);
  }
  const walked = walkAtOnce(watch);
  return reading(walked.html.all(MOST_HTML), watch.slice(() => textFor(walked, false)), walked.shadows, watch);
}

/** The visible text alone, at once. */
export function shownText(): string {
  if (isOrdinary()) return laidOutText([]);
  return textFor(walkAtOnce(new Stopwatch()), false);
}

/** The visible text alone, in slices where the page is large or never rests. */
export async function shownTextSoon(busy: boolean): Promise<string> {
  const watch = new Stopwatch();
  if (!busy && watch.slice(isOrdinary)) {
    await rest();
    return watch.slice(() => laidOutText([]));
  }
  const walked = await walkInSlices(watch);
  return watch.slice(() => textFor(walked, busy));
}
