/** The browser's bookmarks, the folders of each as labels. Pure. */
import { pageAddress } from '../../bridge/address.js';
import { isExcluded, type Card } from '../../bridge/cards.js';
import type { Settings } from '../../bridge/messages.js';

export interface BookmarkNode {
  url?: string | undefined; title: string; dateAdded?: number | undefined; type?: string | undefined; children?: BookmarkNode[] | undefined;
}
export interface Bookmark { url: string; title: string; at: number | null; labels: string[] }

/** Above it are the browser's own places: the bar, the menu, other bookmarks. */
const OWN_FOLDERS = 2;

/** All of a tree; not by recursion, however deep somebody made it. */
export function bookmarksIn(tree: readonly BookmarkNode[]): Bookmark[] {
  const found: Bookmark[] = [];
  const open: { node: BookmarkNode; depth: number; labels: string[] }[] = tree.map((node) => ({ node, depth: 0, labels: [] }));
  for (let next = open.pop(); next; next = open.pop()) {
    const { node: { url, title, dateAdded, type, children }, depth, labels } = next;
    // Firefox says of a separator that it is at `data:`.
    if (url !== undefined && type !== 'separator') found.push({ url, title, at: dateAdded ?? null, labels });
    const below = depth >= OWN_FOLDERS && title.trim() !== '' ? [...labels, title].slice(-16) : labels;
    for (const node of [...children ?? []].reverse()) open.push({ node, depth: depth + 1, labels: below });
  }
  return found;
}

/** The card of a bookmark; null when it is no page of the web, or the rules leave it out. */
export function bookmarkCard(bookmark: Bookmark, settings: Settings): Card | null {
  const url = pageAddress(bookmark.url);
  if (url === null || isExcluded(url, settings)) return null;
  return { url, title: bookmark.title.trim(), at: [bookmark.at], star: true, labels: bookmark.labels };
}
