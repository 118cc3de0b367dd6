/** The README's pictures: taken by the tour, with as few colours as they need to be small. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { palettePng } from './palette-png.mjs';

export const README_PICTURES = ['reeler', 'grid', 'search', 'popup', 'settings', 'welcome'];
/** No picture may be larger than this. */
export const MOST_BYTES = 250_000;

/** Decodes a PNG in a page of the browser: { width, height, pixels } with 4 bytes a pixel. */
async function decode(page, file) {
  const { width, height, bytes } = await page.evaluate(async (png) => {
    const image = await createImageBitmap(new Blob([Uint8Array.from(atob(png), (c) => c.charCodeAt(0))], { type: 'image/png' }));
    const brush = new OffscreenCanvas(image.width, image.height).getContext('2d');
    brush.drawImage(image, 0, 0);
    const { data } = brush.getImageData(0, 0, image.width, image.height);
    let binary = '';
    for (let i = 0; i < data.length; i += 0x8000) binary += String.fromCharCode(...data.subarray(i, i + 0x8000));
    return { width: image.width, height: image.height, bytes: btoa(binary) };
  }, readFileSync(file).toString('base64'));
  return { width, height, pixels: Buffer.from(bytes, 'base64') };
}

/** Writes `names` from one folder to another with at most 256 colours; throws when one is still too large. */
export async function writePictures(driven, from, to, names) {
  mkdirSync(to, { recursive: true });
  const page = await driven.own();
  for (const name of names) {
    const small = palettePng(await decode(page, join(from, `${name}.png`)));
    if (small.length > MOST_BYTES) throw new Error(`${name}.png has ${small.length} bytes, more than ${MOST_BYTES}`);
    writeFileSync(join(to, `${name}.png`), small);
    console.log(`docs/pictures/${name}.png: ${small.length} bytes`);
  }
}
