/** A list that is made anew only for something else, and keeps the focus that is in it. */
import { fill } from './dom.js';

const made = new WeakMap<Element, string>();

/** `otherwise`: what takes the focus of a list that is empty now. */
export function relist(list: HTMLElement, key: string, rows: () => HTMLElement[], otherwise: HTMLElement): void {
  if (made.get(list) === key) return;
  made.set(list, key);
  const links = (): HTMLElement[] => [...list.querySelectorAll<HTMLElement>('a')];
  const held = document.activeElement;
  const at = links().findIndex((link) => link === held);
  const href = held?.getAttribute('href');
  fill(list, ...rows());
  if (at < 0) return;
  // To the same place, else to what stands there now.
  (links().find((link) => link.getAttribute('href') === href) ?? links()[at] ?? links().at(-1) ?? otherwise).focus({ preventScroll: true });
}
