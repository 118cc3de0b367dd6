/** Comes before the worker's own modules, some of which read the clock when they are loaded. */
import { begin } from './clock.js';

begin();
