/**
 * The document's own properties, past its names: `<form name=body>` or `<input name=nextSibling>` of a page would
 * otherwise answer in their place, and lead a reader in circles.
 */
import { fileNameIn } from '../bridge/address.js';

function getter<Owner extends object, Key extends keyof Owner>(prototype: Owner, key: Key): (owner: Owner) => Owner[Key] {
  const get = Object.getOwnPropertyDescriptor(prototype, key)?.get as ((this: Owner) => Owner[Key]) | undefined;
  return get ? (owner) => get.call(owner) : (owner) => owner[key];
}

export const firstChildOf = getter(Node.prototype, 'firstChild');
export const nextSiblingOf = getter(Node.prototype, 'nextSibling');
export const parentOf = getter(Node.prototype, 'parentNode');
export const nodeNameOf = getter(Node.prototype, 'nodeName');
export const nodeTypeOf = getter(Node.prototype, 'nodeType');
export const textOf = getter(Node.prototype, 'textContent');
export const lengthOf = getter(CharacterData.prototype, 'length');
export const localNameOf = getter(Element.prototype, 'localName');
export const attributesOf = getter(Element.prototype, 'attributes');
/** The shadow tree of an element that the page keeps open. */
export const openShadowOf = getter(Element.prototype, 'shadowRoot');
/** What browsers give to extensions alone: Firefox on the element, Chromium in `chrome.dom`. */
type Opener = (host: HTMLElement) => ShadowRoot | null | undefined;
const opener = ((): Opener => {
  const scope = globalThis as { chrome?: { dom?: { openOrClosedShadowRoot?: Opener } } };
  const open = scope.chrome?.dom?.openOrClosedShadowRoot;
  if (open) return (host) => open.call(scope.chrome!.dom, host);
  return (host) => (host as HTMLElement & { openOrClosedShadowRoot?: ShadowRoot | null }).openOrClosedShadowRoot;
})();

/** The shadow tree of an element, also where the page keeps it closed. */
export function shadowOf(host: Element): ShadowRoot | null {
  const open = openShadowOf(host);
  if (open || !(host instanceof HTMLElement)) return open;
  try { return opener(host) ?? null; } catch { return null; }
}

const rootOf = getter(Document.prototype, 'documentElement');
const bodyOf = getter(Document.prototype, 'body');
const titleOf = getter(Document.prototype, 'title');
const referrerOf = getter(Document.prototype, 'referrer');

/** The root element; null in a document that was emptied. */
export const root = (): Element | null => rootOf(document) as Element | null;
export const body = (): HTMLElement | null => bodyOf(document) as HTMLElement | null;
/** What kind of document it is: of a page in HTML the title stands in it; any other is named by its file. */
export const isHtml = (): boolean => /^(?:text\/html|application\/xhtml\+xml)$/.test(document.contentType);
export const title = (): string => titleOf(document) || (isHtml() ? '' : fileNameIn(location.href));
/** The first heading, as text. */
export const headingOf = (): string => (body()?.querySelector('h1')?.textContent ?? '').trim().slice(0, 500);
export const referrer = (): string => referrerOf(document);
export const walkerOf = (top: Element, kinds: number): TreeWalker => Document.prototype.createTreeWalker.call(document, top, kinds);

/** Methods of elements and nodes, past the names that a form gives to its fields. */
export const boxOf = (element: Element): DOMRect => Element.prototype.getBoundingClientRect.call(element);
export const containsOf = (outer: Node, inner: Node): boolean => Node.prototype.contains.call(outer, inner);
export const rootNodeOf = (node: Node): Node => Node.prototype.getRootNode.call(node);
/** Laid out, and by no style out of sight. */
export const isVisible = (element: Element): boolean =>
  Element.prototype.checkVisibility.call(element, { opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
