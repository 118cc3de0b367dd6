/** The engine, as the background reaches it, and what went wrong with it last. */
import { store, stored, unstore } from '../browser.js';
import { connect } from '../bridge/client.js';
import type { EngineFault, ErrorKind } from '../bridge/engine.js';
import { wait } from '../bridge/pace.js';
import { wake } from './host.js';

export const engine = connect({ wake });

/** Whatever was thrown, as a fault. */
export { faultFrom as faultOf } from '../bridge/faults.js';

/** The fault that stands in the way of remembering now, until a page is remembered again. */
export const standingFault = async (): Promise<EngineFault | null> =>
  ((await stored('session', ['fault']))['fault'] as EngineFault | undefined) ?? null;
export const setFault = (fault: EngineFault): Promise<void> => store('session', { fault });
export const clearFault = (): Promise<void> => unstore('session', ['fault']);

/** How long a capture waits before it is sent again, in ms. */
export const waitFor = (kind: ErrorKind): number =>
  wait(kind === 'retry' || kind === 'lost' ? 2_000 : kind === 'freeSpace' || kind === 'locked' ? 15_000 : 60_000);
