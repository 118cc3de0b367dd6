/** Draws the timeline: bars of activity, hits and stars above them, marks of time below. */
import type { Histogram } from '../../../bridge/engine.js';
import { language } from '../../shared/i18n.js';
import { axisMarks, type AxisUnit } from './axis.js';

export interface Ink { text: string; quiet: string; hairline: string; accent: string; star: string; bar: string; font: string }
export interface Scene {
  width: number; height: number; centre: number; span: number; offsetMin: number; mirror: boolean; histogram: Histogram | null; lit: boolean;
}

const AXIS = 20;
const ROOF = 14;

const FORMATS: Record<AxisUnit, Intl.DateTimeFormat> = {
  minute: new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }),
  hour: new Intl.DateTimeFormat(language, { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' }),
  day: new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }),
  month: new Intl.DateTimeFormat(language, { month: 'short', year: '2-digit', timeZone: 'UTC' }),
  year: new Intl.DateTimeFormat(language, { year: 'numeric', timeZone: 'UTC' }),
};

const inks = new WeakMap<Element, { ink: Ink; until: number }>();
/** A theme may change at any time, but asking for it makes the browser compute styles in the middle of a movement. */
const INK_MS = 500;

/** Colours as the theme has them, at most half a second old; forced colours come through the same properties. */
export function inkOf(element: Element): Ink {
  const now = performance.now();
  const held = inks.get(element);
  if (held && held.until > now) return held.ink;
  const style = getComputedStyle(element);
  const read = (name: string): string => style.getPropertyValue(name).trim();
  const ink = {
    text: read('--text'), quiet: read('--text-2'), hairline: read('--hairline'), accent: read('--accent'), star: read('--star'), bar: read('--outline'),
    font: `12px ${style.fontFamily}`,
  };
  inks.set(element, { ink, until: now + INK_MS });
  return ink;
}

/** A canvas as sharp as the screen, sized to its box; null when there is no room. */
export function prepare(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  const brush = width > 0 && height > 0 ? canvas.getContext('2d') : null;
  if (!brush) return null;
  const sharp = Math.min(3, devicePixelRatio || 1);
  if (canvas.width !== Math.round(width * sharp) || canvas.height !== Math.round(height * sharp)) {
    canvas.width = Math.round(width * sharp);
    canvas.height = Math.round(height * sharp);
  }
  brush.setTransform(sharp, 0, 0, sharp, 0, 0);
  brush.clearRect(0, 0, width, height);
  return brush;
}

export function xOf(scene: Pick<Scene, 'width' | 'centre' | 'span' | 'mirror'>, at: number): number {
  const x = scene.width / 2 + ((at - scene.centre) / scene.span) * scene.width;
  return scene.mirror ? scene.width - x : x;
}

export function paintTimeline(brush: CanvasRenderingContext2D, scene: Scene, ink: Ink): void {
  paintAxis(brush, scene, ink);
  if (scene.histogram) paintBars(brush, scene, scene.histogram, ink);
}

function paintAxis(brush: CanvasRenderingContext2D, scene: Scene, ink: Ink): void {
  const from = scene.centre - scene.span / 2;
  const to = scene.centre + scene.span / 2;
  const apart = (scene.span / scene.width) * 104;
  brush.font = ink.font;
  brush.textAlign = 'center';
  brush.textBaseline = 'bottom';
  const base = scene.height - AXIS;
  for (const mark of axisMarks(from - apart, to + apart, apart, scene.offsetMin)) {
    const x = Math.round(xOf(scene, mark.at)) + 0.5;
    brush.fillStyle = ink.hairline;
    brush.fillRect(x - 0.5, ROOF, 1, base - ROOF + 4);
    brush.fillStyle = mark.unit === 'day' || mark.unit === 'year' ? ink.text : ink.quiet;
    brush.fillText(FORMATS[mark.unit].format(mark.at + scene.offsetMin * 60_000), x, scene.height - 2);
  }
  brush.fillStyle = ink.hairline;
  brush.fillRect(0, base, scene.width, 1);
}

function paintBars(brush: CanvasRenderingContext2D, scene: Scene, { from, bucketMs, counts, starred, hits }: Histogram, ink: Ink): void {
  const wide = (bucketMs / scene.span) * scene.width;
  const bar = Math.max(2, wide > 5 ? wide - 1.5 : wide - 0.5);
  const base = scene.height - AXIS;
  const room = base - ROOF;
  const first = Math.max(0, Math.floor((scene.centre - scene.span * 0.55 - from) / bucketMs));
  const last = Math.min(counts.length - 1, Math.ceil((scene.centre + scene.span * 0.55 - from) / bucketMs));
  let most = 4;
  for (let i = first; i <= last; i++) most = Math.max(most, counts[i] as number);
  for (let i = first; i <= last; i++) {
    const n = counts[i] as number;
    if (n === 0) continue;
    const left = Math.min(xOf(scene, from + i * bucketMs), xOf(scene, from + (i + 1) * bucketMs));
    const tall = Math.max(3, Math.sqrt(n / most) * room);
    const hit = hits[i] as number;
    brush.fillStyle = ink.bar;
    brush.globalAlpha = scene.lit && hit === 0 ? 0.45 : 0.85;
    brush.fillRect(left, base - tall, bar, tall);
    brush.globalAlpha = 1;
    if (hit > 0) {
      // Hits are taller than any bar, so that they are told by shape before colour.
      brush.fillStyle = ink.accent;
      brush.fillRect(left, ROOF - 4, Math.max(2, Math.min(bar, 4)), base - ROOF + 4);
    }
    if ((starred[i] as number) > 0) {
      brush.fillStyle = ink.star;
      brush.beginPath();
      brush.arc(left + bar / 2, 6, 3, 0, 7);
      brush.fill();
    }
  }
}
