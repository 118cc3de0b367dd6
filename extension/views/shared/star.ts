/** The star: hollow on a remembered page, filled on a WebMark. */
const SVG = 'http://www.w3.org/2000/svg';
const PATH = 'M12 2.8l2.85 5.98 6.55.86-4.8 4.55 1.2 6.5L12 17.5l-5.8 3.19 1.2-6.5-4.8-4.55 6.55-.86z';

/** A decorative star; the control around it carries the name. */
export function starIcon(on: boolean): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('star');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATH);
  svg.append(path);
  setStar(svg, on);
  return svg;
}

export function setStar(svg: SVGSVGElement, on: boolean): void {
  svg.toggleAttribute('data-on', on);
}
