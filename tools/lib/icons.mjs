/**
 * Draws the toolbar's stars. A star is a polygon, its marks are boxes, dots and lines; each is a signed distance,
 * so any size comes out sharp and no image tool is needed. The grey is >= 3:1 on white and on near-black toolbars.
 */
import { png } from './png.mjs';

export const SIZES = [16, 24, 32, 48, 64, 128];
export const FORMS = ['idle', 'hollow', 'star', 'paused', 'excluded', 'working', 'problem'];

const GREY = [0x7f, 0x84, 0x8d];
const AMBER = [0xf5, 0xb3, 0x01];
const AMBER_EDGE = [0x9a, 0x5b, 0x00];
const RED = [0xd9, 0x3a, 0x2f];
const BLUE = [0x4f, 0x83, 0xee];
const WHITE = [0xff, 0xff, 0xff];

// Geometry in a square of 16 x 16.
const CORNERS = Array.from({ length: 10 }, (_, i) => {
  const angle = (i * Math.PI) / 5 - Math.PI / 2;
  const radius = i % 2 ? 3.3 : 7.1;
  return [8 + radius * Math.cos(angle), 8.5 + radius * Math.sin(angle)];
});

/** Distance of (x, y) to a polygon's edge, negative inside. */
function polygon(corners, x, y) {
  let nearest = Infinity;
  let inside = false;
  for (let i = 0, j = corners.length - 1; i < corners.length; j = i, i += 1) {
    const [ax, ay] = corners[i];
    const [bx, by] = corners[j];
    nearest = Math.min(nearest, segment(ax, ay, bx, by, x, y));
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside ? -nearest : nearest;
}

function segment(ax, ay, bx, by, x, y) {
  const [dx, dy, px, py] = [bx - ax, by - ay, x - ax, y - ay];
  const t = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy)));
  return Math.hypot(px - t * dx, py - t * dy);
}

const star = (x, y) => polygon(CORNERS, x, y) - 0.35;
const disc = (cx, cy, r) => (x, y) => Math.hypot(x - cx, y - cy) - r;
const line = (ax, ay, bx, by, w) => (x, y) => segment(ax, ay, bx, by, x, y) - w / 2;
const either = (a, b) => (x, y) => Math.min(a(x, y), b(x, y));
const edge = (shape, w) => (x, y) => Math.abs(shape(x, y)) - w / 2;

/** Layers from back to front: [shape, colour, opacity]; colour null rubs out what is below. */
const badge = (colour, ...marks) => [
  [disc(11.6, 11.6, 4.6), null, 1], [disc(11.6, 11.6, 3.9), colour, 1], ...marks.map((mark) => [mark, WHITE, 1]),
];
const outline = (opacity, width = 1.3) => [[edge(star, width), GREY, opacity]];
const LAYERS = {
  idle: outline(0.55, 1),
  hollow: outline(1, 1.5),
  star: [[star, AMBER, 1], [edge(star, 1), AMBER_EDGE, 1]],
  paused: [...outline(1), ...badge(GREY, either(line(10.6, 10, 10.6, 13.2, 1.1), line(12.6, 10, 12.6, 13.2, 1.1)))],
  excluded: [...outline(1), [line(2, 14, 14, 2, 3.2), null, 1], [line(2, 14, 14, 2, 1.5), GREY, 1]],
  working: [...outline(1), ...badge(BLUE, either(disc(11.6, 11.6, 0.65), either(disc(9.7, 11.6, 0.65), disc(13.5, 11.6, 0.65))))],
  problem: [...outline(1), ...badge(RED, either(line(11.6, 9.6, 11.6, 11.9, 1.3), disc(11.6, 13.6, 0.75)))],
};

/** The PNG of one form at one size. */
export function icon(form, size) {
  const scale = 16 / size;
  const pixels = new Uint8Array(size * size * 4);
  for (let py = 0; py < size; py += 1) {
    for (let px = 0; px < size; px += 1) {
      let [r, g, b, a] = [0, 0, 0, 0];
      for (const [shape, colour, opacity] of LAYERS[form]) {
        const d = shape((px + 0.5) * scale, (py + 0.5) * scale) / scale;
        const cover = Math.max(0, Math.min(1, 0.5 - d)) * opacity;
        if (!colour) { a *= 1 - cover; continue; }
        const over = cover + a * (1 - cover);
        if (over > 0) [r, g, b] = [r, g, b].map((c, i) => (colour[i] * cover + c * a * (1 - cover)) / over);
        a = over;
      }
      pixels.set([Math.round(r), Math.round(g), Math.round(b), Math.round(a * 255)], (py * size + px) * 4);
    }
  }
  return png(pixels, size);
}
