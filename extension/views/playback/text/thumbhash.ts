/**
 * The blurred picture that a thumbhash of some 25 bytes is: ThumbHash by Evan Wallace (https://evanw.github.io/thumbhash/, MIT), decoded as
 * its specification says. Without alpha: pictures of pages have none.
 */

export interface Blur { width: number; height: number; rgba: Uint8ClampedArray<ArrayBuffer> }

/** Pixels on the longer side: the browser blurs it on to the size of the box. */
const SIZE = 32;

/** The picture; null where the bytes are none. */
export function blurOf(hash: Uint8Array): Blur | null {
  if (hash.length < 6) return null;
  const head = (hash[0] as number) | ((hash[1] as number) << 8) | ((hash[2] as number) << 16);
  const tail = (hash[3] as number) | ((hash[4] as number) << 8);
  const [hasAlpha, isLandscape] = [head >> 23 !== 0, tail >> 15 !== 0];
  if (hasAlpha) return null;
  const short = tail & 7;
  const [lx, ly] = [Math.max(3, isLandscape ? 7 : short), Math.max(3, isLandscape ? short : 7)];
  let at = 0;
  /** Cosines of one channel, four bits each, the lowest frequencies first. */
  const channel = (nx: number, ny: number, scale: number): number[] => {
    const values: number[] = [];
    for (let cy = 0; cy < ny; cy++) {
      for (let cx = cy > 0 ? 0 : 1; cx * ny < nx * (ny - cy); cx++) {
        const byte = hash[5 + (at >> 1)] ?? 0;
        values.push((((byte >> ((at++ & 1) << 2)) & 15) / 7.5 - 1) * scale);
      }
    }
    return values;
  };
  const [l, p, q] = [(head & 63) / 63, ((head >> 6) & 63) / 31.5 - 1, ((head >> 12) & 63) / 31.5 - 1];
  const cosines = { l: channel(lx, ly, ((head >> 18) & 31) / 31), p: channel(3, 3, ((tail >> 3) & 63) / 63 * 1.25), q: channel(3, 3, ((tail >> 9) & 63) / 63 * 1.25) };
  const ratio = lx / ly;
  const [width, height] = [Math.round(ratio > 1 ? SIZE : SIZE * ratio), Math.round(ratio > 1 ? SIZE / ratio : SIZE)];
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 4) {
      const wave = { x: waves(Math.max(lx, 3), x, width), y: waves(Math.max(ly, 3), y, height) };
      const light = l + sum(cosines.l, lx, ly, wave);
      const [yellow, red] = [p + sum(cosines.p, 3, 3, wave), q + sum(cosines.q, 3, 3, wave)];
      const blue = light - 2 / 3 * yellow;
      const warm = (3 * light - blue + red) / 2;
      rgba.set([255 * warm, 255 * (warm - red), 255 * blue, 255], i);
    }
  }
  return { width, height, rgba };
}

interface Waves { x: number[]; y: number[] }

const waves = (n: number, at: number, of: number): number[] => Array.from({ length: n }, (_, c) => Math.cos(Math.PI / of * (at + 0.5) * c));

function sum(values: number[], nx: number, ny: number, { x, y }: Waves): number {
  let [total, at] = [0, 0];
  for (let cy = 0; cy < ny; cy++) {
    for (let cx = cy > 0 ? 0 : 1; cx * ny < nx * (ny - cy); cx++) total += (values[at++] ?? 0) * (x[cx] as number) * (y[cy] as number) * 2;
  }
  return total;
}
