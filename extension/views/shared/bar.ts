/** A bar of parts, as SVG: its geometry is attributes, so it needs no inline style. The numbers beside it say the same in words. */
const SVG = 'http://www.w3.org/2000/svg';

export function bar(parts: number[]): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'parts');
  svg.setAttribute('viewBox', '0 0 1000 10');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  const whole = parts.reduce((sum, part) => sum + part, 0);
  let x = 0;
  for (const part of whole > 0 ? parts : []) {
    const width = (part / whole) * 1000;
    const rect = document.createElementNS(SVG, 'rect');
    rect.setAttribute('x', x.toFixed(2));
    rect.setAttribute('width', width.toFixed(2));
    rect.setAttribute('height', '10');
    svg.append(rect);
    x += width;
  }
  return svg;
}
