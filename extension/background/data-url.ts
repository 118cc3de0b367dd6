/** Bytes out of a `data:` address; fetching one would need a wider content security policy. Pure. */

/** Media type and bytes, or null when it is no base64 data: address. */
export function bytesOfDataUrl(url: string): { mime: string; bytes: ArrayBuffer } | null {
  const parts = /^data:([\w.+-]+\/[\w.+-]+)(?:;[^,;]*)*;base64,/.exec(url);
  if (!parts) return null;
  let text: string;
  try { text = atob(url.slice(parts[0].length)); } catch { return null; }
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return { mime: parts[1]!, bytes: bytes.buffer };
}
