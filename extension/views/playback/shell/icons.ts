/** Line icons of the playback page, drawn on a 24-pixel square; decorative, the control carries the name. */
const SVG = 'http://www.w3.org/2000/svg';

const PATHS = {
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 20 20',
  close: 'M6 6l12 12M18 6 6 18',
  grid: 'M4 5h7v5H4zM13 5h7v5h-7zM4 14h7v5H4zM13 14h7v5h-7z',
  reel: 'M7.5 6h9v12h-9zM4.5 8v8M19.5 8v8M2 10v4M22 10v4',
  figures: 'M5 19.500V12M10 19.500V5M15 19.500v-6M20 19.500V9',
  help: 'M9.2 9.2a2.9 2.9 0 1 1 4.2 2.6c-.9.5-1.4 1-1.4 2.2M12 17.4v.1',
  play: 'M8 5.5v13l10.5-6.5z',
  pause: 'M8.5 5.5v13M15.5 5.5v13',
  older: 'M14.5 5.5 8 12l6.5 6.5',
  newer: 'M9.5 5.5 16 12l-6.5 6.5',
  forget: 'M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v5.5M13.5 10.5v5.5',
  text: 'M5 6.500h14M5 10.500h14M5 14.500h14M5 18.500h8',
  label: 'M4 5h7.5L20 13.5 13.5 20 5 11.500 4 5zM8.200 8.700v.1',
  open: 'M13 5h6v6M19 5l-8.500 8.500M10 6H5v13h13v-5',
  check: 'M5.500 12.500l4.300 4.300 8.700-9.300',
  calendar: 'M5 6.500h14v13H5zM5 10.500h14M8.500 4v4M15.500 4v4',
  plus: 'M12 6v12M6 12h12',
  minus: 'M6 12h12',
  device: 'M5 5.500h14v10H5zM2.500 19h19M10 15.500v3.500M14 15.500v3.500',
  save: 'M12 4.500v10M8 11l4 4 4-4M5 18.500h14',
  versions: 'M8 4.500h11.500V16M4.500 8H16v11.500H4.500z',
  more: 'M5.500 12v.1M12 12v.1M18.500 12v.1',
  settings: 'M3.500 7.500h9.700M18.300 7.500h2.200M13.200 7.500a2.600 2.600 0 1 0 5.200 0 2.600 2.600 0 1 0-5.200 0M3.500 16.500h2.200M11 16.500h9.500M5.700 16.500a2.600 2.600 0 1 0 5.200 0 2.600 2.600 0 1 0-5.200 0',
  undo: 'M8.500 5 4.500 9l4 4M5 9h9a5 5 0 0 1 0 10h-4',
} as const;
export type IconName = keyof typeof PATHS;

export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('glyph', `glyph-${name}`);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
