/** The background's engine, for what runs of the background itself here. */
export { faultFrom as faultOf } from '../../../extension/bridge/faults.js';
export { engine } from './overlay.js';
