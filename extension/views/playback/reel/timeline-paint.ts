/** Draws the timeline: bars of activity, hits and stars above them, marks of time below. */
import { language } from '../../shared/i18n.js';
import type { AxisMark, AxisUnit } from './axis.js';
import type { Bar } from './bars.js';
import { BREAK, type Scale } from './scale.js';

export interface Ink { text: string; quiet: string; hairline: string; accent: string; star: string; bar: string; font: string }
export interface Scene {
  width: number; height: number;
  /** The moment in the middle, and where each stands. */
  centre: number; scale: Scale;
  offsetMin: number; mirror: boolean; lit: boolean;
  bars: readonly Bar[]; barMs: number; marks: readonly AxisMark[];
  /** Middles of the silences that are breaks. */
  breaks: readonly number[];
}

/** Where the words of the needle stand on the axis: no others do. */
export interface Taken { from: number; to: number }

const AXIS = 20;
const ROOF = 14;
/** Pixels between two marks: their words stand beside one another. */
export const APART = 104;

const FORMATS: Record<AxisUnit, Intl.DateTimeFormat> = {
  minute: new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }),
  hour: new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }),
  day: new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }),
  month: new Intl.DateTimeFormat(language, { month: 'short', year: '2-digit', timeZone: 'UTC' }),
  year: new Intl.DateTimeFormat(language, { year: 'numeric', timeZone: 'UTC' }),
};

/** Asking for colours makes the browser compute styles in the middle of a movement: they are asked for when they may be others. */
let inks = new WeakMap<Element, Ink>();
const forget = (): void => { inks = new WeakMap(); };
for (const medium of ['(prefers-color-scheme: dark)', '(forced-colors: active)', '(prefers-contrast: more)']) matchMedia(medium).addEventListener('change', forget);
new MutationObserver(forget).observe(document.documentElement, { attributeFilter: ['data-theme', 'class', 'style'] });

/** Colours as the theme has them; forced colours come through the same properties. */
export function inkOf(element: Element): Ink {
  const held = inks.get(element);
  if (held) return held;
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  const ink = {
    text: read('--text'), quiet: read('--text-2'), hairline: read('--hairline'), accent: read('--accent'), star: read('--star'), bar: read('--outline'),
    font: `12px ${style.fontFamily}`,
  };
  inks.set(element, ink);
  return ink;
}

const written = new WeakMap<CanvasRenderingContext2D, string>();
/** What a canvas that was sized anew writes in. */
const UNSET = '10px sans-serif';

/** Has a brush write in a font: to set one has the browser compute styles, so that is not done again for the same. */
export function write(brush: CanvasRenderingContext2D, font: string): void {
  if (written.get(brush) === font && brush.font !== UNSET) return;
  brush.font = font;
  written.set(brush, font);
}

/** Where a moment is on the canvas. */
export function xOf(scene: Pick<Scene, 'width' | 'centre' | 'scale' | 'mirror'>, at: number): number {
  return across(scene, scene.scale.placeOf(at));
}

function across({ width, centre, scale, mirror }: Pick<Scene, 'width' | 'centre' | 'scale' | 'mirror'>, place: number): number {
  const x = width / 2 + place - scale.placeOf(centre);
  return mirror ? width - x : x;
}

export function paintTimeline(brush: CanvasRenderingContext2D, scene: Scene, taken: Taken, ink: Ink): void {
  paintAxis(brush, scene, taken, ink);
  paintBreaks(brush, scene, ink);
  paintBars(brush, scene, ink);
}

function paintAxis(brush: CanvasRenderingContext2D, scene: Scene, taken: Taken, ink: Ink): void {
  write(brush, ink.font);
  brush.textAlign = 'center';
  brush.textBaseline = 'bottom';
  const base = scene.height - AXIS;
  for (const mark of scene.marks) {
    const x = Math.round(xOf(scene, mark.at)) + 0.5;
    if (x < -APART || x > scene.width + APART) continue;
    brush.fillStyle = ink.hairline;
    brush.fillRect(x - 0.5, ROOF, 1, base - ROOF + 4);
    const words = FORMATS[mark.unit].format(mark.at + scene.offsetMin * 60_000);
    const half = brush.measureText(words).width / 2;
    if (x + half > taken.from && x - half < taken.to) continue;
    brush.fillStyle = mark.unit === 'day' || mark.unit === 'year' ? ink.text : ink.quiet;
    brush.fillText(words, x, scene.height - 2);
  }
  brush.fillStyle = ink.hairline;
  brush.fillRect(0, base, scene.width, 1);
}

/** The film was cut here: the base line ends and begins again, with a splice between. */
function paintBreaks(brush: CanvasRenderingContext2D, scene: Scene, ink: Ink): void {
  const base = scene.height - AXIS;
  for (const place of scene.breaks) {
    const x = Math.round(across(scene, place));
    brush.clearRect(x - BREAK / 2 + 3, base - 1, BREAK - 5, 3);
    brush.fillStyle = ink.quiet;
    brush.globalAlpha = 0.55;
    for (let y = base - 4; y > ROOF + 2; y -= 6) brush.fillRect(x - 0.5, y, 2, 3);
    brush.globalAlpha = 1;
  }
}

function paintBars(brush: CanvasRenderingContext2D, scene: Scene, ink: Ink): void {
  const wide = scene.barMs * scene.scale.perMs;
  const bar = Math.max(2, wide > 5 ? wide - 1.5 : wide - 0.5);
  const base = scene.height - AXIS;
  const room = base - ROOF;
  const most = scene.bars.reduce((peak, { pages }) => Math.max(peak, pages), 4);
  for (const { place, pages, starred, hits } of scene.bars) {
    const start = across(scene, place);
    const left = scene.mirror ? start - bar : start;
    const tall = Math.max(3, Math.sqrt(pages / most) * room);
    brush.fillStyle = ink.bar;
    brush.globalAlpha = scene.lit && hits === 0 ? 0.45 : 0.85;
    brush.fillRect(left, base - tall, bar, tall);
    brush.globalAlpha = 1;
    if (hits > 0) {
      // Hits are taller than any bar, so that they are told by shape before colour.
      brush.fillStyle = ink.accent;
      brush.fillRect(left, ROOF - 4, Math.max(2, Math.min(bar, 4)), base - ROOF + 4);
    }
    if (starred > 0) {
      brush.fillStyle = ink.star;
      brush.beginPath();
      brush.arc(left + bar / 2, 6, 3, 0, 7);
      brush.fill();
    }
  }
}
