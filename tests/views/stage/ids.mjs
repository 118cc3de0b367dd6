/** The visits of the memories that views are tested over, by their addresses. */
import { load } from '../../../tools/lib/load.mjs';

const { MEMORIES } = await load('tests/views/stage/memory.ts');

/** Where what was kept of a page is shown in its place. */
export const goneHash = (url, why, memory) => `#visit=${visitOf(url, memory).id}&why=${why}`;

/** The newest visit of a page, and how often it was seen. */
export function visitOf(url, memory = 'home') {
  const visits = MEMORIES[memory]().filter((line) => line.url === url).flatMap((line) => line.visits).sort((one, other) => one.at - other.at);
  if (visits.length === 0) throw new Error(`${url} is not in this memory`);
  return { ...visits.at(-1), count: visits.length };
}
