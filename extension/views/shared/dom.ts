/** Making elements without ever parsing markup: page text goes in as text, or not at all. */

type Handler<K extends keyof HTMLElementEventMap> = (event: HTMLElementEventMap[K]) => void;
type Handlers = { [K in keyof HTMLElementEventMap as `on${K}`]?: Handler<K> };
type Value = string | number | boolean | null | undefined;
/** Attributes by their HTML names (true = present, false/null/undefined = absent) and `onclick`-style listeners. */
export type Props = Handlers & { style?: never } & { [attribute: string]: Value | ((event: never) => void) };
export type Child = Node | string | null | undefined | false;

/** `el('button', { class: 'primary', type: 'button', onclick: go }, 'Go')` */
export function el<K extends keyof HTMLElementTagNameMap>(tag: K, props: Props = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') node.addEventListener(name.slice(2), value as EventListener);
    else set(node, name, value);
  }
  fill(node, ...children);
  return node;
}

/** Sets or removes one attribute. What stands there already is not set again: for some the browser computes styles each time, as for `tabindex` of what has the focus. */
export function set(node: Element, name: string, value: Value): void {
  const wanted = value === null || value === undefined || value === false ? null : value === true ? '' : String(value);
  if (wanted === node.getAttribute(name)) return;
  if (wanted === null) node.removeAttribute(name);
  else node.setAttribute(name, wanted);
}

/** The words of an element that holds nothing else; the same ones are not put there again, for they would be laid out again. */
export function say(node: Element, words: string): void {
  if (node.textContent !== words) node.textContent = words;
}

/** Replaces the children; strings become text nodes. */
export function fill(node: Element, ...children: Child[]): void {
  node.replaceChildren(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false));
}

/** Like `fill`, but only when `key` differs from the last time: a control that holds the focus is not made anew for nothing. */
export function refill(node: HTMLElement, key: string, children: () => Child[]): void {
  if (node.dataset['shown'] === key) return;
  node.dataset['shown'] = key;
  fill(node, ...children());
}

/** An element of the page's own markup that must be there. */
export function need<T extends Element>(selector: string, kind: abstract new (...args: never[]) => T, root: ParentNode = document): T {
  const node = root.querySelector(selector);
  if (!(node instanceof kind)) throw new Error(`no ${kind.name} for ${selector}`);
  return node;
}

/** The address when it is safe to make it a live link (http and https only), else null. */
export function webLink(address: string): string | null {
  try {
    const url = new URL(address);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null;
  }
}
