/** QR codes out of pictures: a file, a pasted picture, what a camera sees. A person gives the picture, but it may be anything and of any size. */
import { askKeys } from '../../../bridge/keys.js';
import { el } from '../../shared/dom.js';

/** More pixels than phones take; the browser would unpack them at four bytes each. */
const MOST_PIXELS = 64_000_000;
/** Longest sides that are looked at, one after the other: what is small in a large photograph is only found in the larger. */
const SIDES = [1_200, 4_200];
const FRAME_SIDE = 1_000;

/** The texts of the QR codes in a picture; or why it is not looked at. */
export async function readPicture(file: Blob): Promise<string[] | 'broken' | 'large'> {
  const address = URL.createObjectURL(file);
  try {
    const image = await opened(address);
    if (!image) return 'broken';
    const { naturalWidth: width, naturalHeight: height } = image;
    if (width * height > MOST_PIXELS) return 'large';
    for (const [at, side] of SIDES.entries()) {
      const grey = greyOf(image, width, height, side);
      const texts = grey ? await textsIn(grey) : [];
      if (texts.length > 0 || Math.max(width, height) <= side || at === SIDES.length - 1) return texts;
    }
    return [];
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** The same of what a camera shows at this moment. */
export async function readFrame(video: HTMLVideoElement): Promise<string[]> {
  const grey = greyOf(video, video.videoWidth, video.videoHeight, FRAME_SIDE);
  return grey ? textsIn(grey) : [];
}

/** Its size is known before it is unpacked, so it is not `decode` that is waited for. */
function opened(address: string): Promise<HTMLImageElement | null> {
  return new Promise((resolve) => {
    const image = el('img', { alt: '', onload: () => resolve(image), onerror: () => resolve(null) });
    image.src = address;
  });
}

interface Grey { width: number; grey: ArrayBuffer }

/** Null where there is nothing to see, or the browser cannot unpack it after all. */
function greyOf(source: HTMLImageElement | HTMLVideoElement, width: number, height: number, side: number): Grey | null {
  const scale = Math.min(1, side / Math.max(width, height));
  const canvas = el('canvas', { width: Math.round(width * scale), height: Math.round(height * scale) });
  const brush = canvas.getContext('2d', { willReadFrequently: true });
  if (!brush || canvas.width === 0 || canvas.height === 0) return null;
  brush.imageSmoothingQuality = 'high';
  // What can be seen through is seen on white.
  brush.fillStyle = '#fff';
  brush.fillRect(0, 0, canvas.width, canvas.height);
  try {
    brush.drawImage(source, 0, 0, canvas.width, canvas.height);
  } catch {
    return null;
  }
  const { data } = brush.getImageData(0, 0, canvas.width, canvas.height);
  const grey = new Uint8Array(data.length / 4);
  for (let at = 0; at < grey.length; at++) grey[at] = (77 * (data[4 * at] ?? 0) + 150 * (data[4 * at + 1] ?? 0) + 29 * (data[4 * at + 2] ?? 0)) >> 8;
  return { width: canvas.width, grey: grey.buffer };
}

/** A picture that the reader stumbles over has no code for us. */
const textsIn = (grey: Grey): Promise<string[]> => askKeys('readQr', grey).catch(() => []);
