/**
 * Writes the document as HTML (and, beside it, its plain text) in slices, however large it is: a generator that can be
 * left at any node and taken up again while the page goes on changing. Scripts, styles, drawings and frames are left
 * out, JSON-LD stays (it names dates and authors), open shadow trees are written where they are seen.
 */
import { attributesOf, firstChildOf, localNameOf, nextSiblingOf, nodeNameOf, nodeTypeOf, parentOf, shadowOf, textOf } from './dom.js';
import { MOST_ATTRIBUTE, MOST_HTML, MOST_NODES, MOST_TEXT } from './limits.js';
import type { Writer } from './writer.js';

export interface Walked {
  html: Writer;
  /** The text between the tags, block by block; knows no styles, so hidden text is in it. */
  text: Writer;
  nodes: number;
  shadows: ShadowRoot[];
  /** Something was left unread. */
  cut: boolean;
}

const VOID = new Set('AREA BASE BR COL EMBED HR IMG INPUT LINK META SOURCE TRACK WBR'.split(' '));
const LEFT_OUT = new Set('SCRIPT STYLE NOSCRIPT TEMPLATE IFRAME OBJECT CANVAS AUDIO VIDEO svg math:annotation-xml'.split(' '));
const INLINE = new Set(
  'A ABBR ACRONYM B BDI BDO BIG CITE CODE DATA DEL DFN EM FONT I INS KBD MARK Q RUBY RB RT RP S SAMP SMALL SPAN STRONG SUB SUP TIME TT U VAR WBR'
    .split(' '));
/** Attributes that say nothing about content. */
const DULL = /^(?:style|srcset|sizes|on.*|data-.*|jsaction|jsname|nonce|integrity|d|points)$/i;

const escapedText = (text: string): string =>
  /[&<>]/.test(text) ? text.replace(/[&<>]/g, (sign) => (sign === '&' ? '&amp;' : sign === '<' ? '&lt;' : '&gt;')) : text;
const escapedValue = (text: string): string => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;');

/** Characters of a text node that are taken at once. */
const TEXT_PIECE = 1 << 15;

/** One open element: its end tag, and where its next child is. Slotted children come from elsewhere in the page. */
interface Open { end: string; block: boolean; next: Node | null; slotted: Node[] | null }

const isLinkedData = (element: Element): boolean =>
  nodeNameOf(element) === 'SCRIPT' && element.getAttribute('type') === 'application/ld+json';

function startTag(element: Element, name: string): string {
  let tag = `<${name}`;
  const attributes = attributesOf(element);
  for (let i = 0; i < attributes.length; i += 1) {
    const attribute = attributes[i];
    if (!attribute || DULL.test(attribute.name)) continue;
    const { value } = attribute;
    if (value.length > MOST_ATTRIBUTE) continue;
    tag += value === '' ? ` ${attribute.name}` : ` ${attribute.name}="${escapedValue(value)}"`;
  }
  return `${tag}>`;
}

/** Writes an element's start and says what is open with it; null when it is void or left out. */
function openElement(element: Element, out: Walked): Open | null {
  const name = nodeNameOf(element);
  if (LEFT_OUT.has(name)) {
    if (isLinkedData(element)) {
      out.html.write(`<script type="application/ld+json">${(textOf(element) ?? '').slice(0, 1 << 16)}</script>`);
    }
    return null;
  }
  const tag = localNameOf(element);
  const block = !INLINE.has(name);
  out.html.write(startTag(element, tag));
  if (block) out.text.write('\n');
  if (VOID.has(name)) return null;
  const shadow = shadowOf(element);
  if (shadow) out.shadows.push(shadow);
  const slotted = name === 'SLOT' ? (element as HTMLSlotElement).assignedNodes() : [];
  return {
    end: `</${tag}>`, block,
    next: slotted.length > 0 ? null : firstChildOf(shadow ?? element),
    slotted: slotted.length > 0 ? slotted.reverse() : null,
  };
}

function closeElement({ end, block }: Open, out: Walked): void {
  out.html.write(end);
  if (block) out.text.write('\n');
}

function nextChild(top: Open): Node | null {
  if (top.slotted) return top.slotted.pop() ?? null;
  const node = top.next;
  // A node that the page moved away while we waited leads nowhere: the rest of this element is skipped.
  if (node && !parentOf(node)) return null;
  top.next = node && nextSiblingOf(node);
  return node;
}

/** Walks `root`. Yields after every few nodes so that the caller may stop, wait, or go on. */
export function* walk(root: Element | null, out: Walked): Generator<void, void, void> {
  const stack: Open[] = [];
  const enter = (element: Element): void => {
    const opened = openElement(element, out);
    if (opened) stack.push(opened);
  };
  if (root) enter(root);
  for (let steps = 1; stack.length > 0; steps += 1) {
    if (out.nodes >= MOST_NODES || out.html.length >= MOST_HTML) { out.cut = true; break; }
    const top = stack[stack.length - 1]!;
    const node = nextChild(top);
    if (node) {
      out.nodes += 1;
      const type = nodeTypeOf(node);
      if (type === Node.TEXT_NODE) yield* writeText(node as Text, out);
      else if (type === Node.ELEMENT_NODE) enter(node as Element);
    } else {
      closeElement(top, out);
      stack.pop();
    }
    if (steps % 16 === 0) yield;
  }
  while (stack.length > 0) closeElement(stack.pop()!, out);
}

/** A text node in pieces, up to the page's share; `substringData` copies no more than is asked for. */
function* writeText(node: Text, out: Walked): Generator<void, void, void> {
  const { length } = node;
  if (length <= TEXT_PIECE) { writePiece(node.data, out); return; }
  for (let from = 0; from < node.length; from += TEXT_PIECE) {
    if (out.html.length >= MOST_HTML) { out.cut = true; return; }
    writePiece(node.substringData(from, TEXT_PIECE), out);
    yield;
  }
}

function writePiece(text: string, out: Walked): void {
  out.html.write(escapedText(text));
  if (out.text.length < MOST_TEXT) out.text.write(text);
}
