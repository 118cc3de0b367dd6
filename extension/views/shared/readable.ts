/** What a page is called, as a person reads it: its title in one line, or its address, host and path decoded, no scheme. Pure. */
import { oneLine, readableTitle } from '../../bridge/title.js';

/** What would turn the words around or hide between them stays as it is written in the address. */
const HIDING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** What a page is called: its title, or its address where it has none. */
export const nameOfPage = ({ title, url }: { title: string; url: string }): string => readableTitle(title) || readableAddress(url);

export function readableAddress(url: string): string {
  let parsed: URL;
  try { parsed = new URL(url); } catch { return oneLine(url); }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return oneLine(url);
  const host = parsed.host.replace(/^www\./, '').split('.').map(label).join('.');
  const path = parsed.pathname === '/' ? '' : decoded(parsed.pathname);
  return host + path + decoded(parsed.search) + decoded(parsed.hash);
}

/** Part by part: one that is no text leaves the others readable. */
function decoded(part: string): string {
  return part.replace(/(?:%[0-9a-f]{2})+/gi, (written) => {
    try {
      const said = decodeURIComponent(written);
      return HIDING.test(said) ? written : said;
    } catch { return written; }
  });
}

function label(written: string): string {
  if (!written.startsWith('xn--')) return written;
  const said = unpuny(written.slice(4));
  return said === null || HIDING.test(said) ? written : said;
}

/** RFC 3492: the letters of a host's label that are not ASCII; null when it is none. */
function unpuny(coded: string): string | null {
  const cut = coded.lastIndexOf('-');
  const out = [...coded.slice(0, Math.max(cut, 0))];
  let [n, i, bias] = [128, 0, 72];
  for (let at = cut + 1; at < coded.length;) {
    const before = i;
    for (let weight = 1, k = 36; ; k += 36) {
      const digit = parseInt(coded[at++] ?? '', 36);
      if (Number.isNaN(digit)) return null;
      const value = digit < 10 ? digit + 26 : digit - 10;
      i += value * weight;
      const threshold = Math.min(Math.max(k - bias, 1), 26);
      if (value < threshold) break;
      weight *= 36 - threshold;
    }
    bias = adapted(i - before, out.length + 1, before === 0);
    n += Math.floor(i / (out.length + 1));
    i %= out.length + 1;
    if (n > 0x10ffff) return null;
    out.splice(i++, 0, String.fromCodePoint(n));
  }
  return out.join('');
}

function adapted(delta: number, length: number, first: boolean): number {
  let left = Math.floor(delta / (first ? 700 : 2));
  left += Math.floor(left / length);
  let k = 0;
  for (; left > 455; k += 36) left = Math.floor(left / 35);
  return k + Math.floor(36 * left / (left + 38));
}
