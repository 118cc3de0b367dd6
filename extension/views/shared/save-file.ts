/** Saves a file as a download. */
import { el } from './dom.js';

export function saveFile(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = el('a', { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  // The download has begun when it has read the address; a minute is plenty for that.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
