/** Hosts that begin with what is typed before those that hold it elsewhere. Pure. */
import type { Completion } from '../../bridge/engine.js';

/** The engine offers no more at once: of so many it may have left some out, and its order stays. */
const ALL = 8;

/** The host's own beginning first, then that of a part of it (`docs.example.org` of `exa`); among themselves as they came, those of most pages first. */
export function beginningsFirst(all: readonly Completion[], q: string): Completion[] {
  if (all.length >= ALL) return [...all];
  const rank = ({ kind, shown, from, to }: Completion): number => {
    const typed = q.slice(from, to).replace(/^["“„«]/u, '').toLowerCase();
    return kind !== 'site' || shown.startsWith(typed) ? 0 : shown.includes(`.${typed}`) ? 1 : 2;
  };
  return [...all].sort((a, b) => rank(a) - rank(b));
}
