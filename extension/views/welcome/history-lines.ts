/** The browser's own history as lines of the import format: a title card each, until the page is visited again. */
import { pageAddress } from '../../bridge/address.js';
import type { Settings } from '../../bridge/messages.js';
import { decide } from '../../bridge/rules.js';

export interface Known { url?: string | undefined; title?: string | undefined; lastVisitTime?: number | undefined }

/** The line of one entry; null when the rules leave it out or it is no web page. */
export async function historyLine(entry: Known, settings: Settings): Promise<string | null> {
  const url = pageAddress(entry.url);
  if (url === null || !entry.lastVisitTime) return null;
  // What was excluded never enters, whichever way it comes; a pause is about what one does now.
  if (!decide(url, { ...settings, pausedUntil: null }, Date.now()).remember) return null;
  const time = Math.round(entry.lastVisitTime);
  return JSON.stringify({ id: await idOf(url, time), url, title: entry.title?.trim() || url, text: '', time });
}

/** The same visit gets the same id each time, so that a second import adds nothing. */
async function idOf(url: string, time: number): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`history ${time} ${url}`)));
  return Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
