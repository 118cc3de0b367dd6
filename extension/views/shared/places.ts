/** Where the extension's own pages are. */
import { runtimeUrl } from '../../browser.js';
import { webLink } from './dom.js';
import type { Millis, VisitId } from '../../bridge/engine.js';

export interface Place { view: 'reel' | 'grid'; id?: VisitId; at?: Millis; q?: string }

const PLAYBACK = 'views/playback/playback.html';

/** The playback page, at a place of the memory or wherever it was left. Titles never stand in an address. */
export function playbackUrl(place?: Place): string {
  if (!place) return runtimeUrl(PLAYBACK);
  const { view, id, at, q } = place;
  const facts = new URLSearchParams();
  if (id !== undefined) facts.set('id', id);
  if (at !== undefined) facts.set('t', String(at));
  if (q) facts.set('q', q);
  const query = facts.toString();
  return runtimeUrl(`${PLAYBACK}#/${view}${query ? `?${query}` : ''}`);
}

/** Where the Internet Archive has a page, if it has it, as it was then. Nothing is sent before somebody goes there. */
export function archiveUrl(address: string, at: Millis): string | null {
  const url = webLink(address);
  // A host without a dot, or by its number, is nobody else's.
  if (url === null || !/\.[a-z][a-z\d-]+$/i.test(new URL(url).hostname)) return null;
  return `https://web.archive.org/web/${new Date(at).toISOString().replace(/\D/g, '').slice(0, 14)}/${url}`;
}

export const settingsUrl = (section = ''): string => runtimeUrl(`views/settings/settings.html${section ? `#${section}` : ''}`);
export const memoryUrl = (): string => runtimeUrl('views/memory/memory.html');
export const welcomeUrl = (): string => runtimeUrl('views/welcome/welcome.html');
