/** Colours of title cards: the site's own, kept dark or light enough to read words on. */

/** Relative luminance of 0xRRGGBB, 0..1 (WCAG). */
export function luminance(colour: number): number {
  const linear = (byte: number): number => {
    const share = byte / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear((colour >> 16) & 255) + 0.7152 * linear((colour >> 8) & 255) + 0.0722 * linear(colour & 255);
}

/** White or black, whichever reads better on the colour; at least 4.58:1 on every colour, which a softer black would miss. */
export function inkOn(colour: number): '#ffffff' | '#000000' {
  const light = 1.05 / (luminance(colour) + 0.05);
  const dark = (luminance(colour) + 0.05) / 0.05;
  return light >= dark ? '#ffffff' : '#000000';
}

export function css(colour: number): string {
  return `#${colour.toString(16).padStart(6, '0')}`;
}

/** A steady, muted colour for a site that has told none. */
export function siteColour(site: string): number {
  let hash = 2166136261;
  for (const char of site) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619);
  const hue = (hash >>> 0) % 360;
  return hsl(hue, 0.34, 0.34);
}

function hsl(hue: number, saturation: number, lightness: number): number {
  const channel = (n: number): number => {
    const k = (n + hue / 30) % 12;
    const value = lightness - saturation * Math.min(lightness, 1 - lightness) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(value * 255);
  };
  return (channel(0) << 16) | (channel(8) << 8) | channel(4);
}
