/** Made-up pages with pictures that look like pages: a bar, a heading, columns of words, a picture. */
import type { ShotWords } from '../../../extension/bridge/shot-words.js';
import { written } from './written.js';

export interface FakePage {
  title: string; url: string; site: string; siteIndex: number; lang: string; text: string; pictured: boolean;
  ground: number; ink: string; accent: string; kind: number; seed: number;
}

const SITES: readonly [site: string, ground: number, ink: string, accent: string, kind: number][] = [
  ['en.wikipedia.org', 0xffffff, '#202122', '#3366cc', 0], ['news.ycombinator.com', 0xf6f6ef, '#222222', '#ff6600', 1],
  ['github.com', 0x0d1117, '#e6edf3', '#2f81f7', 2], ['www.theguardian.com', 0xfff9f5, '#121212', '#052962', 3],
  ['developer.mozilla.org', 0xffffff, '#1b1b1b', '#0069c2', 2], ['www.nationalgeographic.com', 0x1c2b33, '#f2f2f2', '#ffcc00', 4],
  ['kochbuch.example.de', 0xf3e9dc, '#3b2a1a', '#a4452c', 4], ['arxiv.org', 0xffffff, '#111111', '#b31b1b', 0],
  ['www.aljazeera.net', 0xfdfdfd, '#151515', '#c8102e', 3], ['maps.example.org', 0xdfe8d8, '#26402b', '#2f7d4f', 5],
];
const SUBJECTS = ['Slow travel', 'The tide tables', 'Sourdough', 'Rust in the browser', 'Lighthouse keepers', 'A history of tea', 'Night trains', 'Typography',
  'Orchard grafting', 'Solar sails', 'Glaciers', 'Beekeeping', 'Cartography', 'Old cinemas', 'Storm glass'];
const TAILS = ['through the Carpathians', 'explained for the patient', 'and why it matters', 'in twelve pictures', 'a beginner’s notebook', 'an oral history',
  'what changed this year', 'from the archive', 'with a short bibliography', 'Reiseversicherungsgesellschaft und Donaudampfschifffahrt'];
const ARABIC = ['رحلة بطيئة عبر الجبال', 'تاريخ الشاي في المدينة القديمة', 'قطارات الليل', 'دليل المبتدئين لتربية النحل', 'الخرائط القديمة وقصصها'];
const TEXT = 'The road follows the river for most of a day, and the river does not hurry. Travellers who take the slow line see the mills, the orchards and the '
  + 'lighthouse before the town comes into view; those who read the tide tables arrive with dry feet.';

function pick<T>(list: readonly T[], seed: number): T {
  return list[Math.abs(seed) % list.length] as T;
}

