/** Where the extension's own pages are. */
import { runtimeUrl } from '../../browser.js';
import type { Millis, VisitId } from '../../bridge/engine.js';

export interface Place { view: 'reel' | 'grid'; id?: VisitId; at?: Millis; q?: string }

/** The playback page at a place of the memory. Titles never stand in an address. */
export function playbackUrl({ view, id, at, q }: Place = { view: 'reel' }): string {
  const facts = new URLSearchParams();
  if (id !== undefined) facts.set('id', id);
  if (at !== undefined) facts.set('t', String(at));
  if (q) facts.set('q', q);
  const query = facts.toString();
  return runtimeUrl(`views/playback/playback.html#/${view}${query ? `?${query}` : ''}`);
}

export const settingsUrl = (section = ''): string => runtimeUrl(`views/settings/settings.html${section ? `#${section}` : ''}`);
export const welcomeUrl = (): string => runtimeUrl('views/welcome/welcome.html');
