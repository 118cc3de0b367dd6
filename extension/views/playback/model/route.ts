/** What the address of the playback page says: `#/reel?id=…&q=…` or `#/grid?…`. Never holds a title. */
import type { VisitId } from '../../../bridge/engine.js';

export type View = 'reel' | 'grid';
export type Sort = 'best' | 'newest';

export interface Route {
  view: View;
  /** The visit in the middle (reel) or in focus (grid); null = the newest. */
  id: VisitId | null;
  /** Its time, to find the nearest when it is gone. */
  at: number | null;
  q: string;
  sort: Sort;
}

export const START: Route = { view: 'grid', id: null, at: null, q: '', sort: 'best' };

/** Reads a location hash; whatever it does not understand it leaves at its default. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const asked = new URLSearchParams(query);
  const id = asked.get('id');
  const at = Number(asked.get('t') ?? NaN);
  return {
    view: path === 'reel' ? 'reel' : 'grid',
    id: id !== null && /^[0-9a-f]{32}$/.test(id) ? id : null,
    at: Number.isFinite(at) ? at : null,
    q: (asked.get('q') ?? '').slice(0, 1000),
    sort: asked.get('sort') === 'newest' ? 'newest' : 'best',
  };
}

export function formatRoute(route: Route): string {
  const told = new URLSearchParams();
  if (route.id) told.set('id', route.id);
  if (route.at !== null) told.set('t', String(Math.round(route.at)));
  if (route.q) told.set('q', route.q);
  if (route.sort !== 'best') told.set('sort', route.sort);
  const query = told.toString();
  return `#/${route.view}${query ? `?${query}` : ''}`;
}
