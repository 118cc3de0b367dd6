/** The playback page over the real engine: the only file here that knows where the engine comes from. */
import { engine } from '../shared/engine.js';
import { pressOnce } from '../shared/held.js';
import { followTheme } from '../shared/theme.js';
import { mount } from './app.js';
import { obstacle } from './obstacle.js';

followTheme();
pressOnce();
await mount(engine, obstacle);