function mix(a: number, b: number): number {
  let x = Math.imul(a + 0x7f4a7c15, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  return (x ^ (x >>> 16)) >>> 0;
}

export function pageOf(ordinal: number, seed: number, rtl: boolean): FakePage {
  const dice = mix(ordinal, seed);
  const siteIndex = mix(Math.floor(ordinal / 3), seed) % SITES.length;
  const [site, ground, ink, accent, kind] = SITES[siteIndex] as (typeof SITES)[number];
  const arabic = rtl ? dice % 2 === 0 : site.includes('aljazeera');
  const title = arabic ? pick(ARABIC, dice) : `${pick(SUBJECTS, dice >>> 3)} ${pick(TAILS, dice >>> 7)}`;
  return {
    title, url: `https://${site}/${ordinal}/${pick(SUBJECTS, dice >>> 3).toLowerCase().replace(/ /g, '-')}`, site: site.replace(/^www\./, ''), siteIndex,
    lang: arabic ? 'ar' : 'en', text: `${title}. ${TEXT}`, pictured: dice % 11 !== 0, ground: dice % 11 === 0 ? parseInt(accent.slice(1), 16) : ground, ink, accent, kind, seed: dice,
  };
}

/** How a window's pictures come out. */
export interface Screen { height: number; edged: boolean }

/** A picture of a page in a window 1280 wide; `edged` marks its left edge magenta and its right edge green. */
export async function drawPage(page: FakePage, size: 'thumb' | 'full' | 'icon', screen: Screen = { height: 800, edged: false }): Promise<Blob> {
  return (await shotOf(page, size, screen)).blob;
}

/** The same with the words on it. */
export async function shotOf(page: FakePage, size: 'thumb' | 'full' | 'icon', screen: Screen = { height: 800, edged: false }): Promise<{ blob: Blob; words: ShotWords }> {
  const width = { thumb: 320, full: 1280, icon: 32 }[size];
  const height = size === 'icon' ? 32 : Math.round((screen.height * width) / 1280);
  const canvas = new OffscreenCanvas(width, height);
  const brush = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
  brush.direction = 'ltr';
  const words = written(brush, width, height);
  if (size === 'icon') drawIcon(brush, page);
  else {
    brush.scale(width / 1280, width / 1280);
    drawScreen(brush, page, screen);
  }
  return { blob: await canvas.convertToBlob({ type: 'image/png' }), words };
}

function drawIcon(brush: OffscreenCanvasRenderingContext2D, page: FakePage): void {
  brush.fillStyle = page.accent;
  brush.beginPath();
  brush.roundRect(0, 0, 32, 32, 8);
  brush.fill();
  brush.fillStyle = '#ffffff';
  brush.font = 'bold 22px sans-serif';
  brush.textAlign = 'center';
  brush.fillText(page.site.charAt(0).toUpperCase(), 16, 24);
}

function drawScreen(brush: OffscreenCanvasRenderingContext2D, page: FakePage, { height, edged }: Screen): void {
  brush.fillStyle = `#${page.ground.toString(16).padStart(6, '0')}`;
  brush.fillRect(0, 0, 1280, height);
  brush.fillStyle = page.accent;
  brush.fillRect(0, 0, 1280, page.kind === 1 ? 44 : 72);
  brush.fillStyle = '#ffffff';
  brush.font = 'bold 30px sans-serif';
  brush.fillText(page.site, 40, page.kind === 1 ? 33 : 47);
  if (page.kind === 1) drawList(brush, page);
  else if (page.kind === 5) drawMap(brush, page);
  else drawArticle(brush, page);
  if (!edged) return;
  brush.fillStyle = '#ff00ff';
  brush.fillRect(0, 0, 32, height);
  brush.fillStyle = '#00ff00';
  brush.fillRect(1280 - 32, 0, 32, height);
}

function drawArticle(brush: OffscreenCanvasRenderingContext2D, page: FakePage): void {
  const left = page.kind === 2 ? 320 : 80;
  if (page.kind === 2) bars(brush, page, 40, 140, 200, 16, 0.25);
  brush.fillStyle = page.ink;
  brush.font = `bold 52px ${page.kind === 3 ? 'serif' : 'sans-serif'}`;
  wrap(brush, page.title, left, 160, page.kind === 4 ? 520 : 860 - left, 60);
  const hue = page.seed % 360;
  const picture: [number, number, number, number] = page.kind === 4 ? [660, 110, 560, 420] : [880, 140, 320, 260];
  const sky = brush.createLinearGradient(0, picture[1], 0, picture[1] + picture[3]);
  sky.addColorStop(0, `hsl(${hue} 45% 70%)`);
  sky.addColorStop(1, `hsl(${(hue + 40) % 360} 50% 38%)`);
  brush.fillStyle = sky;
  brush.fillRect(...picture);
  brush.fillStyle = `hsl(${(hue + 180) % 360} 30% 24% / 70%)`;
  brush.beginPath();
  brush.moveTo(picture[0], picture[1] + picture[3]);
  for (let i = 0; i <= 6; i++) brush.lineTo(picture[0] + (picture[2] * i) / 6, picture[1] + picture[3] * (0.45 + 0.4 * (((page.seed >>> i) % 7) / 7)));
  brush.lineTo(picture[0] + picture[2], picture[1] + picture[3]);
  brush.fill();
  bars(brush, page, left, 330, page.kind === 4 ? 520 : 840 - left, 14, 0.62);
}

function bars(brush: OffscreenCanvasRenderingContext2D, page: FakePage, x: number, y: number, width: number, count: number, alpha: number): void {
  brush.globalAlpha = alpha;
  brush.fillStyle = page.ink;
  for (let i = 0; i < count; i++) if (i % 6 !== 5) brush.fillRect(x, y + i * 30, width * (0.7 + 0.3 * (((page.seed >>> (i % 20)) % 9) / 9)), 11);
  brush.globalAlpha = 1;
}

function drawList(brush: OffscreenCanvasRenderingContext2D, page: FakePage): void {
  for (let i = 0; i < 16; i++) {
    brush.fillStyle = page.ink;
    brush.font = '26px sans-serif';
    brush.fillText(`${i + 1}.  ${pick(SUBJECTS, page.seed >>> i)} ${pick(TAILS, (page.seed >>> i) + i)}`, 60, 96 + i * 46);
  }
}

function drawMap(brush: OffscreenCanvasRenderingContext2D, page: FakePage): void {
  brush.lineWidth = 14;
  for (let i = 0; i < 9; i++) {
    brush.strokeStyle = i % 3 === 0 ? '#f5c86a' : '#ffffff';
    brush.beginPath();
    brush.moveTo(0, 120 + i * 80 + ((page.seed >>> i) % 60));
    brush.bezierCurveTo(400, 60 + i * 100, 700, 800 - i * 70, 1280, 100 + ((page.seed >>> i) % 600));
    brush.stroke();
  }
  brush.fillStyle = '#9cc4e4';
  brush.beginPath();
  brush.ellipse(900, 560, 220, 120, 0.4, 0, 7);
  brush.fill();
}

function wrap(brush: OffscreenCanvasRenderingContext2D, text: string, x: number, y: number, width: number, line: number): void {
  let row = '';
  for (const word of text.split(' ')) {
    if (row !== '' && brush.measureText(`${row} ${word}`).width > width) {
      brush.fillText(row, x, y);
      y += line;
      row = word;
    } else row = row === '' ? word : `${row} ${word}`;
  }
  brush.fillText(row, x, y);
}
