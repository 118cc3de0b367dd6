/** Where the extension's own pages are. */
import { runtimeUrl } from '../../browser.js';
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

export const settingsUrl = (section = ''): string => runtimeUrl(`views/settings/settings.html${section ? `#${section}` : ''}`);
export const memoryUrl = (): string => runtimeUrl('views/memory/memory.html');
export const welcomeUrl = (): string => runtimeUrl('views/welcome/welcome.html');
