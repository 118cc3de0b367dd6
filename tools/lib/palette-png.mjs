/** Writes opaque pixels as a PNG of at most 256 colours, chosen by median cut: the box with the widest spread is split until there are enough. */
import { deflateSync } from 'node:zlib';
import { chunk, SIGNATURE } from './png.mjs';

const MOST = 256;

/** Colours of the pixels, to 5 bits a channel, with how many there are of each and their exact sum. */
function histogram(pixels) {
  const found = new Map();
  for (let i = 0; i < pixels.length; i += 4) {
    const key = (pixels[i] >> 3 << 10) | (pixels[i + 1] >> 3 << 5) | pixels[i + 2] >> 3;
    let colour = found.get(key);
    if (!colour) found.set(key, colour = { key, n: 0, sum: [0, 0, 0] });
    colour.n += 1;
    for (let c = 0; c < 3; c += 1) colour.sum[c] += pixels[i + c];
  }
  return [...found.values()];
}

const mean = (colours, channel) => colours.reduce((sum, one) => sum + one.sum[channel], 0) / colours.reduce((sum, { n }) => sum + n, 0);
const at = (colour, channel) => colour.sum[channel] / colour.n;

/** A box of colours with its widest channel; weight tells how much is lost when it stays whole. */
function box(colours) {
  const spread = [0, 1, 2].map((channel) => {
    const middle = mean(colours, channel);
    return colours.reduce((sum, one) => sum + one.n * (at(one, channel) - middle) ** 2, 0);
  });
  const weight = Math.max(...spread);
  return { colours, weight, channel: spread.indexOf(weight) };
}

function split({ colours, channel }) {
  const middle = mean(colours, channel);
  const low = colours.filter((one) => at(one, channel) <= middle);
  const high = colours.filter((one) => at(one, channel) > middle);
  return [box(low), box(high)];
}

function palette(colours) {
  let boxes = [box(colours)];
  while (boxes.length < MOST) {
    const worst = boxes.reduce((a, b) => (b.weight > a.weight ? b : a));
    if (worst.weight < 1 || worst.colours.length < 2) break;
    boxes = [...boxes.filter((one) => one !== worst), ...split(worst)];
  }
  return boxes;
}

/** `pixels` are `width` x `height` x 4 bytes; their opacity is left out. */
export function palettePng({ width, height, pixels }) {
  const boxes = palette(histogram(pixels));
  const index = new Map(boxes.flatMap(({ colours }, i) => colours.map(({ key }) => [key, i])));
  const table = Buffer.from(boxes.flatMap(({ colours }) => [0, 1, 2].map((channel) => Math.round(mean(colours, channel)))));
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const i = (y * width + x) * 4;
      rows[y * (width + 1) + 1 + x] = index.get((pixels[i] >> 3 << 10) | (pixels[i + 1] >> 3 << 5) | pixels[i + 2] >> 3);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([SIGNATURE, chunk('IHDR', head), chunk('PLTE', table), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))]);
}
