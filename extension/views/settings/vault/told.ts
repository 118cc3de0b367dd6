/** What went wrong, where a form knows a better sentence for it than the one that is said everywhere. */
import type { ErrorKind } from '../../../bridge/engine.js';
import { faultOf } from '../../shared/errors.js';

export class Told extends Error {}

/** Does the work; a fault of one of these kinds is told by its sentence. */
export const telling = <T>(work: Promise<T>, sentences: Partial<Record<ErrorKind, string>>): Promise<T> =>
  work.catch((thrown: unknown) => {
    const sentence = sentences[faultOf(thrown).kind];
    throw sentence === undefined ? thrown : new Told(sentence);
  });
