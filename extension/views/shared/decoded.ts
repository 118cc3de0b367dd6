/** Pictures that can be drawn: shown once they are decoded, never half, never broken. */
import type { Engine, Ordinal } from '../../bridge/engine.js';
import { el } from './dom.js';

/** Null for what cannot be decoded. */
export async function decoded(blob: Blob, alt = ''): Promise<HTMLImageElement | null> {
  const address = URL.createObjectURL(blob);
  try {
    const image = el('img', { src: address, alt, decoding: 'async' });
    return await image.decode().then(() => image, () => null);
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** The largest picture of a visit that there is and that can be shown. */
export async function largest(engine: Pick<Engine, 'image'>, ordinal: Ordinal, alt = ''): Promise<HTMLImageElement | null> {
  for (const size of ['full', 'thumb'] as const) {
    const blob = await engine.image(ordinal, size).catch(() => null);
    const image = blob && await decoded(blob, alt);
    if (image) return image;
  }
  return null;
}
