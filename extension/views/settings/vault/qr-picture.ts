/** A QR code as a vector picture: dark on light in every theme, with the quiet zone that readers need around it. */
import type { Qr } from '../../../bridge/keys.js';
import { svg } from '../../shared/svg.js';

/** Squares of light on each side. */
const QUIET = 4;
/** CSS pixels of a square: whole ones, so that no edge is blurred. */
const SQUARE = 5;

export function qrPicture({ size, dark }: Qr, name: string): SVGSVGElement {
  const side = size + 2 * QUIET;
  return svg('svg', { class: 'qr', role: 'img', 'aria-label': name, viewBox: `0 0 ${side} ${side}`, width: side * SQUARE, height: side * SQUARE, 'shape-rendering': 'crispEdges' },
    svg('path', { d: runs(new Uint8Array(dark), size) }));
}

/** One stroke for each run of dark squares in a row. */
function runs(dark: Uint8Array, size: number): string {
  const strokes: string[] = [];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const from = x;
      while (x < size && dark[y * size + x] === 1) x++;
      if (x > from) strokes.push(`M${from + QUIET} ${y + QUIET}h${x - from}v1h${from - x}z`);
    }
  }
  return strokes.join('');
}
