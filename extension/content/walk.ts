/**
 * Writes the document as HTML (and, beside it, its plain text) in slices, however large it is: a generator that can be
 * left at any node and taken up again while the page goes on changing. Scripts, styles, drawings and frames are left
 * out, JSON-LD stays (it names dates and authors), open shadow trees are written where they are seen.
 */
import { MOST_ATTRIBUTE, MOST_HTML, MOST_NODES, MOST_TEXT } from './limits.js';

export interface Walked {
  html: string;
  /** The text between the tags, block by block; knows no styles, so hidden text is in it. */
  text: string;
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

/** One open element: its end tag, and where its next child is. Slotted children come from elsewhere in the page. */
interface Open { element: Element; end: string; block: boolean; next: Node | null; slotted: Node[] | null }

const isLinkedData = (element: Element): boolean =>
  element.nodeName === 'SCRIPT' && element.getAttribute('type') === 'application/ld+json';

function startTag(element: Element, name: string): string {
  let tag = `<${name}`;
  const { attributes } = element;
  for (let i = 0; i < attributes.length; i += 1) {
    const attribute = attributes[i];
    if (!attribute || DULL.test(attribute.name)) continue;
    const { value } = attribute;
    if (value.length > MOST_ATTRIBUTE) continue;
    tag += value === '' ? ` ${attribute.name}` : ` ${attribute.name}="${escapedValue(value)}"`;
  }
  return `${tag}>`;
}

/** Walks `root`. Yields after every few nodes so that the caller may stop, wait, or go on. */
export function* walk(root: Element, out: Walked): Generator<void, void, void> {
  const stack: Open[] = [];
  let sinceYield = 0;

  const open = (element: Element): void => {
    const name = element.nodeName;
    if (LEFT_OUT.has(name)) {
      if (isLinkedData(element)) {
        out.html += `<script type="application/ld+json">${(element.textContent ?? '').slice(0, 1 << 16)}</script>`;
      }
      return;
    }
    const tag = element.localName;
    out.html += startTag(element, tag);
    if (VOID.has(name)) {
      if (name === 'BR' || name === 'HR') out.text += '\n';
      return;
    }
    const block = !INLINE.has(name);
    if (block) out.text += '\n';
    const shadow = element.shadowRoot;
    if (shadow) out.shadows.push(shadow);
    const slotted = name === 'SLOT' ? (element as HTMLSlotElement).assignedNodes() : [];
    stack.push({
      element, end: `</${tag}>`, block,
      next: slotted.length > 0 ? null : (shadow ?? element).firstChild,
      slotted: slotted.length > 0 ? slotted.reverse() : null,
    });
  };
  const close = (): void => {
    const top = stack.pop();
    if (!top) return;
    out.html += top.end;
    if (top.block) out.text += '\n';
  };
  const nextChild = (top: Open): Node | null => {
    if (top.slotted) return top.slotted.pop() ?? null;
    const node = top.next;
    // A node that the page moved away while we waited leads nowhere: the rest of this element is skipped.
    if (node && !node.parentNode) return null;
    top.next = node?.nextSibling ?? null;
    return node;
  };

  open(root);
  while (stack.length > 0) {
    if (out.nodes >= MOST_NODES || out.html.length >= MOST_HTML) { out.cut = true; break; }
    const top = stack[stack.length - 1]!;
    const node = nextChild(top);
    if (!node) close();
    else {
      out.nodes += 1;
      if (node.nodeType === Node.TEXT_NODE) writeText(node as Text, out);
      else if (node.nodeType === Node.ELEMENT_NODE) open(node as Element);
    }
    sinceYield += 1;
    if (sinceYield >= 32) { sinceYield = 0; yield; }
  }
  while (stack.length > 0) close();
}

/** A text node, cut where the page's share is used up; `substringData` copies no more than is asked for. */
function writeText(node: Text, out: Walked): void {
  const room = MOST_HTML - out.html.length;
  const text = node.length > room ? node.substringData(0, room) : node.data;
  if (node.length > room) out.cut = true;
  out.html += escapedText(text);
  if (out.text.length < MOST_TEXT) out.text += text;
}
