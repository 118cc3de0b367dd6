/** From how many devices something is gone, in words. */
import type { Reach } from '../../bridge/engine.js';
import { number, plural } from './i18n.js';

/** "Gone from 2 of 3 devices"; empty while that is not known, or there is but this device. */
export function goneFrom(reach: Reach | null): string {
  return reach === null || reach.of < 2 ? '' : plural('shared_goneFrom', reach.of, number(reach.gone));
}
