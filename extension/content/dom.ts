/**
 * The document's own properties, past its names: `<form name=body>` or `<input name=nextSibling>` of a page would
 * otherwise answer in their place, and lead a reader in circles.
 */
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
export const shadowOf = getter(Element.prototype, 'shadowRoot');
const rootOf = getter(Document.prototype, 'documentElement');
const bodyOf = getter(Document.prototype, 'body');
const titleOf = getter(Document.prototype, 'title');
const referrerOf = getter(Document.prototype, 'referrer');

/** The root element; null in a document that was emptied. */
export const root = (): Element | null => rootOf(document) as Element | null;
export const body = (): HTMLElement | null => bodyOf(document) as HTMLElement | null;
export const title = (): string => titleOf(document);
export const referrer = (): string => referrerOf(document);
export const walkerOf = (top: Element, kinds: number): TreeWalker => Document.prototype.createTreeWalker.call(document, top, kinds);
