/** The shadow trees that readings have found: what changes in them is heard in them alone. */

/** More of them are not listened to. */
const MOST = 200;

const found = new Set<ShadowRoot>();

export function noteShadows(roots: readonly ShadowRoot[]): void {
  for (const root of roots) if (found.size < MOST) found.add(root);
}

/** Those whose elements are still in the document. */
export function shadowsHere(): Iterable<ShadowRoot> {
  for (const root of found) if (!root.isConnected) found.delete(root);
  return found;
}
