/** Names for visits, made where a page is seen. */
import type { VisitId } from './engine.js';

export type { VisitId };

/** A new one. A page of plain http is no secure context: there `crypto` has neither `randomUUID` nor `subtle`. */
export const newVisitId = (): VisitId =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
