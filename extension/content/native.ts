/**
 * The quick way for ordinary pages: the browser writes the HTML itself, in one go, and what is no content is cut out of
 * it. Only for pages whose size is known to be bearable; `walk.ts` is for all others.
 */
import { lengthOf, root, shadowOf, walkerOf } from './dom.js';

/** Elements and characters (scripts included) up to which a page is ordinary. */
const MOST_ELEMENTS = 12_000;
const MOST_CHARS = 2 << 20;
/** Finds a single huge attribute without copying one into the script's world. */
const HUGE_ATTRIBUTE = 'boolean(//@*[string-length() > 65536])';

/** Frequent elements that can have no shadow tree (https://dom.spec.whatwg.org/#valid-shadow-host-name): not worth a look. */
const NO_HOSTS = `a, b, br, button, center, cite, code, dd, dl, dt, em, font, form, i, img, input, label, li, link, meta, noscript,
  ol, option, path, picture, script, select, small, source, strong, style, sup, svg, table, tbody, td, th, time, tr, ul, use`;
/** The others: a selector. */
export const HOSTS = `:not(${NO_HOSTS})`;

/** Whether the page is small enough to be written in one go, and has no shadow trees (`outerHTML` leaves them out). */
export function isOrdinary(): boolean {
  const top = root();
  if (!top) return false;
  const elements = top.getElementsByTagName('*');
  // Asking for one far out stops the browser's counting there, where `length` would count a million.
  if (elements.item(MOST_ELEMENTS) !== null || !isShort(top)) return false;
  for (const element of top.querySelectorAll(HOSTS)) if (shadowOf(element)) return false;
  return !new XPathEvaluator().evaluate(HUGE_ATTRIBUTE, top, null, XPathResult.BOOLEAN_TYPE).booleanValue;
}

/** Whether its texts together are of a bearable length. Asks each for its length: `textContent` would copy them all. */
function isShort(top: Element): boolean {
  const texts = walkerOf(top, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_COMMENT);
  let left = MOST_CHARS;
  for (let nodes = 0; nodes < 4 * MOST_ELEMENTS; nodes += 1) {
    const text = texts.nextNode();
    if (!text) return true;
    left -= lengthOf(text as CharacterData);
    if (left < 0) return false;
  }
  return false;
}

const START = /<(script|style|noscript|template|iframe|object|canvas|audio|video|svg)(?=[\s>])/gi;

/** Cuts out scripts, styles, drawings and frames; JSON-LD stays. Every character is looked at a bounded number of times. */
export function withoutMachinery(html: string): string {
  const kept: string[] = [];
  const unclosed = new Set<string>();
  let from = 0;
  START.lastIndex = 0;
  for (let start = START.exec(html); start; start = START.exec(html)) {
    const name = start[1]!;
    if (unclosed.has(name)) continue;
    const close = html.indexOf(`</${name}`, START.lastIndex);
    const end = close < 0 ? -1 : html.indexOf('>', close);
    if (end < 0) { unclosed.add(name); continue; }
    const tag = html.slice(start.index, html.indexOf('>', start.index));
    const isData = tag.includes('application/ld+json');
    if (!isData) {
      kept.push(html.slice(from, start.index));
      from = end + 1;
    }
    START.lastIndex = end + 1;
  }
  kept.push(html.slice(from));
  return kept.join('');
}

/** The document as the browser writes it. */
export const wholeHtml = (): string => root()?.outerHTML ?? '';
