/** The searches that led somewhere, the last first: in this browser alone, few, and gone with a press. */

const KEPT = 'searches';
const MOST = 8;
/** Longer ones are pasted text, and no search that one comes back to. */
const LONGEST = 200;

export function recentSearches(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEPT) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === 'string' && one !== '').slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** A search was taken for final. */
export function noteSearch(typed: string): void {
  const q = typed.trim().replace(/\s+/g, ' ');
  if (q === '' || q.length > LONGEST) return;
  localStorage.setItem(KEPT, JSON.stringify([q, ...recentSearches().filter((one) => one !== q)].slice(0, MOST)));
}

export const forgetSearches = (): void => localStorage.removeItem(KEPT);
