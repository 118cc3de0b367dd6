/** Vector pictures made by calls: geometry is attributes, so it needs no inline style. */
import { fill, set, type Child } from './dom.js';

const SVG = 'http://www.w3.org/2000/svg';

export function svg<K extends keyof SVGElementTagNameMap>(tag: K, attributes: Record<string, string | number>, ...children: Child[]): SVGElementTagNameMap[K] {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) set(node, name, value);
  fill(node, ...children);
  return node;
}

/** A picture that words beside it say again. */
export const drawing = (width: number, height: number, attributes: Record<string, string | number>, ...children: Child[]): SVGSVGElement =>
  svg('svg', { viewBox: `0 0 ${width} ${height}`, 'aria-hidden': 'true', focusable: 'false', ...attributes }, ...children);
