/** Tabs whose page is being stored right now: the icon says so. */

const working = new Map<number, number>();

export const beginWork = (tabId: number): void => void working.set(tabId, (working.get(tabId) ?? 0) + 1);
export function endWork(tabId: number): void {
  const left = (working.get(tabId) ?? 1) - 1;
  if (left > 0) working.set(tabId, left);
  else working.delete(tabId);
}
export const isWorking = (tabId: number): boolean => working.has(tabId);
