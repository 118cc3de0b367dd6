/** F6 and Shift+F6: from region to region, wrapping around. */

/** `regions` answers, in order, what can take the focus now (hidden ones left out). */
export function cycleRegion(regions: { holds(target: Element | null): boolean; focus(): void }[], backwards: boolean): void {
  if (regions.length === 0) return;
  const here = regions.findIndex((region) => region.holds(document.activeElement));
  const next = here < 0 ? 0 : (here + (backwards ? -1 : 1) + regions.length) % regions.length;
  regions[next]?.focus();
}
